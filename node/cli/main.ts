import { Command, CommanderError } from 'commander'
import { describeCommand } from './command.ts'
import { COMMAND_GROUPS, COMMANDS, type CommandEntry } from './commands.ts'
import { createOutput, type Output } from './output.ts'
import { reportError } from './report-error.ts'
import { VERSION } from './version.ts'

const OK = 0
const USAGE = 2

/** Runs a command line and answers the exit code: 0 done, 1 failed, 2 wrongly called. */
export async function main(argv: readonly string[]): Promise<number> {
  const output = createOutput({ out: process.stdout, err: process.stderr })
  const program = await createProgram(argv, output)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return OK
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : USAGE
    return reportError(error, { output, debug: argv.includes('--debug') })
  }
}

async function createProgram(argv: readonly string[], output: Output): Promise<Command> {
  const program = new Command('distribute')
    .description('An Ethereum app-chain for communities that own things together.')
    .version(VERSION, '-V, --version')
    .option('--debug', 'show where an error came from')
    .helpCommand('help [command]', 'how a command is used')
    .exitOverride()
    .addHelpText('after', '\nStart with `distribute devnet`, which is `npm start`.')
  const groups = new Map<string, Command>()
  for (const [name, entry] of Object.entries(COMMANDS)) {
    const [word = name, second] = name.split(' ')
    const parent = second === undefined ? program : groupOf(program, groups, { word, entry })
    const command = parent.command(second ?? word).summary(entry.summary)
    if (second === undefined) command.helpGroup(entry.group)
    await fillIn(command, entry, { asked: name.split(' ').every((each) => argv.includes(each)), output })
  }
  return program
}

function groupOf(program: Command, groups: Map<string, Command>, { word, entry }: { readonly word: string; readonly entry: CommandEntry }): Command {
  const group = groups.get(word) ?? program.command(word).summary(COMMAND_GROUPS[word] ?? '').description(COMMAND_GROUPS[word] ?? '').helpGroup(entry.group)
  groups.set(word, group)
  return group
}

/** What was not asked for is not loaded. */
async function fillIn(command: Command, { load }: CommandEntry, { asked, output }: { readonly asked: boolean; readonly output: Output }): Promise<void> {
  command.option('--debug', 'show where an error came from')
  if (!asked) return
  const spec = await load()
  describeCommand(command, spec)
  command.action(async () => {
    await spec.run({ output, flags: command.opts(), variables: process.env }, command.processedArgs.map((argument: unknown) => (typeof argument === 'string' ? argument : undefined)))
  })
}
