import { equalBytes, isSealed, toHex, unseal, type PostedBatch, type SealedBatch } from '@distribute/state-machine'
import type { LoggedBatch } from '@distribute/bridge-contracts'
import { wordsOf } from '../l1/fault-words.ts'
import type { Log } from '../l1/log.ts'
import { BlobError } from './errors.ts'
import { versionedHashOf, type Kzg } from './kzg.ts'
import type { BlobPlace, BlobSource } from './sources.ts'
import type { BlobStore } from './store.ts'

/** The blobs of the community's batches, from wherever they are still to be had. */
export interface BlobReader {
  /** Checked against its hash, and kept from then on. Rejects with BlobError NotFound. */
  read(place: BlobPlace): Promise<Uint8Array>
  /** Keeps a blob that has this hash; answers false, and keeps nothing, for one that has not. */
  keep(hash: Uint8Array, blob: Uint8Array): Promise<boolean>
  /** A batch with its segments, wherever they lie. Rejects with BlobError NotFound. */
  open(logged: LoggedBatch): Promise<LoggedBatch<PostedBatch>>
}

export interface BlobReaderDependencies {
  readonly store: BlobStore
  readonly kzg: Pick<Kzg, 'commitment'>
  /** Asked in this order. */
  readonly sources: readonly BlobSource[]
  readonly log: Log
}

export const createBlobReader = ({ store, kzg, sources, log }: BlobReaderDependencies): BlobReader => {
  const isOf = async (hash: Uint8Array, blob: Uint8Array): Promise<boolean> => {
    try {
      return equalBytes(versionedHashOf(await kzg.commitment(blob)), hash)
    } catch (error) {
      if (error instanceof BlobError) return false
      throw error
    }
  }
  const keep = async (hash: Uint8Array, blob: Uint8Array): Promise<boolean> => {
    const fits = await isOf(hash, blob)
    if (fits) await store.put(hash, blob)
    return fits
  }
  /** The blob, or why this source has not given it. */
  const ask = async (source: BlobSource, place: BlobPlace): Promise<Uint8Array | string> => {
    try {
      const found = await source.read(place)
      for (const blob of found) if (await keep(place.hash, blob)) return blob
      return found.length === 0 ? 'has it not' : 'has another one in its place'
    } catch (error) {
      return wordsOf(error)
    }
  }
  const read = async (place: BlobPlace): Promise<Uint8Array> => {
    const kept = await store.get(place.hash)
    if (kept !== undefined) return kept
    const reasons: string[] = []
    for (const source of sources) {
      const found = await ask(source, place)
      if (typeof found !== 'string') {
        log.debug({ hash: toHex(place.hash), source: source.name }, 'a blob was read and checked')
        return found
      }
      reasons.push(`${source.name}: ${found}`)
    }
    const asked = reasons.length === 0 ? 'there is nobody to ask: give --l1-beacon-url or --blob-url' : reasons.join('; ')
    throw new BlobError('NotFound', `the blob ${toHex(place.hash)} of an L1 block of ${new Date(Number(place.l1Time) * 1_000).toISOString()} is not to be had (${asked})`)
  }
  const opened = async (batch: SealedBatch): Promise<PostedBatch> => {
    const blobs: Uint8Array[] = []
    for (const hash of batch.blobs) blobs.push(await read({ hash, l1Time: batch.l1Time }))
    return unseal(batch, blobs)
  }
  return {
    read,
    keep,
    open: async ({ batch, ...rest }) => ({ ...rest, batch: isSealed(batch) ? await opened(batch) : batch }),
  }
}
