import { join as pathOf, resolve } from 'node:path'
import { createL1Reader } from '../../l1/client.ts'
import { readCommunity } from '../../l1/read-community.ts'
import { integerSetting, resolveSettings } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import type { CommandSpec } from '../command.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { parseAddress } from '../parse-address.ts'
import { writeCommunity } from '../write-community.ts'

const settings = {
  dataDir: NODE_SETTINGS.dataDir,
  l1Url: NODE_SETTINGS.l1Url,
  fromBlock: integerSetting('L1 block from which its deployment is looked for', '<number>', { min: 0, max: Number.MAX_SAFE_INTEGER }, { fallback: 0 }),
  json: MEMBER_SETTINGS.json,
} as const

export const join: CommandSpec = {
  description: 'Writes a community’s genesis.json and rollup.json from what L1 holds, so that a node can run here. Nobody but L1 is asked.',
  arguments: [{ name: 'rollup', help: 'address of the community’s rollup on L1' }],
  settings,
  examples: [
    { line: 'distribute join 0x5FbDB2315678afecb367f032d93F642f64180aa3 --data-dir ./copy --l1-url https://l1.example', does: 'then `distribute node --data-dir ./copy` is a replica' },
  ],
  run: async (context, [rollupAddress = '']) => {
    const given = resolveSettings(settings, context)
    const directory = resolve(given.dataDir)
    const onProgress = (block: bigint, head: bigint): void => context.output.progress(`looking for the deployment: L1 block ${block} of ${head}`)
    const search = { rollup: parseAddress(rollupAddress, 'the rollup'), from: BigInt(given.fromBlock), onProgress }
    const community = await readCommunity(createL1Reader(given.l1Url), search)
    await writeCommunity(directory, community)
    const { genesis, rollup } = community
    if (given.json) return context.output.json({ directory, ...rollup })
    context.output.line(`${genesis.name}, chain ${genesis.chainId}, deployed in L1 block ${rollup.deployed.number}: ${pathOf(directory, 'genesis.json')} and rollup.json`)
    context.output.line(`Next: distribute node --data-dir ${directory} --l1-url ${given.l1Url.join(',')}`)
  },
}
