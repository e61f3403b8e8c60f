import { Command, CommanderError } from 'commander'
import { describeCommand, type CommandEntry, type CommandSpec } from './command.ts'
import { COMMAND_GROUPS, COMMANDS } from './commands.ts'
import { createOutput, type Output, type Streams } from './output.ts'
import { VERSION } from './version.ts'

const OK = 0
const USAGE = 2

/** Runs a command line and answers the exit code: 0 done, 1 failed, 2 wrongly called. */
export async function main(argv: readonly string[], streams: Streams = { out: process.stdout, err: process.stderr }): Promise<number> {
  const output = createOutput(streams)
  const program = await createProgram(argv, output, streams)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return OK
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : USAGE
    // Loaded for who needs it: the words of all errors would cost every command its time.
    const { reportError } = await import('./report-error.ts')
    return reportError(error, { output, debug: argv.includes('--debug') })
  }
}

async function createProgram(argv: readonly string[], output: Output, { out, err }: Streams): Promise<Command> {
  const program = new Command('distribute')
    .description('An Ethereum app-chain for communities that own things together.')
    .version(VERSION, '-V, --version')
    .option('--debug', 'show where an error came from')
    // Options behind a command's name are that command's, also where it has others below it.
    .enablePositionalOptions()
    .helpCommand('help [command]', 'how a command is used')
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(text) })
    .addHelpText('after', '\nStart with `distribute devnet`, which is `npm start`.')
  await addCommands(program, COMMANDS, (name, { load }) => ({ asked: isAsked(argv, name), load }), output)
  const force = program.commands.find((command) => command.name() === 'force')
  if (force !== undefined && isAsked(argv, 'force')) await addForced(force, argv, output)
  return program
}

const isAsked = (argv: readonly string[], name: string): boolean => name.split(' ').every((each) => argv.includes(each))

interface Loading {
  readonly asked: boolean
  readonly load: CommandEntry['load']
}

/** Puts commands below one; of a name of two words the first is a group, which may be a command itself. */
async function addCommands(above: Command, entries: typeof COMMANDS, loading: (name: string, entry: CommandEntry) => Loading, output: Output): Promise<void> {
  const groups = new Map<string, Command>()
  for (const [name, entry] of Object.entries(entries)) {
    const [word = name, second] = name.split(' ')
    const parent = second === undefined ? above : groupOf(above, groups, { word, entry })
    const command = parent.command(second ?? word).summary(entry.summary)
    if (second === undefined) groups.set(word, command.helpGroup(entry.group))
    await fillIn(command, loading(name, entry), output)
  }
}

/** `force` has every command that sends a call below it, in its forced form. */
function addForced(force: Command, argv: readonly string[], output: Output): Promise<void> {
  const entries = Object.fromEntries(Object.entries(COMMANDS).filter(([, { forced }]) => forced))
  const load = (entry: CommandEntry) => async (): Promise<CommandSpec> => {
    const spec = await entry.load()
    return spec.forced ?? spec
  }
  return addCommands(force, entries, (name, entry) => ({ asked: isAsked(argv, name), load: load(entry) }), output)
}

function groupOf(above: Command, groups: Map<string, Command>, { word, entry }: { readonly word: string; readonly entry: CommandEntry }): Command {
  const group = groups.get(word) ?? above.command(word).summary(COMMAND_GROUPS[word] ?? '').description(COMMAND_GROUPS[word] ?? '').helpGroup(entry.group)
  groups.set(word, group)
  return group
}

/** What was not asked for is not loaded. */
async function fillIn(command: Command, { asked, load }: Loading, output: Output): Promise<void> {
  command.option('--debug', 'show where an error came from')
  if (!asked) return
  const spec = await load()
  describeCommand(command, spec)
  command.action(async () => {
    const given = command.processedArgs.flat().map((argument: unknown) => (typeof argument === 'string' ? argument : undefined))
    await spec.run({ output, flags: command.opts(), variables: process.env }, given)
  })
}
