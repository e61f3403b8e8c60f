import { Command, CommanderError } from 'commander'
import { describeCommand } from './command.ts'
import { COMMANDS } from './commands.ts'
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
  for (const [name, { summary, group, load }] of Object.entries(COMMANDS)) {
    const command = program.command(name).summary(summary).helpGroup(group).option('--debug', 'show where an error came from')
    if (!argv.includes(name)) continue
    const spec = await load()
    describeCommand(command, spec)
    command.action(async () => {
      await spec.run({ output, flags: command.opts(), variables: process.env }, command.processedArgs.map((argument: unknown) => (typeof argument === 'string' ? argument : undefined)))
    })
  }
  return program
}
