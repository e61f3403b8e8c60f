import { DEVNET_SETTINGS } from '../devnet/settings.ts'
import { flagOf, isToggle, variableOf, type Setting, type SettingTable } from '../setting.ts'
import { NODE_SETTINGS } from '../settings.ts'
import { METRICS, type Metric } from '../telemetry/metric-table.ts'
import { METRIC_PREFIX } from '../telemetry/metrics.ts'
import { argumentText, defaultText, type CommandSpec } from './command.ts'
import { COMMANDS } from './commands.ts'

/** The reference pages, by file name in docs/: made from the tables that the program itself runs by. */
export async function referencePages(): Promise<{ readonly [file: string]: string }> {
  return { 'configuration.md': configurationPage(), 'commands.md': await commandsPage(), 'metrics.md': metricsPage() }
}

const MADE = '<!-- Written by `node --import tsx node/cli/write-reference.ts` from the tables in node/. Change those instead. -->'

function configurationPage(): string {
  return page([
    '# Settings', MADE,
    'Each setting is a key of one JSON file, a flag and a variable; a flag wins over a variable, a variable over the file, the file over the default. An unknown key in the file, and a value out of bounds, end the program with what was expected (exit code 2). The file is config.json in the data directory, or the one that `--config` names:',
    '```json\n{ "role": "replica", "l1Url": ["http://127.0.0.1:8545"], "archive": true }\n```',
    'Lists are comma-separated in flags and variables. A toggle is switched off by `--no-…`, or `false` in a variable. Keys themselves are never taken from flags or the file.',
    '## A node', 'Of `distribute node`; `distribute verify` reads some of them too.', settingRows(NODE_SETTINGS),
    '## The devnet', 'Of `distribute devnet` and `npm start`; it has no file.', settingRows(DEVNET_SETTINGS),
  ])
}

function settingRows(table: SettingTable): string {
  const rows = Object.entries(table).map(([key, setting]) => {
    const flag = setting.secret ? '–' : code(isToggle(setting) ? flagOf(key) : `${flagOf(key)} ${setting.placeholder}`)
    return [setting.secret ? '–' : code(key), flag, code(variableOf(key)), defaultCell(setting), sentence(setting.help)]
  })
  return markdownTable(['key', 'flag', 'variable', 'default', 'meaning'], rows)
}

async function commandsPage(): Promise<string> {
  const sections: string[] = []
  for (const [name, { load }] of Object.entries(COMMANDS)) sections.push(...commandSection(name, await load()))
  const codes = 'Exit codes: 0 done, 1 failed, 2 wrongly called. Results go to standard output, everything else to standard error; `--json` prints one line, with amounts in base units as decimal strings. `--debug` shows where an error came from.'
  return page(['# Commands', MADE, codes, 'Every flag is also a variable: `--l1-url` is `DISTRIBUTE_L1_URL`.', ...sections])
}

function commandSection(name: string, spec: CommandSpec): readonly string[] {
  const words = spec.arguments.map(argumentText)
  const options = Object.entries(spec.settings).map(([key, setting]) => {
    const shown = setting.secret ? variableOf(key) : isToggle(setting) ? flagOf(key) : `${flagOf(key)} ${setting.placeholder}`
    return [code(shown), defaultCell(setting), sentence(setting.help)]
  })
  return [
    `## ${['distribute', name, ...words].join(' ')}`, spec.description,
    ...(spec.arguments.length === 0 ? [] : [markdownTable(['argument', 'meaning'], spec.arguments.map((argument) => [code(argument.name), sentence(argument.help)]))]),
    markdownTable(['option', 'default', 'meaning'], options),
    ['```sh', ...spec.examples.flatMap(({ line, does }) => [`# ${does}`, line]), '```'].join('\n'),
  ]
}

function metricsPage(): string {
  const rows = Object.entries<Metric>(METRICS).map(([name, { type, labels, help }]) => [code(METRIC_PREFIX + name), type, labels.map(code).join(', ') || '–', sentence(help)])
  return page([
    '# Metrics and health', MADE,
    'On `http://127.0.0.1:7300` (`--metrics-host`, `--metrics-port`): `/metrics` for Prometheus, `/livez` (200 while the process lives), `/readyz` (200, or 503 with `{"ready":false,"code","reason"}`: `starting`, also while L1 does not answer; `syncing`; `l1-silent`; `diverged`: a sequencer that posts nothing because L1 holds a root that execution does not give). On a replica such a root is a `warning` beside `"ready":true`. Beside these there are prom-client’s own metrics of the process (`process_…`, `nodejs_…`).',
    markdownTable(['name', 'type', 'labels', 'meaning'], rows),
  ])
}

const page = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`
const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``
const sentence = (text: string): string => text.replaceAll('|', '\\|')
const defaultCell = (setting: Setting<unknown>): string => {
  const text = defaultText(setting)
  if (text === '') return '–'
  return setting.fallbackText === undefined ? code(text) : sentence(text)
}
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
