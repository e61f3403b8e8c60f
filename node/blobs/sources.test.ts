import { once } from 'node:events'
import { mkdtemp, rm, truncate } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { BLOB, toHex } from '@distribute/state-machine'
import { versionedHashOf } from './kzg.ts'
import { createBlobReader } from './reader.ts'
import { createBeaconSource, createPeerSource, type BlobSource } from './sources.ts'
import { createBlobStore } from './store.ts'

const blobOf = (byte: number): Uint8Array => new Uint8Array(BLOB.bytes).map((_, at) => (at % 32 === 0 ? 0 : byte))
/** As good as a commitment here: what is asked of it is that another blob has another one. */
const kzg = { commitment: async (blob: Uint8Array) => blob.slice(0, 48) }
const hashOf = (blob: Uint8Array): Uint8Array => versionedHashOf(blob.slice(0, 48))
const place = (blob: Uint8Array, l1Time = 1_000n) => ({ hash: hashOf(blob), l1Time })

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A consensus node that answers these paths, and 404 to all others. */
const startBeacon = async (answers: Readonly<Record<string, unknown>>) => {
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    const data = answers[url.split('?')[0] ?? '']
    if (data === undefined) response.writeHead(404).end('{"code":404}')
    else response.end(JSON.stringify({ data }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  return { asked, url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/` }
}
const CLOCK = { '/eth/v1/beacon/genesis': { genesis_time: '100' }, '/eth/v1/config/spec': { SECONDS_PER_SLOT: '12' } }

test('a beacon node is asked for the slot of the L1 block, by hash', async () => {
  const { asked, url } = await startBeacon({ ...CLOCK, '/eth/v1/beacon/blobs/75': [toHex(blobOf(1))] })
  const source = createBeaconSource(url)
  expect(await source.read(place(blobOf(1)))).toEqual([blobOf(1)])
  expect(asked.at(-1)).toBe(`/eth/v1/beacon/blobs/75?versioned_hashes=${toHex(hashOf(blobOf(1)))}`)
  // A slot that is not kept any more, a time before the chain's.
  expect(await source.read(place(blobOf(1), 2_000n))).toEqual([])
  expect(await source.read(place(blobOf(1), 99n))).toEqual([])
})

test('one that only knows sidecars is asked for those; what is no blob is left out', async () => {
  const { url } = await startBeacon({ ...CLOCK, '/eth/v1/beacon/blob_sidecars/75': [{ blob: toHex(blobOf(2)) }, { blob: '0x00' }, {}, 'x'] })
  expect(await createBeaconSource(url).read(place(blobOf(2)))).toEqual([blobOf(2)])
})

test('a peer is asked for one blob, and may not answer with more than that', async () => {
  const blob = toHex(blobOf(6))
  let answer: unknown = { jsonrpc: '2.0', id: 1, result: blob }
  const server = createServer((_, response) => void response.end(JSON.stringify(answer))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  const peer = createPeerSource(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
  expect(await peer.read(place(blobOf(6)))).toEqual([blobOf(6)])
  for (answer of [{ error: { code: -32601 } }, { result: null }, { result: '0x00' }, { result: blob, more: 'x'.repeat(400_000) }, 7]) {
    expect(await peer.read(place(blobOf(6)))).toEqual([])
  }
})

test('sources are asked in turn until one has the very blob; it is kept, and nobody is asked again', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'distribute-blobs-'))
  closers.push(() => rm(directory, { recursive: true }))
  const store = createBlobStore(join(directory, 'blobs'))
  let asked = 0
  const source = (name: string, found: () => readonly Uint8Array[]): BlobSource => ({ name, read: async () => (asked++, found()) })
  const broken = source('broken', () => {
    throw new RangeError('connection refused')
  })
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const sources = [broken, source('empty', () => []), source('liar', () => [blobOf(3), blobOf(4)])]
  const poor = createBlobReader({ store, kzg, sources, log })
  await expect(poor.read(place(blobOf(5)))).rejects.toThrow(/broken: connection refused; empty: has it not; liar: has another one in its place/)
  expect(await store.list()).toEqual([])
  const rich = createBlobReader({ store, kzg, sources: [...sources, source('peer', () => [blobOf(5)])], log })
  expect(await rich.read(place(blobOf(5)))).toEqual(blobOf(5))
  asked = 0
  expect(await rich.read(place(blobOf(5)))).toEqual(blobOf(5))
  expect(asked).toBe(0)
  expect(await store.list()).toEqual([hashOf(blobOf(5))])
  // Cut short by the disk, it is read anew.
  await truncate(join(directory, 'blobs', toHex(hashOf(blobOf(5)))), 100)
  expect(await rich.read(place(blobOf(5)))).toEqual(blobOf(5))
  expect(asked).toBe(4)
})

test('with nobody to ask it says what to give', async () => {
  const store = createBlobStore(join(tmpdir(), 'distribute-no-blobs'))
  const reader = createBlobReader({ store, kzg, sources: [], log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined } })
  await expect(reader.read(place(blobOf(1)))).rejects.toThrow('--l1-beacon-url or --blob-url')
})
