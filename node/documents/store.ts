import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Address } from '@distribute/state-machine'
import type { Hex } from 'viem'
import type { ContentType } from './content-type.ts'
import { namedDirectory, pathOf, readFileName, readMemberName, unnamedDirectory, writingDirectory, type FilePlace } from './file-name.ts'

/** A file on this node's disk. */
export interface KeptFile extends FilePlace {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** When it was stored, in milliseconds of the wall clock. */
  readonly at: number
}

export interface FileStore {
  get(hash: Hex): KeptFile | undefined
  /** Those that nothing on the chain names, as far as was looked. */
  unnamed(): readonly KeptFile[]
  /** Bytes that count against the quota, and how many files. */
  total(): { readonly bytes: number; readonly files: number }
  /** The same of a member's unnamed files. */
  unnamedBytesOf(member: Address): number
  /** The file is whole on the disk when this resolves. Of two at once that are the same, one is kept. */
  put(file: { readonly hash: Hex; readonly bytes: Uint8Array; readonly content: ContentType; readonly by: Address }): Promise<KeptFile>
  /** Keeps a file for good. */
  keep(file: KeptFile): Promise<void>
  drop(file: KeptFile): Promise<void>
}

/** Each file takes a block of the disk at least: a thousand tiny ones are not free. */
const BLOCK_BYTES = 4_096
export const chargeOf = (size: number): number => Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES

const namesIn = (directory: string): Promise<string[]> => readdir(directory).catch(() => [])

async function readPlace(root: string, place: FilePlace): Promise<KeptFile> {
  const path = pathOf(root, place)
  const { size, mtimeMs } = await stat(path)
  return { ...place, path, size, at: mtimeMs }
}

async function readAll(root: string): Promise<readonly KeptFile[]> {
  const placesIn = async (directory: string, by: Address | undefined): Promise<readonly FilePlace[]> =>
    (await namesIn(directory)).flatMap((name) => {
      const read = readFileName(name)
      return read === undefined ? [] : [{ ...read, by }]
    })
  const members = (await namesIn(unnamedDirectory(root))).flatMap((name) => readMemberName(name) ?? [])
  const places = await Promise.all([placesIn(namedDirectory(root), undefined), ...members.map((member) => placesIn(join(unnamedDirectory(root), member), member))])
  return Promise.all(places.flat().map((place) => readPlace(root, place)))
}

/** So that the name is on the disk as well, and not only what it names. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  await handle.sync().finally(() => handle.close())
}

async function moveTo(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await rename(from, to)
  await syncDirectory(dirname(to))
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Files by their hash, under `root`. A kill at any moment leaves each of them whole or not there. */
export async function openFileStore(root: string): Promise<FileStore> {
  await rm(writingDirectory(root), { recursive: true, force: true })
  await mkdir(writingDirectory(root), { recursive: true })
  const files = new Map<Hex, KeptFile>()
  let bytes = 0
  const add = (file: KeptFile): void => {
    files.set(file.hash, file)
    bytes += chargeOf(file.size)
  }
  const remove = (file: KeptFile): void => {
    if (!files.delete(file.hash)) return
    bytes -= chargeOf(file.size)
  }
  // A named one last: of a file that is there twice, the one for good counts.
  for (const file of (await readAll(root)).toSorted((a, b) => Number(a.by === undefined) - Number(b.by === undefined))) {
    const twin = files.get(file.hash)
    if (twin !== undefined) remove(twin)
    add(file)
  }
  const unnamed = (): readonly KeptFile[] => [...files.values()].filter(({ by }) => by !== undefined)
  return {
    get: (hash) => files.get(hash),
    unnamed,
    total: () => ({ bytes, files: files.size }),
    unnamedBytesOf: (member) => unnamed().reduce((sum, { by, size }) => (by === member ? sum + chargeOf(size) : sum), 0),
    async put({ hash, bytes: content, content: { extension }, by }) {
      const temporary = join(writingDirectory(root), randomBytes(12).toString('hex'))
      await writeSynced(temporary, content)
      const there = files.get(hash)
      if (there !== undefined) {
        await rm(temporary, { force: true })
        return there
      }
      const place = { hash, extension, by }
      const file = { ...place, path: pathOf(root, place), size: content.length, at: Date.now() }
      // Before the wait: whoever comes with the same bytes in the meantime finds it.
      add(file)
      await moveTo(temporary, file.path).catch((error: unknown) => {
        remove(file)
        throw error
      })
      return file
    },
    async keep(file) {
      const place = { hash: file.hash, extension: file.extension, by: undefined }
      const path = pathOf(root, place)
      await moveTo(file.path, path)
      files.set(file.hash, { ...file, ...place, path })
    },
    async drop(file) {
      remove(file)
      await rm(file.path, { force: true })
    },
  }
}
