import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { BLOB, fromHex, toHex } from '@distribute/state-machine'

/** Blobs of this community by versioned hash, for ever: L1 forgets them after some 18 days. One file each. */
export interface BlobStore {
  get(hash: Uint8Array): Promise<Uint8Array | undefined>
  /** On the disk when it resolves. That the blob has this hash is the caller's to have checked. */
  put(hash: Uint8Array, blob: Uint8Array): Promise<void>
  /** All hashes, in ascending order. */
  list(): Promise<readonly Uint8Array[]>
}

const NAME = /^0x01[0-9a-f]{62}$/

const ifThere = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  const temporary = `${path}.${randomBytes(4).toString('hex')}`
  const file = await open(temporary, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}

/** The directory is made with the first blob. Rejects with the disk's errors. */
export const createBlobStore = (directory: string): BlobStore => {
  const pathOf = (hash: Uint8Array): string => join(directory, toHex(hash))
  const get = async (hash: Uint8Array): Promise<Uint8Array | undefined> => {
    const bytes = await ifThere(readFile(pathOf(hash)))
    // What is cut short by a fault of the disk is looked for elsewhere.
    return bytes?.length === BLOB.bytes ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : undefined
  }
  return {
    get,
    async put(hash, blob) {
      if ((await get(hash)) !== undefined) return
      await mkdir(directory, { recursive: true })
      await writeWhole(pathOf(hash), blob)
    },
    list: async () => ((await ifThere(readdir(directory))) ?? []).filter((name) => NAME.test(name)).sort().map(fromHex),
  }
}
