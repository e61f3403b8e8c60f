import { BLOB, toHex } from '@distribute/state-machine'
import type { L1Reader } from '@distribute/bridge-contracts'
import { originOf } from '../secret-url.ts'

/** Where in L1 a blob was posted. */
export interface BlobPlace {
  /** Versioned hash. */
  readonly hash: Uint8Array
  /** Of the L1 block, in seconds. */
  readonly l1Time: bigint
}

/** Somebody who may have blobs; what he answers still has to be checked. */
export interface BlobSource {
  /** Protocol, host and port: all that is ever shown of a URL. */
  readonly name: string
  /** What may be this blob, or several of which one may be; none where it is not there. Rejects where nobody answers. */
  read(place: BlobPlace): Promise<readonly Uint8Array[]>
}

const TIMEOUT_MS = 20_000
const DIGITS = 2 + 2 * BLOB.bytes

const blobIn = (digits: unknown): readonly Uint8Array[] => {
  if (typeof digits !== 'string' || digits.length !== DIGITS) return []
  const bytes = Buffer.from(digits.slice(2), 'hex')
  return bytes.length === BLOB.bytes ? [new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)] : []
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? (value as Readonly<Record<string, unknown>>)[name] : undefined

const numberIn = (value: unknown): bigint | undefined => (typeof value === 'string' && /^\d{1,18}$/.test(value) ? BigInt(value) : undefined)

/** All blobs of a slot at most, and one of a peer: nobody who is asked may fill this node's memory. */
const MOST_SLOT_BYTES = 64 * DIGITS
const MOST_PEER_BYTES = 2 * DIGITS

/** Undefined for an answer that is not 2xx (another path, or the slot is not kept any more), or longer than `most` bytes. */
const readJson = async (url: string, request: RequestInit, most: number): Promise<unknown> => {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!response.ok || response.body === null) return undefined
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body) {
    if (!(part instanceof Uint8Array)) return undefined
    length += part.length
    if (length > most) return undefined
    parts.push(part)
  }
  return JSON.parse(Buffer.concat(parts).toString())
}

const getJson = (url: string): Promise<unknown> => readJson(url, { headers: { accept: 'application/json' } }, MOST_SLOT_BYTES)

/** Ethereum's consensus layer, by its Beacon API: blobs of a slot, for as long as it keeps them. */
export const createBeaconSource = (url: string): BlobSource => {
  const base = url.replace(/\/+$/, '')
  const readClock = async () => {
    const [genesis, spec] = await Promise.all([getJson(`${base}/eth/v1/beacon/genesis`), getJson(`${base}/eth/v1/config/spec`)])
    const start = numberIn(field(field(genesis, 'data'), 'genesis_time'))
    const seconds = numberIn(field(field(spec, 'data'), 'SECONDS_PER_SLOT'))
    return start === undefined || seconds === undefined || seconds === 0n ? undefined : { start, seconds }
  }
  let clock: Awaited<ReturnType<typeof readClock>>
  return {
    name: originOf(url),
    async read({ hash, l1Time }) {
      clock ??= await readClock()
      if (clock === undefined || l1Time < clock.start) return []
      const slot = (l1Time - clock.start) / clock.seconds
      const blobs = field(await getJson(`${base}/eth/v1/beacon/blobs/${slot}?versioned_hashes=${toHex(hash)}`), 'data')
      if (Array.isArray(blobs)) return blobs.flatMap(blobIn)
      // Before the Beacon API had the other.
      const sidecars = field(await getJson(`${base}/eth/v1/beacon/blob_sidecars/${slot}`), 'data')
      return Array.isArray(sidecars) ? sidecars.flatMap((sidecar) => blobIn(field(sidecar, 'blob'))) : []
    },
  }
}

/** The L1 of a devnet or a test, which has no consensus layer. */
export const createAnvilSource = (reader: L1Reader): BlobSource => {
  let isAnvil: boolean | undefined
  const ask = (method: string, params: readonly unknown[]): Promise<unknown> => reader.request({ method, params } as never)
  return {
    name: 'anvil',
    async read({ hash }) {
      isAnvil ??= String(await ask('web3_clientVersion', [])).startsWith('anvil')
      return isAnvil ? blobIn(await ask('anvil_getBlobByHash', [toHex(hash)])) : []
    },
  }
}

/** Another node of the community, which keeps them for ever. */
export const createPeerSource = (url: string): BlobSource => ({
  name: originOf(url),
  async read({ hash }) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'rollup_getBlob', params: [toHex(hash)] })
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    return blobIn(field(await readJson(url, request, MOST_PEER_BYTES), 'result'))
  },
})

