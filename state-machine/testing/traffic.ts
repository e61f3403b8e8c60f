import { Address, addressToBytes, systemAddress, ZERO_ADDRESS } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { concat } from '../codec/bytes.ts'
import type { Call } from '../codec/call.ts'
import type { InboxEntry } from '../codec/entry.ts'
import type { Recover } from '../codec/recover.ts'
import type { Item } from '../codec/transaction.ts'
import { ENTRIES, KINDS, type KindName } from '../params.ts'
import { randomBytes, type Random } from '../tree/testing/scenario.ts'
import { claimedBy, depositOf, forcedOf, personOf, sendOf, tokenDepositOf } from './chain.ts'
import { ETHER, identityOf, MAX, recoverFromR, REGISTRAR, sealOf, UINT256_MAX } from './world.ts'

/** Who acts in random histories; few, so that they meet. */
export const ACTORS = Array.from({ length: 5 }, (_, i) => personOf(i))
/** Calls of the books of money, membership and dividends; projects and votes have histories of their own. */
export const KIND_NAMES = (Object.keys(KINDS) as KindName[]).filter((kind) =>
  ['account', 'token', 'reputation', 'dividends', 'bridge'].includes(KINDS[kind].contract),
)
/** A signer that stands for bytes which no key signed. */
const NOBODY = 0xff

/** `recoverFromR`, with signatures that are nobody's. */
export const recoverTraffic: Recover = (hash, r, s, yParity) => (r[0] === NOBODY ? undefined : recoverFromR(hash, r, s, yParity))

/** What one of few is: `random` decides. */
export const pick = <T>(random: Random, list: readonly T[]): T => {
  const one = list[random(list.length)]
  if (one === undefined) throw new TypeError('nothing to pick from')
  return one
}
export const oneIn = (random: Random, many: number): boolean => random(many) === 0

const WEIRD_ADDRESSES = [ZERO_ADDRESS, systemAddress('token'), systemAddress('chain'), Address(`0x${'ff'.repeat(20)}`)]
const AMOUNTS = [0n, 1n, 2n, 999n, 10n ** 9n, ETHER / 100n, ETHER, 7n * ETHER, 10_000n * ETHER]
const WEIRD_AMOUNTS = [MAX, MAX - 1n, MAX + 1n, UINT256_MAX, 2n ** 160n]

export const randomActor = (random: Random): Address => pick(random, ACTORS)
const randomAddress = (random: Random): Address => (oneIn(random, 12) ? pick(random, WEIRD_ADDRESSES) : randomActor(random))
export const randomAmount = (random: Random): bigint => {
  if (oneIn(random, 20)) return pick(random, WEIRD_AMOUNTS)
  return pick(random, AMOUNTS) * BigInt(1 + random(4)) + BigInt(random(3))
}

const randomArgument = (random: Random, type: string, now: bigint): Argument => {
  if (type === 'address') return randomAddress(random)
  if (type === 'bytes32') return identityOf(1 + random(8))
  if (type === 'uint8') return BigInt(random(3))
  if (type === 'bytes') return oneIn(random, 6) ? randomBytes(random, random(70)) : sealOf(REGISTRAR)
  return oneIn(random, 2) ? randomAmount(random) : now + BigInt(random(200_000)) - 100n
}

const WITH_AMOUNT: readonly KindName[] = ['mint', 'burn', 'tokenTransfer', 'tokenTransferFrom', 'tokenApprove', 'requestRights', 'withdrawRights', 'withdrawTokens']

/** A call of a kind with arguments that often make sense. */
export const randomCall = (random: Random, kind: KindName, now: bigint): Call => {
  const args = KINDS[kind].inputs.map((type) => randomArgument(random, type, now))
  if (kind === 'burn' && !oneIn(random, 6)) args[1] = 0n
  const amountAt = KINDS[kind].inputs.findIndex((type, i) => type === 'uint256' && WITH_AMOUNT.includes(kind) && i < 3)
  if (amountAt >= 0) args[amountAt] = randomAmount(random)
  return { kind, args }
}

export const randomValue = (random: Random, kind: KindName): bigint => {
  if (!KINDS[kind].payable) return oneIn(random, 15) ? 1n : 0n
  if (kind === 'mint') return oneIn(random, 5) ? randomAmount(random) : pick(random, [1n, 5n, 50n]) * ETHER
  return randomAmount(random)
}

export interface TrafficOptions {
  readonly now: bigint
  readonly nonceOf: (account: Address) => bigint
}

/** A transaction or operation; about one in three can never be included. */
export const randomItem = (random: Random, { now, nonceOf }: TrafficOptions): Item => {
  if (oneIn(random, 8)) return { type: 'operation', operation: { call: randomCall(random, 'register', now) } }
  const sender = randomActor(random)
  const kind = pick(random, KIND_NAMES)
  const nonce = nonceOf(sender) + (oneIn(random, 10) ? BigInt(random(3)) : 0n)
  const gas = oneIn(random, 20) ? 20_999n : 2_000_000n
  const feeCap = oneIn(random, 20) ? 0n : 5n
  const draft = { nonce, gas, feeCap, value: randomValue(random, kind), to: randomAddress(random), call: randomCall(random, kind, now) }
  const transaction = claimedBy(sender, { ...draft, type: oneIn(random, 4) ? 0 : 2 })
  const r = oneIn(random, 15) ? concat(Uint8Array.of(NOBODY), new Uint8Array(11), addressToBytes(sender)) : transaction.r
  return { type: 'transaction', transaction: { ...transaction, r } }
}

/** An inbox entry; about one in five is garbage. */
export const randomEntry = (random: Random, time: bigint, options: TrafficOptions): InboxEntry => {
  const fee = BigInt(random(1_000))
  const kind = pick(random, KIND_NAMES)
  if (oneIn(random, 3)) return depositOf(randomAddress(random), BigInt(random(50)) * ETHER, time)
  if (oneIn(random, 6)) return tokenDepositOf(randomAddress(random), randomAmount(random) % (MAX + 1n), time)
  if (oneIn(random, 6)) return { kind: random(5), time, from: randomActor(random), value: fee, payload: randomBytes(random, random(90)) }
  if (oneIn(random, 2)) {
    const item = randomItem(random, options)
    if (item.type === 'transaction') return forcedOf(item.transaction, fee, time)
  }
  const message = { from: randomActor(random), to: randomAddress(random), value: randomValue(random, kind), call: randomCall(random, kind, options.now), fee }
  return { ...sendOf(message, time), kind: ENTRIES.send }
}
