import { offerHandOverCall, withdrawOfferCall, type SequencerKeys } from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import { loadNodeConfig, type NodeConfig } from '../../config.ts'
import { readHead } from '../../l1/read-head.ts'
import { sleep } from '../../sequencing/clock.ts'
import { forgetHandOver, writeHandOver } from '../../sequencing/hand-over.ts'
import { readOwnKeys } from '../../sequencing/own-keys.ts'
import { resolveSettings, toggleSetting } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { createLogger } from '../../telemetry/logger.ts'
import { failed, usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { createL1Clients, type L1Clients } from '../deployment.ts'
import { sendToL1 } from '../l1-send.ts'
import { parseAddress } from '../parse-address.ts'
import { runNode, type NodeRun } from '../run-node.ts'
import { STAKE_KEY_SETTINGS, readStakeKey } from '../stake-key.ts'
import { stopSignal } from '../stop-signal.ts'

const { role: _role, standby: _standby, ...nodeSettings } = NODE_SETTINGS
const settings = { withdraw: toggleSetting('take an offer back, so that this sequencer goes on', { fallback: false }), ...STAKE_KEY_SETTINGS } as const

export const handOver: CommandSpec = {
  description: 'Offers the sequencer’s place to others, without breaking a promise: posts what was signed, signs nothing more, and then makes the offer on L1. Goes on as a node that follows the chain. Stop the sequencer before.',
  arguments: [
    { name: 'poster', help: 'who will post', optional: true },
    { name: 'signer', help: 'who will sign', optional: true },
    { name: 'staker', help: 'whose stake will answer', optional: true },
  ],
  settings: { ...nodeSettings, ...settings },
  examples: [
    { line: 'distribute hand-over 0x1111111111111111111111111111111111111111 0x2222222222222222222222222222222222222222 0x3333333333333333333333333333333333333333 --data-dir ./coop --l1-url https://l1.example', does: 'to the keys that `distribute takeover` told the others' },
    { line: 'distribute hand-over --withdraw --data-dir ./coop --l1-url https://l1.example', does: 'changes your mind' },
  ],
  run: async (context, names) => {
    const given = resolveSettings(settings, context)
    const config = await loadNodeConfig({ ...context, flags: { ...context.flags, role: 'sequencer' } })
    const clients = createL1Clients(config.l1Url[0] ?? '', await readStakeKey(config, given))
    if (given.withdraw) {
      const { hash } = await sendToL1(clients, withdrawOfferCall(config.rollup.contracts.rollup))
      await forgetHandOver(config.dataDir)
      return context.output.line(`The offer is taken back, in ${hash}. Next: distribute node --role sequencer --data-dir ${config.dataDir}`)
    }
    await offer(config, clients, keysOf(names))
  },
}

function keysOf(names: readonly (string | undefined)[]): SequencerKeys {
  const [poster, signer, staker] = names.map((name) => (name === undefined ? undefined : parseAddress(name, 'the next sequencer')))
  if (poster !== undefined && signer !== undefined && staker !== undefined) return { poster, signer, staker }
  throw usage('three addresses are needed', 'poster, signer and staker of who is next, or --withdraw')
}

async function offer(config: NodeConfig, clients: L1Clients, next: SequencerKeys): Promise<void> {
  const signal = stopSignal()
  const log = await createLogger({ level: config.logLevel, format: config.logFormat, secretUrls: config.l1Url })
  // Before the node runs: it signs nothing more from its start on.
  await writeHandOver(config.dataDir, { signer: readOwnKeys(config).signer, next })
  const run = await runNode({ ...config, batchIntervalMs: SOON_MS }, { log, signal })
  try {
    await Promise.race([untilPosted(run, { pollMs: config.l1PollMs, say: (words) => log.info(words) }, signal), run.node.failed])
    if (signal.aborted) return
    const hash = await makeOffer(clients, config.rollup.contracts.rollup, next)
    log.info({ ...next, transaction: hash }, 'everything is on L1, and the place is offered: the others run `distribute takeover` now. Until they have it no blocks are built')
    await Promise.race([untilFollowing(run, config.l1PollMs, signal), run.node.failed])
    if (!signal.aborted) log.info('the place is handed over; this node follows the chain. `distribute leave` pays the stake back once its lock is over')
    while (!signal.aborted) await Promise.race([sleep(config.l1PollMs, signal), run.node.failed])
  } finally {
    await run.close()
  }
}

const SOON_MS = 100

/** The block that the offer names has to hold the last batch, also after an L1 reorg: a safe one does. */
async function makeOffer(clients: L1Clients, rollup: Address, next: SequencerKeys): Promise<string> {
  const { number, hash } = await readHead(clients.reader, { blockTag: 'safe' })
  return (await sendToL1(clients, offerHandOverCall(rollup, next, { number, hash }))).hash
}

async function untilPosted({ node }: NodeRun, { pollMs, say }: { readonly pollMs: number; readonly say: (words: string) => void }, signal: AbortSignal): Promise<void> {
  await node.ready
  if (node.status().standing === 'following') throw failed('this node is not the sequencer', 'only who has the place can offer it')
  for (let told = ''; !signal.aborted; ) {
    const { safe, latest } = node.status()
    if (safe === latest) return
    const words = `blocks ${safe + 1n} to ${latest} have to be in L1’s safe blocks first`
    if (words !== told) say(words)
    told = words
    await sleep(pollMs, signal)
  }
}

async function untilFollowing({ node }: NodeRun, pollMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && node.status().standing !== 'following') await sleep(pollMs, signal)
}
