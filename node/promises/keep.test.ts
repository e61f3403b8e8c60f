import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { privateKeyToAccount } from 'viem/accounts'
import { fromHex, promiseDigest, toHex, ZERO_ADDRESS, type PromiseHeader } from '@distribute/state-machine'
import type { SequencerTerm, SignedPromise } from '@distribute/bridge-contracts'
import { createKeptPromises, type KeptPromises } from '../chain/kept-promises.ts'
import { devnetAccount } from '../devnet/accounts.ts'
import { AGING_BLOCKS, agingOrigin } from '../prover/aging.ts'
import { openDatabase, type Database } from '../storage/database.ts'
import { MOST_AHEAD_OF_L1 } from '../l1/clock.ts'
import { createKeep, MOST_AHEAD, MOST_DIFFERENT } from './keep.ts'

const DOMAIN = { l1ChainId: 1n, rollup: ZERO_ADDRESS }
const CHAIN_ID = 77n
const SIGNER = devnetAccount(0)
const ORIGIN_TIME = 1_000_000n
const FINALIZED = 10n
const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const term: SequencerTerm = { number: 0n, keys: { poster: ZERO_ADDRESS, signer: SIGNER.address, staker: ZERO_ADDRESS }, since: 1n, firstBatch: 1n, l1Block: 5n }

const plain: PromiseHeader = {
  chainId: CHAIN_ID, number: FINALIZED + 1n, parentHash: filled(1), l1Number: 6n, l1Hash: filled(2), time: ORIGIN_TIME, stateRoot: filled(3), bodyHash: filled(4),
}
const signed = async (fields: Partial<PromiseHeader> = {}, key = SIGNER.privateKey): Promise<SignedPromise> => {
  const header = { ...plain, ...fields }
  return { header, signature: fromHex(await privateKeyToAccount(key).sign({ hash: toHex(promiseDigest(header, DOMAIN)) })) }
}

let place: string
let database: Database
let kept: KeptPromises
/** Hashes of L1 blocks that a reorg took away. */
let gone: Set<string>

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'distribute-promises-'))
  database = await openDatabase(place)
  kept = createKeptPromises(database, CHAIN_ID)
  gone = new Set()
})
afterEach(async () => {
  await database.close()
  await rm(place, { recursive: true })
})

const keep = (promise: SignedPromise) => {
  const terms = { refresh: async () => Promise.resolve(false), ofSigner: (signer: string) => (signer === SIGNER.address ? term : undefined), after: () => undefined }
  const origins = { timeOf: async ({ l1Hash }: PromiseHeader) => Promise.resolve(gone.has(toHex(l1Hash)) ? undefined : ORIGIN_TIME) }
  const heads = (): { readonly latest: bigint; readonly finalized: bigint } => ({ latest: 20n, finalized: FINALIZED })
  return createKeep({ kept, heads, config: { genesis: { chainId: CHAIN_ID } as never }, domain: DOMAIN, terms, origins, l1Head: () => 100n })(promise)
}

test('what is kept is there after a restart, number by number, until it is final', async () => {
  for (const number of [13n, 11n, 12n]) await keep(await signed({ number }))
  await database.close()
  database = await openDatabase(place)
  kept = createKeptPromises(database, CHAIN_ID)
  const [first] = await kept.at(11n)
  const given = await signed({ number: 11n })
  expect(first).toEqual({ ...given, digest: promiseDigest(given.header, DOMAIN), signer: SIGNER.address })
  expect(await keep(given)).toMatchObject({ isNew: false })
  expect(await kept.highest()).toBe(13n)
  await kept.prune(12n)
  const left: bigint[] = []
  for await (const promises of kept.from(0n)) left.push(...promises.map(({ header }) => header.number))
  expect(left).toEqual([13n])
})

test('what L1 would hold nobody to is refused', async () => {
  const cases: readonly (readonly [string, SignedPromise])[] = [
    ['OtherChain', await signed({ chainId: 78n })],
    ['NotTheSigner', await signed({}, devnetAccount(1).privateKey)],
    ['NotTheSigner', { ...(await signed()), header: { ...plain, stateRoot: filled(9) } }],
    ['NotTheSigner', { ...(await signed()), signature: new Uint8Array(64) }],
    ['OriginUnknown', await signed({ l1Number: 101n })],
    ['OriginNotCanonical', await signed({ l1Number: 4n })],
    ['OriginTooOld', await signed({ time: ORIGIN_TIME + MOST_AHEAD_OF_L1 + 1n })],
    ['Final', await signed({ number: FINALIZED })],
    ['TooFarAhead', await signed({ number: 21n + MOST_AHEAD })],
  ]
  for (const [code, promise] of cases) await expect(keep(promise), code).rejects.toMatchObject({ code })
  gone.add(toHex(plain.l1Hash))
  await expect(keep(await signed())).rejects.toMatchObject({ code: 'OriginNotCanonical' })
  expect(await kept.highest()).toBeUndefined()
  gone.clear()
  expect(await keep(await signed({ time: ORIGIN_TIME + MOST_AHEAD_OF_L1 }))).toMatchObject({ isNew: true })
})

test('a sequencer that signs without end fills no disk, and keeps no evidence out', async () => {
  for (let i = 0; i < 3 * MOST_DIFFERENT; i++) await keep(await signed({ parentHash: filled(100 + i) })).catch(() => undefined)
  expect(await kept.at(plain.number)).toHaveLength(MOST_DIFFERENT)
  // A second one for a parent is an equivocation, another outcome may be what was not posted: both are still taken.
  expect(await keep(await signed({ parentHash: filled(100), time: 7n }))).toMatchObject({ isNew: true })
  expect(await keep(await signed({ stateRoot: filled(77) }))).toMatchObject({ isNew: true })
  await expect(keep(await signed({ parentHash: filled(100), time: 8n }))).rejects.toMatchObject({ code: 'Full' })
  for (let i = 0; i < 50; i++) await keep(await signed({ parentHash: filled(i), stateRoot: filled(i), time: BigInt(i) })).catch(() => undefined)
  expect((await kept.at(plain.number)).length).toBeLessThanOrEqual(4 * MOST_DIFFERENT)
  // What an L1 reorg took away makes room for what is signed anew.
  gone.add(toHex(plain.l1Hash))
  expect(await keep(await signed({ l1Hash: filled(55), parentHash: filled(100) }))).toMatchObject({ isNew: true })
  expect(await kept.at(plain.number)).toHaveLength(1)
})

test('the L1 block of the newest promise that is not posted is to be kept before L1 forgets it', async () => {
  await keep(await signed({ number: 11n, l1Number: 6n }))
  await keep(await signed({ number: 12n, l1Number: 9n }))
  const at = (l1Head: bigint, lastBlock: bigint) => agingOrigin({ chain: { kept, batches: { last: async () => Promise.resolve({ lastBlock }) } as never }, l1Head })
  expect(await at(9n + AGING_BLOCKS, 11n)).toBeUndefined()
  expect(await at(10n + AGING_BLOCKS, 11n)).toBe(9n)
  expect(await at(10n + AGING_BLOCKS, 12n)).toBeUndefined()
})
