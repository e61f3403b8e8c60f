import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { SecretStore } from '../votes/secret-store.ts'

const OWNER_ONLY = 0o600
const OWNER_ONLY_DIRECTORY = 0o700

/** Where a name's text is kept in a directory. */
export const secretPath = (directory: string, name: string): string => join(resolve(directory), `${name}.json`)

/** Secrets in files that only their owner can read, one a ballot. What was set is on the disk when it resolves, whole or not at all. */
export const fileStore = (directory: string): SecretStore => ({
  get: (name) => readIfThere(secretPath(directory, name)),
  set: (name, text) => writeWhole(secretPath(directory, name), text),
})

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_DIRECTORY })
  const temporary = `${path}.${randomBytes(4).toString('hex')}`
  const file = await open(temporary, 'wx', OWNER_ONLY)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncDirectory(dirname(path))
}

/** A renamed file is there after a power cut only once its directory is synced. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
