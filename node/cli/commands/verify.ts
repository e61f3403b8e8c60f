import { toHex } from 'viem'
import { createBlobParts } from '../../blobs/parts.ts'
import { loadCommunity } from '../../config.ts'
import { createL1Reader } from '../../l1/client.ts'
import { verifyFromL1, type Verification } from '../../l1/verify.ts'
import { recoverNative } from '../../recovery/native.ts'
import { resolveSettings } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { createLoggerTo } from '../../telemetry/logger.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'

const { dataDir, genesisFile, rollupFile, l1Url, l1BeaconUrl, blobUrl } = NODE_SETTINGS
const settings = { dataDir: { ...dataDir, fallback: MEMBER_SETTINGS.dataDir.fallback }, genesisFile, rollupFile, l1Url, l1BeaconUrl, blobUrl, json: MEMBER_SETTINGS.json } as const

export const verify: CommandSpec = {
  description: 'Reads everything that L1 holds of the chain, executes it anew from the genesis in memory, and compares every posted root. No node is asked.',
  arguments: [],
  settings,
  examples: [
    { line: 'distribute verify', does: 'of the devnet on this machine' },
    { line: 'distribute verify --data-dir ./coop --l1-url https://l1.example --json', does: 'of any community whose genesis.json and rollup.json stand in ./coop' },
  ],
  run: async ({ output, flags, variables }) => {
    const given = resolveSettings(settings, { flags, variables })
    const { genesis, rollup } = await loadCommunity(given)
    const reader = createL1Reader(given.l1Url)
    const blobs = createBlobParts({ ...given, da: 'calldata' }, { reader, log: createLoggerTo('silent', process.stderr) })
    const result = await verifyFromL1(reader, {
      openBatch: blobs.reader.open,
      contracts: rollup.contracts,
      config: { genesis, recover: recoverNative },
      fromBlock: rollup.deployed.number,
      onProgress: ({ l1Block, l1Head, batches, segments }) => output.progress(`L1 block ${l1Block} of ${l1Head}: ${batches} batches, ${segments} roots compared`),
    })
    if (given.json) output.json({ ...result, stateRoot: toHex(result.stateRoot) })
    else for (const line of linesOf(result)) output.line(line)
    if (result.mismatches.length > 0) throw failed(`${result.mismatches.length} mismatches: what was posted is not what execution gives`, 'do not trust this chain’s withdrawals; challenge the roots')
  },
}

const linesOf = ({ batches, blocks, segments, roots, entries, stateRoot, voidBatches, mismatches }: Verification): readonly string[] => [
  `${batches} batches, ${blocks} blocks, ${segments} segments, ${entries} inbox entries`,
  `${roots} roots compared, ${mismatches.length} mismatches`,
  ...mismatches.map(({ batch, what, segment }) => `  batch ${batch}: ${what}${segment === undefined ? '' : ` of segment ${segment}`}`),
  ...(voidBatches === 0 ? [] : [`the roots of the last ${voidBatches} batches are void since a conviction; their blocks stand`]),
  `state root ${toHex(stateRoot)}`,
]
