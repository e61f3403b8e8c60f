import process from 'node:process'

/** One line that says what is under way; on a terminal alone. */
export function createProgress(): { say(text: string): void; clear(): void } {
  const { stderr } = process
  const write = (text: string): void => {
    if (stderr.isTTY) stderr.write(`\r\x1b[K${text}`)
  }
  return { say: (text) => write(text), clear: () => write('') }
}
