import { addressToBytes, systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { bigintToBytes, concat } from '../codec/bytes.ts'
import { encodeCalldata } from '../codec/call.ts'
import type { InboxEntry } from '../codec/entry.ts'
import { encodeOperation, encodeTransaction, type Transaction } from '../codec/transaction.ts'
import { kindGas } from '../execute/gas.ts'
import { targetOf } from '../execute/transaction.ts'
import { CONTRACTS, ENTRIES, KINDS, type ContractName } from '../params.ts'
import type { Genesis } from '../state/genesis.ts'
import { randomBytes, type Random } from '../tree/testing/scenario.ts'
import { accountOfKey, depositOf, personKey, tokenDepositOf } from './chain.ts'
import { signNatively } from './native-signatures.ts'
import { PEOPLE, type Deed } from './random-deeds.ts'
import { oneIn, pick, randomAmount } from './traffic.ts'
import { MAX } from './world.ts'

/** Somebody who has nothing and is no member. */
const STRANGER_KEY = 200
export const STRANGER = accountOfKey(STRANGER_KEY)
const KEYS = new Map<Address, number>([...PEOPLE.map((person, i) => [person, personKey(i)] as const), [STRANGER, STRANGER_KEY]])
const CONTRACT_NAMES = Object.keys(CONTRACTS) as ContractName[]
const RECEIVERS = [...PEOPLE.slice(0, 4), ZERO_ADDRESS, systemAddress('token'), systemAddress('chain'), STRANGER]
/** wei. More than 2^96 in all there can never be: L1 has less. */
const MUCH = 1n << 84n
const NO_WORD = new Uint8Array(32)

/** One to three places of a byte string changed, put in or taken out. */
export function spoiled(random: Random, bytes: Uint8Array): Uint8Array {
  let changed = bytes
  for (let times = 1 + random(3); times > 0; times--) {
    const at = random(changed.length + 1)
    const [before, after] = [changed.subarray(0, at), changed.subarray(at)]
    const how = random(6)
    if (how === 0) changed = before
    else if (how === 1) changed = concat(before, randomBytes(random, 1 + random(3)), after)
    else if (how === 2) changed = concat(before, after.subarray(1 + random(3)))
    else if (after.length > 0) changed = concat(before, Uint8Array.of((after[0] ?? 0) ^ (1 << random(8))), after.subarray(1))
  }
  return changed
}

/** What stands around deeds: the chain, and the nonces that its accounts have. */
export interface Setting {
  readonly genesis: Genesis
  readonly random: Random
  readonly nonceOf: (account: Address) => bigint
}

/** How a transaction's fields are wrong, where they are: in one of thirty. */
function flawed(random: Random, transaction: Transaction): Transaction {
  const { nonce, gas } = transaction
  return pick(random, [
    { ...transaction, nonce: nonce + 1n }, { ...transaction, nonce: nonce > 0n ? nonce - 1n : 2n ** 64n - 2n }, { ...transaction, gas: gas - 1n },
    { ...transaction, feeCap: 0n, tipCap: 0n }, { ...transaction, value: (1n << 96n) - 1n }, { ...transaction, value: (1n << 256n) - 1n },
  ])
}

/** A deed as the bytes of a signed transaction, which are wrong now and then. */
export function transactionOf(deed: Deed, { genesis, random, nonceOf }: Setting): Uint8Array {
  const { kind, args, value } = deed
  const sender = oneIn(random, 150) ? STRANGER : deed.sender
  const call = { kind, args }
  const [type, fee] = [oneIn(random, 3) ? 0 as const : 2 as const, genesis.parameters.baseFee + BigInt(random(3))]
  const right: Transaction = {
    type, nonce: nonceOf(sender), gas: kindGas(kind) + BigInt(random(3)), feeCap: fee, tipCap: type === 0 ? fee : BigInt(random(2)), value,
    to: targetOf(call, pick(random, RECEIVERS)), call, yParity: 0, r: NO_WORD, s: NO_WORD,
  }
  const transaction = signNatively(oneIn(random, 30) ? flawed(random, right) : right, genesis.chainId, KEYS.get(sender) ?? STRANGER_KEY)
  if (oneIn(random, 60)) return spoiled(random, encodeTransaction(transaction))
  // 5 is no x coordinate of the curve: a signature that is nobody's.
  return encodeTransaction(oneIn(random, 200) ? { ...transaction, r: bigintToBytes(5n, 32) } : transaction)
}

/** A transaction, or the same as an operation where its kind may be one. */
export const itemOf = (deed: Deed, setting: Setting): Uint8Array => {
  const { kind, args } = deed
  if (KINDS[kind].operation && oneIn(setting.random, 3)) return encodeOperation({ call: { kind, args } })
  return transactionOf(deed, setting)
}

/** A deed as a message of its sender from L1; one in eight is not what its contract expects. */
function messageOf({ kind, args, value, sender }: Deed, random: Random, fee: bigint, time: bigint): InboxEntry {
  const call = { kind, args }
  const target = oneIn(random, 30) ? systemAddress(pick(random, CONTRACT_NAMES)) : targetOf(call, pick(random, RECEIVERS))
  const whole = concat(bigintToBytes(value, 32), addressToBytes(target), kind === 'send' ? new Uint8Array(0) : encodeCalldata(call))
  const from = oneIn(random, 30) ? STRANGER : sender
  return { kind: ENTRIES.send, time, from, value: fee, payload: oneIn(random, 8) ? spoiled(random, whole) : whole }
}

/** A deed on its way through the inbox, ether or tokens from L1, or garbage. */
export function entryOf(deed: Deed, setting: Setting, time: bigint): InboxEntry {
  const { random } = setting
  const fee = oneIn(random, 50) ? MUCH : BigInt(random(1_000))
  const draw = random(13)
  if (draw < 3) return depositOf(oneIn(random, 4) ? pick(random, RECEIVERS) : deed.sender, BigInt(random(1_000)) * 10n ** 15n, time)
  if (draw === 12) return tokenDepositOf(oneIn(random, 4) ? pick(random, RECEIVERS) : deed.sender, randomAmount(random) % (MAX + 1n), time)
  if (draw === 3) return { kind: random(6), time, from: deed.sender, value: fee, payload: randomBytes(random, random(120)) }
  if (draw < 7) return { kind: ENTRIES.forced, time, from: deed.sender, value: fee, payload: transactionOf(deed, setting) }
  return messageOf(deed, random, fee, time)
}
