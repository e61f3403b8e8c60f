import { toHex } from '@distribute/state-machine'
import { hash } from './decoders.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'

/** Blobs of the community's batches, which this node keeps for ever. */
export const rollupBlobs: MethodTable = {
  /** All 131,072 bytes by versioned hash; null where it is not here. */
  rollup_getBlob: method([hash], async ({ deps }, versionedHash) => {
    const blob = await deps.blobOf(versionedHash)
    return blob === undefined ? null : toHex(blob)
  }),
}
