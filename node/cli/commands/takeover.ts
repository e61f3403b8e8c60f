import { resolveSettings } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import type { CommandSpec } from '../command.ts'
import { readStakeKey } from '../stake-key.ts'
import { startTaker } from '../start-taker.ts'
import { aborted, stopSignal } from '../stop-signal.ts'
import { takeOver } from '../take-over.ts'
import { TAKEOVER_SETTINGS } from '../takeover-settings.ts'

const { role: _role, standby: _standby, ...nodeSettings } = NODE_SETTINGS

export const takeover: CommandSpec = {
  description: 'Takes the place of a sequencer that is silent, was convicted, or offers it: rebuilds the chain from L1 alone, stakes, posts, and serves from then on. Waits until the rollup allows it; who loses a race goes on as a replica.',
  arguments: [{ name: 'rollup', help: 'address of the community’s rollup on L1, for a directory without rollup.json', optional: true }],
  settings: { ...nodeSettings, ...TAKEOVER_SETTINGS },
  examples: [
    { line: 'DISTRIBUTE_STAKE_KEY=0x… distribute takeover 0x5FbDB2315678afecb367f032d93F642f64180aa3 --data-dir ./rescue --l1-url https://l1.example', does: 'from an empty directory; later starts are `distribute node --role sequencer`' },
  ],
  run: async (context, [rollup]) => {
    const signal = stopSignal()
    const given = resolveSettings(TAKEOVER_SETTINGS, context)
    const { postingFunds, insecurePlain: plain } = given
    const readStake = (settings: Parameters<typeof readStakeKey>[0]) => readStakeKey(settings, given)
    const { config, log, run, taking } = await startTaker(context, { rollup, readStake, postingFunds, plain, output: context.output, signal })
    try {
      const taken = await Promise.race([takeOver(taking, signal), run.node.failed])
      if (taken) log.info({ ...taking.next, rpc: run.node.rpcUrl }, `this node is the sequencer of ${config.genesis.name} now; start it with \`distribute node --role sequencer\` from now on`)
      await Promise.race([aborted(signal), run.node.failed])
    } finally {
      await run.close()
    }
  },
}
