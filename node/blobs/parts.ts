import { join } from 'node:path'
import type { LocalAccount } from 'viem'
import { getGasPrice } from 'viem/actions'
import type { Address } from '@distribute/state-machine'
import type { BatchToPost, L1Reader } from '@distribute/bridge-contracts'
import { cheaperCarrier, type Carrier, type Load } from '@distribute/sequencer'
import type { NodeSettings } from '../settings.ts'
import type { Log } from '../l1/log.ts'
import { createKzg, type Kzg } from './kzg.ts'
import { createOpenSegment, type OpenSegment } from './opening.ts'
import { createBlobReader, type BlobReader } from './reader.ts'
import { createBlobSend, readBlobBaseFee, type SendSealed } from './send.ts'
import { createAnvilSource, createBeaconSource, createPeerSource } from './sources.ts'
import { createBlobStore, type BlobStore } from './store.ts'

export type BlobSettings = Pick<NodeSettings, 'da' | 'dataDir' | 'l1BeaconUrl' | 'blobUrl'>

/** All that a node does with blobs. */
export interface BlobParts {
  readonly kzg: Kzg
  readonly store: BlobStore
  readonly reader: BlobReader
  readonly openSegment: OpenSegment
}

export interface BlobPartsDependencies {
  readonly reader: L1Reader
  readonly log: Log
  /** Left out: one of its own. */
  readonly kzg?: Kzg | undefined
}

/** Nothing is started and nothing is made on the disk before the first blob. */
export const createBlobParts = ({ dataDir, l1BeaconUrl, blobUrl }: BlobSettings, { reader: l1, log, kzg = createKzg() }: BlobPartsDependencies): BlobParts => {
  const store = createBlobStore(join(dataDir, 'blobs'))
  const sources = [...(l1BeaconUrl === undefined ? [] : [createBeaconSource(l1BeaconUrl)]), createAnvilSource(l1), ...blobUrl.map(createPeerSource)]
  const reader = createBlobReader({ store, kzg, sources, log })
  return { kzg, store, reader, openSegment: createOpenSegment({ kzg, blobs: reader }) }
}

/** How a sequencer's batches come into blobs; undefined where they never do. */
export interface BlobPosting {
  seal(batch: BatchToPost): Promise<SendSealed>
  carrierFor(load: Load): Promise<Carrier>
}

export interface BlobPostingDependencies {
  readonly parts: Pick<BlobParts, 'kzg' | 'store'>
  readonly reader: L1Reader
  readonly account: LocalAccount
  readonly log: Log
}

export const createBlobPosting = (
  { da, l1ChainId, rollup }: { readonly da: NodeSettings['da']; readonly l1ChainId: bigint; readonly rollup: Address },
  { parts: { kzg, store }, reader, account, log }: BlobPostingDependencies,
): BlobPosting | undefined => {
  if (da === 'calldata') return undefined
  const send = createBlobSend(l1ChainId, { reader, account, kzg, store })
  let told = false
  const tellOnce = (): void => {
    if (told || kzg.library() === undefined) return
    told = true
    if (kzg.library() === 'native') log.info({}, 'blobs are proven by the native KZG library')
    else log.warn({}, 'the native KZG library is not there for this machine: blobs are proven in JavaScript, some 4 s each')
  }
  let failedAt: number | undefined
  /** Remembers whether it came to something. */
  const noting = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const done = await work
      failedAt = undefined
      return done
    } catch (error) {
      failedAt = performance.now()
      throw error
    }
  }
  return {
    async seal(batch) {
      const sendSealed = await noting(send(rollup, batch))
      tellOnce()
      return (options) => noting(sendSealed(options))
    },
    async carrierFor(load) {
      if (da === 'blob') return 'blob'
      // An L1 that takes no blobs now, or does not say what they cost, must not hold the batches up.
      if (failedAt !== undefined && performance.now() - failedAt < AVOIDED_MS) return 'calldata'
      const [gas, blobGas] = await Promise.all([getGasPrice(reader), readBlobBaseFee(reader).catch(() => undefined)])
      return blobGas === undefined ? 'calldata' : cheaperCarrier(load, { gas, blobGas })
    },
  }
}

const AVOIDED_MS = 600_000
