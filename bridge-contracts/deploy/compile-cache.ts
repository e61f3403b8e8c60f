import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../cache/solc')
const KEPT_MS = 7 * 86_400_000

/**
 * The compiler's answer to an input, from an earlier run where there was one: the machine takes half a minute to compile, and its
 * tests, the generator and its check all ask for it. The name is the hash of compiler and input, so that nothing old is ever taken.
 */
export function cached(compiler: string, input: string, run: () => string): string {
  const file = join(FOLDER, `${createHash('sha256').update(compiler).update('\0').update(input).digest('hex')}.json`)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const output = run()
  mkdirSync(FOLDER, { recursive: true })
  removeOld()
  // Whoever reads at the same time sees all of it, or nothing.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, output)
  renameSync(draft, file)
  return output
}

function removeOld(): void {
  for (const name of readdirSync(FOLDER)) {
    const file = join(FOLDER, name)
    if (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > KEPT_MS) rmSync(file, { force: true })
  }
}
