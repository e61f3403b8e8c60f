import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SettingError } from './setting-error.ts'

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** The text of a file, undefined where there is none. Other faults are thrown as they are. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new SettingError('BadFile', `${path} cannot be read: ${String(codeOf(error) ?? error)}`, 'check its permissions', { cause: error })
  }
}

/** The text of a file that has to be there. Throws SettingError MissingFile with `advice`. */
export async function readRequired(path: string, advice: string): Promise<string> {
  const text = await readIfThere(path)
  if (text === undefined) throw new SettingError('MissingFile', `there is no ${path}`, advice)
  return text
}

/** Writes a file whole or not at all, also when the power fails between. `mode` as for open, e.g. 0o600 for keys. */
export async function writeWhole(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${randomBytes(4).toString('hex')}`
  const file = await open(temporary, 'wx', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}
