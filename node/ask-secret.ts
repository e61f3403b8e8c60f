import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { SettingError } from './setting-error.ts'

/** A terminal with somebody at it. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream
  readonly output: { write(text: string): unknown }
}

/** The terminal that the program runs at, undefined where there is none: in a script, in a service. */
export const terminalHere = (): Terminal | undefined =>
  process.stdin.isTTY && process.stderr.isTTY ? { input: process.stdin, output: process.stderr } : undefined

/** One line that is typed and not shown. Throws SettingError NoPassword for Ctrl-C, Ctrl-D and an empty line. */
export async function askSecret(question: string, { input, output }: Terminal): Promise<string> {
  output.write(question)
  // readline echoes what is typed: into nothing.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal: true })
  const text = await new Promise<string>((resolve) => {
    lines.once('line', resolve).once('SIGINT', () => resolve('')).once('close', () => resolve(''))
  })
  lines.close()
  output.write('\n')
  if (text === '') throw new SettingError('NoPassword', 'nothing was typed', 'run it again, or give --password-file or the variable DISTRIBUTE_PASSWORD')
  return text
}
