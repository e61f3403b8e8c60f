import { secp256k1 } from '@noble/curves/secp256k1'
import {
  addressFromBytes, addressToBytes, bigintToBytes, concat, createTree, decodeGenesis, encodeCalldata, encodeInboxSegment, encodeOperation,
  encodeTokenDeposit, encodeTransaction, encodeTransactionSegment, ENTRIES, executeSegment, genesisRecords, keccak256, kindGas, KINDS, recoverAddress,
  signingHash, targetOf, toHex, TRANSACTION_MAX_BYTES, utf8Bytes, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type {
  Address, Argument, Call, ChainConfig, Inbox, InboxEntry, KindName, Recover, SegmentResult, Transaction, Tree,
} from '@distribute/state-machine'

/** Numbers below a bound, the same for the same seed (mulberry32). */
export type Random = (bound: number) => number

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
}

export const START = 1_800_000_000n
const CHAIN_ID = 31_337n
const KEYS = [1, 2, 3, 4]
const KIND_NAMES = Object.keys(KINDS) as KindName[]
/** After so many segments the chain begins anew: the state stays small, and a failure is near its beginning. */
const EPISODE = 500
const PROGRESS = 20_000

export const genesis = decodeGenesis(JSON.stringify({
  name: 'Random', tokenName: 'Random', tokenSymbol: 'RND', chainId: CHAIN_ID.toString(), timestamp: START.toString(),
  registrar: ZERO_ADDRESS, operator: `0x${'77'.repeat(20)}`, parameters: { inboxDelay: '100', poolMemory: '3600' },
}))

const keyOf = (key: number): Uint8Array => bigintToBytes(BigInt(key), 32)
export const ACCOUNTS = KEYS.map((key) => addressFromBytes(keccak256(secp256k1.getPublicKey(keyOf(key), false).subarray(1)), 12))
const SIGNERS = new Map(ACCOUNTS.map((address, i) => [address, keyOf(KEYS[i] ?? 1)]))

export const pick = <T>(random: Random, list: readonly T[]): T => {
  const one = list[random(list.length)]
  if (one === undefined) throw new RangeError('nothing to pick from')
  return one
}
export const randomBytes = (random: Random, length: number): Uint8Array => Uint8Array.from({ length }, () => random(256))
const randomAddress = (random: Random): Address => (random(8) === 0 ? addressFromBytes(randomBytes(random, 20)) : pick(random, ACCOUNTS))
const randomUint = (random: Random, bits: number): bigint => {
  const width = random(bits + 1)
  return width === 0 ? 0n : BigInt(`0x${toHex(randomBytes(random, 32)).slice(2)}`) >> BigInt(256 - width)
}

function randomArgument(random: Random, type: string): Argument {
  const digits = /^uint(\d+)$/.exec(type)
  if (digits !== null) return randomUint(random, random(3) === 0 ? Number(digits[1]) : Math.min(64, Number(digits[1])))
  switch (type) {
    case 'address': return randomAddress(random)
    case 'bool': return random(2) === 0
    case 'bytes32': return bigintToBytes(BigInt(random(4)), 32)
    case 'bytes32[5]': return Array.from({ length: 5 }, () => randomBytes(random, 32))
    case '(uint16,bytes32)[]': return Array.from({ length: random(4) }, () => ({ weight: randomUint(random, 16), contentHash: randomBytes(random, 32) }))
    default: return random(2) === 0 ? new Uint8Array(0) : randomBytes(random, random(70))
  }
}

function randomCall(random: Random, kind = pick(random, KIND_NAMES)): Call {
  return { kind, args: KINDS[kind].inputs.map((type) => randomArgument(random, type)) }
}

interface Signed {
  readonly sender: Address
  readonly transaction: Transaction
  readonly bytes: Uint8Array
}

/** Signed for real, once; nonces are low, so that they come true in many states. */
function signedTransaction(random: Random, nonce: bigint): Signed {
  const call = randomCall(random)
  const sender = pick(random, ACCOUNTS)
  const unsigned: Transaction = {
    type: random(3) === 0 ? 0 : 2, nonce, gas: kindGas(call.kind) + BigInt(random(5)), feeCap: 1n, tipCap: 1n,
    value: KINDS[call.kind].payable ? randomUint(random, 64) : 0n, to: targetOf(call, randomAddress(random)), call, yParity: 0,
    r: keyOf(1), s: keyOf(1),
  }
  const { r, s, recovery } = secp256k1.sign(signingHash(unsigned, CHAIN_ID), SIGNERS.get(sender) ?? keyOf(1))
  const transaction: Transaction = { ...unsigned, r: bigintToBytes(r, 32), s: bigintToBytes(s, 32), yParity: recovery === 1 ? 1 : 0 }
  return { sender, transaction, bytes: encodeTransaction(transaction) }
}

/** What random segments are cut from: signed transactions by account and nonce, from `nonce` on, operations, and entries of all kinds. */
export interface Material {
  readonly transactions: readonly Signed[]
  readonly items: readonly Uint8Array[]
  readonly entries: readonly InboxEntry[]
}

export function createMaterial(random: Random, nonce = 0n): Material {
  const transactions = Array.from({ length: 200 }, (_, i) => signedTransaction(random, nonce + BigInt(i % 8)))
  const operations = KIND_NAMES.filter((kind) => KINDS[kind].operation)
    .flatMap((kind) => Array.from({ length: 6 }, () => encodeOperation({ call: randomCall(random, kind) })))
  const payloads: ((sender: Address) => Pick<InboxEntry, 'kind' | 'payload'>)[] = [
    (sender) => ({ kind: ENTRIES.deposit, payload: addressToBytes(sender) }),
    (sender) => ({ kind: ENTRIES.tokenDeposit, payload: encodeTokenDeposit({ to: sender, amount: randomUint(random, 60) }) }),
    () => ({ kind: ENTRIES.forced, payload: pick(random, transactions).bytes }),
    () => ({ kind: ENTRIES.send, payload: messagePayload(random) }),
    () => ({ kind: random(256), payload: randomBytes(random, random(100)) }),
  ]
  const entries = Array.from({ length: 60 }, (_, i): InboxEntry => {
    const from = pick(random, ACCOUNTS)
    const made = i < ACCOUNTS.length ? { kind: ENTRIES.deposit, payload: addressToBytes(ACCOUNTS[i] ?? from) } : pick(random, payloads)(from)
    return { ...made, time: START + BigInt(i * 40), from, value: i < ACCOUNTS.length ? 10n ** 20n : randomUint(random, 60) }
  })
  return { transactions, items: [...transactions.map(({ bytes }) => bytes), ...operations], entries }
}

function messagePayload(random: Random): Uint8Array {
  const call = randomCall(random)
  const value = KINDS[call.kind].payable ? randomUint(random, 60) : 0n
  return concat(bigintToBytes(value, 32), addressToBytes(targetOf(call, randomAddress(random))), encodeCalldata(call))
}

function validSegment(random: Random, { items }: Material, time: bigint): Uint8Array {
  const head = { last: random(3) > 0, t: time + BigInt(random(200)) }
  if (random(4) === 0) return encodeInboxSegment({ ...head, inbox: true }, random(6))
  return encodeTransactionSegment({ ...head, inbox: false }, Array.from({ length: random(6) === 0 ? 18 : random(4) }, () => pick(random, items)))
}

/** One to four places of a byte string changed, put in or taken out. */
function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  let changed = bytes
  for (let i = 1 + random(4); i > 0; i--) {
    const at = random(changed.length + 1)
    const [before, after] = [changed.subarray(0, at), changed.subarray(at)]
    const kind = random(5)
    if (kind === 0) changed = before
    else if (kind === 1) changed = concat(before, randomBytes(random, 1 + random(3)), after)
    else if (kind === 2) changed = concat(before, after.subarray(1 + random(3)))
    else if (after.length > 0) changed = concat(before, Uint8Array.of((after[0] ?? 0) ^ (1 << random(8))), after.subarray(1))
  }
  return changed
}

export function randomSegment(random: Random, material: Material, time: bigint): Uint8Array {
  const kind = random(10)
  if (kind < 4) return mutate(random, validSegment(random, material, time))
  if (kind < 6) return validSegment(random, material, time)
  if (kind < 9) return randomBytes(random, random(kind === 6 ? 4_096 : 64))
  // Random items under honest lengths: they reach the decoder of transactions whole.
  const items = Array.from({ length: random(18) }, () => randomBytes(random, random(random(6) === 0 ? TRANSACTION_MAX_BYTES : 120)))
  return encodeTransactionSegment({ last: true, inbox: false, t: time }, items)
}

/** The reference recovery, which takes a millisecond, with a memory: the strings are cut from few signatures. */
export function createRecover(): Recover {
  const known = new Map<string, Address | undefined>()
  return (hash, r, s, yParity) => {
    const key = `${toHex(hash)}${toHex(r)}${toHex(s)}${yParity}`
    if (!known.has(key)) {
      if (known.size > 50_000) known.clear()
      known.set(key, recoverAddress(hash, r, s, yParity))
    }
    return known.get(key)
  }
}

/** All of a result, so that nothing of it can differ unseen. */
const describeResult = (result: SegmentResult): Uint8Array =>
  utf8Bytes(JSON.stringify(result, (_name, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`
    return value instanceof Uint8Array ? toHex(value) : value
  }))

export interface SegmentRuns {
  readonly runs: number
  readonly seed: number
  readonly onProgress?: (done: number) => void
}

export interface SegmentCounts {
  included: number
  failed: number
  skipped: number
}

/** A segment that is about to run, and all that it runs on; the tree is at rest until the next one is asked for. */
export interface SegmentCase {
  readonly tree: Tree
  readonly segment: Uint8Array
  readonly inbox: Inbox
  readonly config: ChainConfig
  readonly result: SegmentResult
}

/** Executes random segments, each on the state that those before it left. What executeSegment throws goes through. */
export function* randomSegments({ runs, seed, onProgress }: SegmentRuns): Generator<SegmentCase, undefined> {
  const random = createRandom(seed)
  const config: ChainConfig = { genesis, recover: createRecover() }
  let tree: Tree = createTree()
  let material: Material | undefined
  let time = START
  for (let done = 0; done < runs; done++) {
    if (done % (EPISODE * 40) === 0) material = createMaterial(random)
    if (done % EPISODE === 0) {
      tree = createTree()
      tree.apply(genesisRecords(genesis))
      time = START
    }
    const entries = material?.entries ?? []
    const inbox: Inbox = { length: BigInt(random(entries.length + 1)), entry: (index) => entries[Number(index)] }
    const segment = randomSegment(random, material ?? { transactions: [], items: [], entries: [] }, time)
    const result = executeSegment(tree, segment, inbox, config)
    yield { tree, segment, inbox, config, result }
    tree.apply(result.writes)
    // A random t far ahead stays: later ones are then before their parent.
    if (result.chain.time < START + 10_000_000n) time = result.chain.time
    if ((done + 1) % PROGRESS === 0) onProgress?.(done + 1)
  }
  return undefined
}

/** A digest of every result of random segments, and of every root before them. */
export function digestOfSegments(options: SegmentRuns, counts: SegmentCounts = { included: 0, failed: 0, skipped: 0 }): string {
  let digest: Uint8Array = new Uint8Array(32)
  for (const { tree, result } of randomSegments(options)) {
    for (const outcome of result.outcomes) {
      if (!outcome.included) counts.skipped += 1
      else if (outcome.success) counts.included += 1
      else counts.failed += 1
    }
    digest = keccak256(concat(digest, tree.root(), describeResult(result)))
  }
  return toHex(digest)
}
