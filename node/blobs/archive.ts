import { open } from 'node:fs/promises'
import { BLOB, equalBytes, toHex } from '@distribute/state-machine'
import { BlobError } from './errors.ts'
import { versionedHashOf, type Kzg } from './kzg.ts'
import type { BlobStore } from './store.ts'

/** A file of blobs: one after the other, each behind its versioned hash. */
const HASH_BYTES = 32
const ITEM_BYTES = HASH_BYTES + BLOB.bytes

/** Writes all blobs of a store into a new file; answers how many. Rejects with the disk's errors, also where the file is there. */
export const exportBlobs = async (store: BlobStore, path: string): Promise<number> => {
  const file = await open(path, 'wx')
  try {
    let count = 0
    for (const hash of await store.list()) {
      const blob = await store.get(hash)
      if (blob === undefined) continue
      await file.write(hash)
      await file.write(blob)
      count += 1
    }
    await file.sync()
    return count
  } finally {
    await file.close()
  }
}

/** Puts what such a file holds into a store, each blob checked; answers how many. Rejects with BlobError BadFile; what stands before stays. */
export const importBlobs = async (path: string, { store, kzg }: { readonly store: BlobStore; readonly kzg: Pick<Kzg, 'commitment'> }): Promise<number> => {
  const file = await open(path)
  try {
    for (let count = 0; ; count++) {
      const item = new Uint8Array(ITEM_BYTES)
      const { bytesRead } = await file.read(item)
      if (bytesRead === 0) return count
      if (bytesRead < ITEM_BYTES) throw new BlobError('BadFile', `${path} is no file of blobs, or is cut short: ${ITEM_BYTES} bytes each`)
      const [hash, blob] = [item.slice(0, HASH_BYTES), item.slice(HASH_BYTES)]
      if (!equalBytes(await hashOf(kzg, blob), hash)) throw new BlobError('BadFile', `${path}: blob ${count} is not the one that ${toHex(hash)} names`)
      await store.put(hash, blob)
    }
  } finally {
    await file.close()
  }
}

/** No bytes for what is no blob. */
const hashOf = async (kzg: Pick<Kzg, 'commitment'>, blob: Uint8Array): Promise<Uint8Array> => {
  try {
    return versionedHashOf(await kzg.commitment(blob))
  } catch (error) {
    if (error instanceof BlobError) return new Uint8Array(0)
    throw error
  }
}
