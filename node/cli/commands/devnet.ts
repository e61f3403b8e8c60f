import { banner } from '../../devnet/banner.ts'
import { runDemo } from '../../devnet/demo/demo.ts'
import { startDevnet } from '../../devnet/devnet.ts'
import { DEVNET_SETTINGS } from '../../devnet/settings.ts'
import { resolveSettings, unknownVariables } from '../../setting.ts'
import { createLogger } from '../../telemetry/logger.ts'
import type { CommandSpec } from '../command.ts'
import { OTHER_VARIABLES, SETTING_TABLES } from '../setting-tables.ts'
import { aborted, stopSignal } from '../stop-signal.ts'

export const devnet: CommandSpec = {
  description: 'Runs a whole community on this machine: an L1, the contracts, a sequencer, a replica, and ten accounts with ether. Ctrl-C stops it; the next start goes on where it stopped.',
  arguments: [],
  settings: DEVNET_SETTINGS,
  examples: [
    { line: 'npm start', does: 'is `distribute devnet`' },
    { line: 'npm start -- --demo --fresh', does: 'a community from its first deposit to its last payout' },
    { line: 'npm start -- --json --l1-port 0 --l2-port 0 --replica-port 0 --metrics-port 0 --data-dir /tmp/devnet', does: 'for a test: any free ports, one line of JSON once ready' },
  ],
  run: async ({ output, flags, variables }) => {
    const signal = stopSignal()
    const settings = resolveSettings(DEVNET_SETTINGS, { flags, variables })
    const log = await createLogger({ level: settings.logLevel, format: settings.logFormat })
    for (const remark of unknownVariables(variables, SETTING_TABLES, OTHER_VARIABLES)) log.warn(remark)
    const devnet = await startDevnet(settings, { log, signal }).catch((error: unknown) => {
      if (signal.aborted) return undefined
      throw error
    })
    if (devnet === undefined) return
    try {
      if (settings.json) output.json(devnet.info)
      else for (const line of banner(devnet.info)) output.line(line)
      if (settings.demo) await runDemo(devnet.info, settings.json ? output.note : output.line, signal)
      const failure = await Promise.race([aborted(signal), devnet.failed])
      if (failure !== undefined) throw failure
      output.note('stopping')
    } finally {
      await devnet.close()
    }
  },
}
