import { formatEther } from 'viem'
import { runDrill, type DrillResult } from '../../drill/drill.ts'
import { choiceSetting, integerSetting, optionalText, resolveSettings, toggleSetting } from '../../setting.ts'
import { createLogger } from '../../telemetry/logger.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { table } from '../output.ts'
import { stopSignal } from '../stop-signal.ts'

const settings = {
  da: choiceSetting('how the lies come to L1; both: each lie once by each', ['both', 'calldata', 'blob'], { fallback: 'both' }),
  json: toggleSetting('print a line of JSON for each lie: lie, da, convicted, gas, bytes, seconds', { fallback: false }),
  patience: integerSetting('how long a lie may stand until the drill has failed, in seconds', '<seconds>', { min: 5, max: 3_600 }, { fallback: 60 }),
  anvil: optionalText('anvil binary', '<file>', { fallbackText: 'the one npm installed' }),
  logLevel: choiceSetting('what is logged of the prover', ['trace', 'debug', 'info', 'warn', 'error', 'silent'], { fallback: 'silent' }),
  logFormat: choiceSetting('pretty for people, json for machines; auto: pretty on a terminal', ['auto', 'pretty', 'json'], { fallback: 'auto' }),
}

export const drill: CommandSpec = {
  description: 'Plants every kind of lie that a sequencer can post on an L1 of this machine’s own, lets the ordinary prover convict each, and prints what it took. Nothing else is touched.',
  arguments: [],
  settings,
  examples: [
    { line: 'distribute drill', does: 'a table of lies, gas, bytes, seconds and cost' },
    { line: 'distribute drill --da blob --json', does: 'for a machine: a line for each lie, all of them in blobs' },
  ],
  run: async ({ output, flags, variables }) => {
    const given = resolveSettings(settings, { flags, variables })
    const log = await createLogger({ level: given.logLevel, format: given.logFormat })
    const onResult = (result: DrillResult): void => {
      if (given.json) output.json({ ...result, gas: Number(result.gas) })
      else output.progress(`${nameOf(result)}: ${result.convicted ? 'convicted' : 'NOT CONVICTED'}`)
    }
    const da = given.da === 'both' ? (['calldata', 'blob'] as const) : [given.da]
    const results = await runDrill({ da, anvil: given.anvil, patience: given.patience, log, signal: stopSignal(), onResult })
    if (!given.json) for (const line of table([HEAD, ...results.map(rowOf)])) output.line(line)
    const missed = results.filter(({ convicted }) => !convicted)
    if (missed.length > 0) throw failed(`${missed.length} lies were not convicted: ${missed.map(nameOf).join(', ')}`, 'run it again with --log-level debug')
  },
}

const PRICES = [1n, 20n, 200n]
const GWEI = 10n ** 9n
const HEAD = ['lie', 'da', 'convicted', 'gas', 'bytes', 'seconds', ...PRICES.map((price) => `ETH at ${price} gwei`)]

const nameOf = ({ lie, da }: DrillResult): string => `${lie} in ${da}`
const rowOf = ({ lie, da, convicted, gas, bytes, seconds }: DrillResult): readonly string[] =>
  [lie, da, convicted ? 'yes' : 'NO', gas.toString(), bytes.toString(), seconds.toFixed(1), ...PRICES.map((price) => formatEther(gas * price * GWEI))]
