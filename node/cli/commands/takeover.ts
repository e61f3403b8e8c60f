import { resolve } from 'node:path'
import { loadNodeConfig, loadSettings, type NodeConfig } from '../../config.ts'
import { readIfThere } from '../../files.ts'
import { keyPath, passwordPath, type KeyName } from '../../key-files.ts'
import { createL1Reader } from '../../l1/client.ts'
import { readCommunity } from '../../l1/read-community.ts'
import { resolveSettings, textSetting, toggleSetting } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { createLogger } from '../../telemetry/logger.ts'
import { parseAmount } from '../amounts.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { createL1Clients } from '../deployment.ts'
import { addressOfKey, newKeys, writeKeys } from '../operator-keys.ts'
import type { Output } from '../output.ts'
import { parseAddress } from '../parse-address.ts'
import { runNode } from '../run-node.ts'
import { readStakeKey, STAKE_KEY_SETTINGS } from '../stake-key.ts'
import { aborted, stopSignal } from '../stop-signal.ts'
import { takeOver } from '../take-over.ts'
import { writeCommunity } from './join.ts'

const { role: _role, standby: _standby, ...nodeSettings } = NODE_SETTINGS
/** What only this command takes. */
export const TAKEOVER_SETTINGS = {
  ...STAKE_KEY_SETTINGS,
  postingFunds: textSetting('what the posting key is to hold for its first batches, in ether', '<ether>', { fallback: '1' }),
  insecurePlain: toggleSetting('write new keys unencrypted; for chains that nobody trusts with money', { fallback: false }),
} as const

export const takeover: CommandSpec = {
  description: 'Takes the place of a sequencer that is silent, was convicted, or offers it: rebuilds the chain from L1 alone, stakes, posts, and serves from then on. Waits until the rollup allows it; who loses a race goes on as a replica.',
  arguments: [{ name: 'rollup', help: 'address of the community’s rollup on L1, for a directory without rollup.json', optional: true }],
  settings: { ...nodeSettings, ...TAKEOVER_SETTINGS },
  examples: [
    { line: 'DISTRIBUTE_STAKE_KEY=0x… distribute takeover 0x5FbDB2315678afecb367f032d93F642f64180aa3 --data-dir ./rescue --l1-url https://l1.example', does: 'from an empty directory; later starts are `distribute node --role sequencer`' },
  ],
  run: async (context, [rollup]) => {
    const signal = stopSignal()
    const settings = await loadSettings(context)
    const given = resolveSettings(TAKEOVER_SETTINGS, context)
    await prepare(settings.dataDir, { ...settings, plain: given.insecurePlain }, { rollup, output: context.output })
    const stakeKey = await readStakeKey(settings, given)
    const config = await loadNodeConfig({ ...context, flags: { ...context.flags, role: 'sequencer', standby: true } })
    const log = await createLogger({ level: config.logLevel, format: config.logFormat, secretUrls: config.l1Url })
    const run = await runNode(config, { log, signal })
    const { posting, signing } = config.keys
    if (posting === undefined || signing === undefined) throw failed('the posting or the signing key is missing', `look into ${config.dataDir}/keys`)
    const next = { poster: addressOfKey(posting), signer: addressOfKey(signing), staker: addressOfKey(stakeKey) }
    try {
      await Promise.race([run.node.ready, aborted(signal), run.node.failed])
      const taking = { clients: createL1Clients(config.l1Url[0] ?? '', stakeKey), rollup: config.rollup.contracts.rollup, next, postingFunds: parseAmount(given.postingFunds, '--posting-funds'), pollMs: config.l1PollMs }
      const tell = once((words) => log.info(words))
      const taken = await Promise.race([takeOver({ ...taking, onStep: (words) => log.info(words), onWait: tell }, signal), run.node.failed])
      if (taken) log.info({ ...next, rpc: run.node.rpcUrl }, `this node is the sequencer of ${config.genesis.name} now; start it with \`distribute node --role sequencer\` from now on`)
      await Promise.race([aborted(signal), run.node.failed])
    } finally {
      await run.close()
    }
  },
}

/** The community's files and the two keys at hand, where they are not there yet. */
async function prepare(directory: string, settings: Pick<NodeConfig, 'l1Url' | 'passwordFile'> & { readonly plain: boolean }, { rollup, output }: { readonly rollup: string | undefined; readonly output: Output }): Promise<void> {
  if ((await readIfThere(resolve(directory, 'rollup.json'))) === undefined) {
    if (rollup === undefined) throw failed(`there is no rollup.json in ${directory}`, 'name the rollup: distribute takeover 0x…')
    const community = await readCommunity(createL1Reader(settings.l1Url), { rollup: parseAddress(rollup, 'the rollup'), from: 0n })
    await writeCommunity(directory, community)
    output.note(`${community.genesis.name}, chain ${community.genesis.chainId}: genesis.json and rollup.json come from L1`)
  }
  const missing: KeyName[] = []
  for (const name of ['posting', 'signing'] as const) if ((await readIfThere(keyPath(directory, name))) === undefined) missing.push(name)
  if (missing.length === 0) return
  const known = settings.passwordFile ?? ((await readIfThere(passwordPath(directory))) === undefined ? undefined : passwordPath(directory))
  await writeKeys(newKeys(missing), { directory, passwordFile: known, plain: settings.plain, output })
}

/** Says each thing once, however often it is so. */
function once(say: (words: string) => void): (words: string) => void {
  let said: string | undefined
  return (words) => {
    if (words !== said) say(words)
    said = words
  }
}
