import { Option, type Command } from 'commander'
import { flagOf, isToggle, variableOf, type Setting, type SettingTable } from '../setting.ts'
import type { Output } from './output.ts'

/** What a command is given of the world. */
export interface CommandContext {
  readonly output: Output
  /** By setting key, as commander parsed them. */
  readonly flags: { readonly [key: string]: unknown }
  readonly variables: { readonly [name: string]: string | undefined }
}

export interface CommandArgument {
  readonly name: string
  readonly help: string
  readonly optional?: true
  /** Where it is one of a few words: shells complete them. */
  readonly choices?: readonly string[]
  /** All words that are left. */
  readonly rest?: true
}

/** One command. `settings` gives its flags and variables; examples are whole command lines, each with a word on what it does. */
export interface CommandSpec {
  readonly description: string
  readonly arguments: readonly CommandArgument[]
  readonly settings: SettingTable
  readonly examples: readonly { readonly line: string; readonly does: string }[]
  readonly run: (context: CommandContext, args: readonly (string | undefined)[]) => Promise<void>
  /** The same through L1's inbox, of a command that sends a call. */
  readonly forced?: CommandSpec
}

export interface CommandEntry {
  readonly summary: string
  readonly group: 'Try it' | 'Operators' | 'Members'
  /** It sends a call, which `force` sends through L1. */
  readonly forced?: true
  /** Loaded only when it is asked for: nobody should wait for what he does not use. */
  readonly load: () => Promise<CommandSpec>
}


/** Every command by its name, and what the first word of two stands for. */
export interface CommandTables {
  readonly commands: { readonly [name: string]: CommandEntry }
  readonly groups: { readonly [name: string]: string }
}

/** Puts arguments, flags and help of a command onto commander's. */
export function describeCommand(command: Command, spec: CommandSpec): void {
  command.description(spec.description)
  for (const argument of spec.arguments) command.argument(argumentText(argument), argument.help)
  for (const [key, setting] of Object.entries(spec.settings)) if (!setting.secret) addFlags(command, key, setting)
  const secrets = Object.entries(spec.settings).filter(([, setting]) => setting.secret)
  const lines = spec.examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`])
  command.addHelpText('after', ['', 'Each flag is also a variable: --l1-url is DISTRIBUTE_L1_URL.', ...secrets.map(([key, setting]) => `Only as a variable: ${variableOf(key)}, ${setting.help}.`)].join('\n'))
  command.addHelpText('after', ['', `Example${spec.examples.length > 1 ? 's' : ''}:`, ...lines].join('\n'))
}

/** As usage lines have it. */
export function argumentText({ name, optional, rest }: CommandArgument): string {
  const text = rest ? `${name}...` : name
  return optional ? `[${text}]` : `<${text}>`
}

function addFlags(command: Command, key: string, setting: Setting<unknown>): void {
  const flag = flagOf(key)
  if (!isToggle(setting)) {
    const option = new Option(`${flag} ${setting.placeholder}`, `${setting.help}${defaultOf(setting)}`)
    // A list may be given in one piece or in several.
    if (Array.isArray(setting.fallback)) option.argParser((text, before: unknown) => (typeof before === 'string' ? `${before},${text}` : text))
    command.addOption(option)
    return
  }
  command.addOption(new Option(flag, setting.fallback === true ? `${setting.help} (default)` : setting.help))
  command.addOption(new Option(`--no-${flag.slice(2)}`, `not: ${setting.help}`).hideHelp(setting.fallback !== true))
}

/** How a setting's default reads in help and documentation, empty where it has none. */
export function defaultText(setting: Setting<unknown>): string {
  if (setting.fallbackText !== undefined) return setting.fallbackText
  const { fallback } = setting
  if (fallback === undefined) return ''
  if (Array.isArray(fallback)) return fallback.join(',')
  return typeof fallback === 'string' ? fallback : JSON.stringify(fallback)
}

const defaultOf = (setting: Setting<unknown>): string => {
  const text = defaultText(setting)
  return text === '' ? '' : ` (default: ${text})`
}
