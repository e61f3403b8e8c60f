import {
  accountOf, Address as addressFrom, addressToBytes, bigintToBytes, concat, createTree, encodeCalldata, encodeOperation, encodeTokenDeposit, encodeTransaction, encodeTransactionSegment, ENTRIES,
  fromHex, genesisRecords, kindGas, KINDS, membershipDigest, parametersFrom, recordKey, decodeRecord, recoverAddress, recoveryDigest, signingHash, targetOf, toHex, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type {
  Address, Argument, Call, ChainConfig, Genesis, InboxEntry, KindName, Recover, SegmentResult, Transaction, Tree,
} from '@distribute/state-machine'
import type { Hex } from 'viem'
import { privateKeyToAddress, sign } from 'viem/accounts'
import { hexOf } from '../../../client/values.ts'
import { KIND_NAMES, toOf } from './arbitraries.ts'
import { prepare } from './executor-harness.ts'
import type { Rerun } from './executor-harness.ts'
import { randomBytes } from './scene.ts'
import type { Random } from './scene.ts'

export const ETHER = 10n ** 18n
export const START = 1_800_000_000n
const INBOX_DELAY = 100n
const PERIODS = {
  minStakingPeriod: '1', unstakeFreeze: '10', staked: '100', active: '100', turnover: '100', validation: '100', counterPeriod: '10', commit: '200',
  reveal: '200', poolMemory: '3600', recoveryDelay: '50', dividendPeriod: '1000',
}

const keyOf = (actor: number) => hexOf(bigintToBytes(BigInt(actor + 1), 32))
export const ACTORS: readonly Address[] = Array.from({ length: 6 }, (_, i) => addressFrom(privateKeyToAddress(keyOf(i))))
const REGISTRAR = 100

/** A community with short periods. */
export const genesisOf = (parameters: Readonly<Record<string, string>> = {}): Genesis => ({
  name: 'Machine', tokenName: 'Machine', tokenSymbol: 'MCH', chainId: 31_337n, timestamp: START, registrar: addressFrom(privateKeyToAddress(keyOf(REGISTRAR))),
  operator: addressFrom(`0x${'77'.repeat(20)}`), parameters: parametersFrom({ inboxDelay: INBOX_DELAY.toString(), ...PERIODS, ...parameters }),
})

const seal = (digest: Uint8Array, by = REGISTRAR): Promise<Hex> => sign({ hash: hexOf(digest), privateKey: keyOf(by), to: 'hex' })

/** Under the registrar's signature. */
export async function registration({ chainId }: Genesis, member: Address, identity: Uint8Array, deadline: bigint): Promise<Call> {
  const signature = await seal(membershipDigest(chainId, member, identity, deadline))
  return { kind: 'register', args: [member, identity, deadline, fromHex(signature)] }
}

/** Under the registrar's signature. */
export async function recoveryOf({ chainId }: Genesis, from: Address, to: Address, deadline: bigint): Promise<Call> {
  const signature = await seal(recoveryDigest(chainId, from, to, deadline))
  return { kind: 'startRecovery', args: [from, to, deadline, fromHex(signature)] }
}

/** The reference recovery takes a millisecond; histories run the same transaction more than once. */
function createRecover(): Recover {
  const known = new Map<string, Address | undefined>()
  return (hash, r, s, yParity) => {
    const key = `${toHex(hash)}${toHex(r)}${toHex(s)}${yParity}`
    if (!known.has(key)) known.set(key, recoverAddress(hash, r, s, yParity))
    return known.get(key)
  }
}

/** A chain whose every segment is prepared for a re-run. */
export interface History {
  readonly config: ChainConfig
  readonly tree: Tree
  /** Grows; what is read is up to the chain's cursor. */
  readonly entries: InboxEntry[]
  readonly now: () => bigint
  nonceOf(actor: number): bigint
  signed(actor: number, call: Call, options?: Partial<Transaction>): Promise<Uint8Array>
  /** Runs a segment and keeps what it writes. */
  run(segment: Uint8Array): { readonly rerun: Rerun; readonly result: SegmentResult; readonly rootAfter: Uint8Array }
}

export function createHistory(genesis: Genesis): History {
  const config: ChainConfig = { genesis, recover: createRecover() }
  const tree = createTree()
  tree.apply(genesisRecords(genesis))
  const entries: InboxEntry[] = []
  const chain = () => decodeRecord('chain', tree.get(recordKey('chain')))
  const nonceOf = (actor: number) => accountOf(tree, ACTORS[actor]!).nonce
  return {
    config, tree, entries, nonceOf,
    now: () => chain().time,
    async signed(actor, call, options = {}) {
      const draft: Transaction = {
        type: 2, nonce: nonceOf(actor), gas: kindGas(call.kind), feeCap: 10n ** 9n, tipCap: 1n, value: 0n, call, yParity: 0,
        r: bigintToBytes(1n, 32), s: bigintToBytes(1n, 32), ...options, to: toOf(call, options.to ?? ZERO_ADDRESS),
      }
      const fit = draft.type === 0 ? { ...draft, tipCap: draft.feeCap } : draft
      const { r, s, yParity } = await sign({ hash: hexOf(signingHash(fit, genesis.chainId)), privateKey: keyOf(actor) })
      return encodeTransaction({ ...fit, r: fromHex(r), s: fromHex(s), yParity: yParity === 1 ? 1 : 0 })
    },
    run(segment) {
      const { rerun, result } = prepare(tree, segment, entries, config, chain().cursor)
      tree.apply(result.writes)
      return { rerun, result, rootAfter: tree.root() }
    },
  }
}

export const deposit = (to: Address, value: bigint, time = START): InboxEntry => ({ kind: ENTRIES.deposit, time, from: to, value, payload: addressToBytes(to) })

export const tokenDeposit = (to: Address, amount: bigint, time = START): InboxEntry =>
  ({ kind: ENTRIES.tokenDeposit, time, from: to, value: 0n, payload: encodeTokenDeposit({ to, amount }) })

export const send = (from: Address, call: Call, { to = ZERO_ADDRESS, value = 0n, fee = 5n, time = START } = {}): InboxEntry => ({
  kind: ENTRIES.send, time, from, value: fee, payload: concat(bigintToBytes(value, 32), addressToBytes(targetOf(call, to)), encodeCalldata(call)),
})

export const forced = (payload: Uint8Array, time = START, fee = 7n): InboxEntry => ({ kind: ENTRIES.forced, time, from: ACTORS[0]!, value: fee, payload })

export const segmentOf = (items: readonly Uint8Array[], t: bigint, last = true): Uint8Array => encodeTransactionSegment({ last, inbox: false, t }, items)

export const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!

function randomUint(random: Random, bits: number): bigint {
  const width = random(bits + 1)
  return width === 0 ? 0n : BigInt(toHex(randomBytes(random, 32))) >> BigInt(256 - width)
}

/** What makes sense about as often as not. */
function randomArgument(random: Random, type: string, now: bigint): Argument {
  switch (type) {
    case 'address': return random(8) === 0 ? addressFrom(toHex(randomBytes(random, 20))) : pick(random, ACTORS)
    case 'bool': return random(2) === 0
    case 'uint8': return BigInt(random(5) === 0 ? random(256) : random(2))
    case 'uint16': return BigInt(pick(random, [0, 1, 5_000, 10_000, 65_535]))
    case 'uint64': return BigInt(pick(random, [1, 20, 100, 10_000_000_000]))
    case 'bytes32': return bigintToBytes(BigInt(1 + random(6)), 32)
    case 'bytes32[5]': return Array.from({ length: 5 }, () => randomBytes(random, 32))
    case '(uint16,bytes32)[]':
      return Array.from({ length: random(4) }, () => ({ weight: BigInt(random(3) * 5_000), contentHash: randomBytes(random, 32) }))
    case 'uint256': return pick(random, [randomUint(random, 256), randomUint(random, 80), BigInt(1 + random(3)), now + BigInt(random(500)), ETHER / 50n, ETHER])
    default: return random(2) === 0 ? new Uint8Array(0) : randomBytes(random, random(70))
  }
}

export async function randomCall(random: Random, kind: KindName, now: bigint, genesis: Genesis): Promise<Call> {
  const args = KINDS[kind].inputs.map((type) => randomArgument(random, type, now))
  const deadline = now + BigInt(random(100))
  if (kind === 'register' && random(4) > 0) return registration(genesis, pick(random, ACTORS), bigintToBytes(BigInt(1 + random(8)), 32), deadline)
  if (kind === 'startRecovery' && random(4) > 0) return recoveryOf(genesis, pick(random, ACTORS), pick(random, ACTORS), deadline)
  return { kind, args }
}

const randomValue = (random: Random, kind: KindName): bigint =>
  KINDS[kind].payable ? pick(random, [0n, 1n, ETHER, 3n * ETHER, randomUint(random, 100)]) : random(20) === 0 ? 1n : 0n

/** Registrations more often: there is little that others can do. */
const OPERATIONS: readonly KindName[] = [...KIND_NAMES.filter((kind) => KINDS[kind].operation), 'register', 'register', 'register', 'register']

/** An operation, or a transaction with a flaw now and then. */
export async function randomItem(random: Random, history: History, nonces: Map<number, bigint>): Promise<Uint8Array> {
  const now = history.now()
  const { genesis } = history.config
  if (random(6) === 0) return encodeOperation({ call: await randomCall(random, pick(random, OPERATIONS), now, genesis) })
  const kind = pick(random, KIND_NAMES)
  const actor = random(ACTORS.length)
  const nonce = nonces.get(actor) ?? history.nonceOf(actor)
  const flawed = random(12) === 0
  const gas = kindGas(kind) - (random(25) === 0 ? 1n : 0n)
  const bytes = await history.signed(actor, await randomCall(random, kind, now, genesis), {
    type: random(3) === 0 ? 0 : 2, nonce: flawed ? nonce + 1n : nonce, gas, feeCap: random(25) === 0 ? 1n : 9n, value: randomValue(random, kind),
    to: random(9) === 0 ? addressFrom(`0xd15700000000000000000000000000000000000${random(9)}`) : pick(random, ACTORS),
  })
  if (!flawed && gas === kindGas(kind)) nonces.set(actor, nonce + 1n)
  if (random(15) > 0) return bytes
  const place = random(bytes.length)
  return bytes.map((byte, i) => (i === place ? byte ^ (1 << random(8)) : byte))
}

export async function randomEntry(random: Random, history: History): Promise<InboxEntry> {
  const time = history.now() + BigInt(random(50))
  const fee = BigInt(random(1_000))
  const actor = random(ACTORS.length)
  switch (random(5)) {
    case 3: return tokenDeposit(ACTORS[actor]!, randomUint(random, 96), time)
    case 0: return deposit(random(10) === 0 ? ZERO_ADDRESS : ACTORS[actor]!, randomUint(random, 66), time)
    case 1: return forced(await randomItem(random, history, new Map()), time, fee)
    case 2: {
      const kind = pick(random, KIND_NAMES)
      const call = await randomCall(random, kind, history.now(), history.config.genesis)
      const entry = send(ACTORS[actor]!, call, { to: pick(random, ACTORS), value: randomValue(random, kind), fee, time })
      return random(6) === 0 ? { ...entry, payload: entry.payload.subarray(0, random(entry.payload.length)) } : entry
    }
    default: return { kind: random(6), time, from: ACTORS[actor]!, value: fee, payload: randomBytes(random, random(90)) }
  }
}
