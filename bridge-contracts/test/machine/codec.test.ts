import {
  addressToBytes, aliasOf, bigintToBytes, concat, decodeCalldata, decodeItem, decodeSegment, decodeSend, decodeTokenDeposit, encodeCalldata, encodeInboxSegment, encodeOperation,
  encodeRlp, encodeTransaction, encodeTransactionSegment, fromHex, KINDS, recoverAddress, signingHash, systemAddress, toHex, TRANSACTION_MAX_BYTES,
} from '@distribute/state-machine'
import type { Item, Transaction } from '@distribute/state-machine'
import fc from 'fast-check'
import { sign } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { hexOf } from '../../client/values.ts'
import { address, bytes32, callOf, compact, CONTRACT_NAMES, KIND_NAMES, mutated, operation, ORDER, toOf, transaction, uint } from './testing/arbitraries.ts'
import { startCodecHarness } from './testing/codec-harness.ts'
import type { CodecHarness, SolidityItem } from './testing/codec-harness.ts'
import { IS_AS_DEPLOYED } from './testing/machine.ts'

const CHAIN = 31_337n
let harness: CodecHarness
beforeAll(async () => { harness = await startCodecHarness() })
afterAll(() => harness.close())

/** As many at once as fit into the gas of a call. */
const MANY = 60
const many = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: MANY, maxLength: MANY })
const runs = (cases: number) => ({ numRuns: budget(Math.ceil(cases / MANY)), endOnFailure: true })

/** What Solidity says of an item, in TypeScript's words. */
function facts({ ok, item, signingHash, signed, sender }: SolidityItem) {
  if (!ok) return undefined
  const { call, isOperation, isType2, ...fields } = item
  const callFacts = { kind: call.kind, to: call.to.toLowerCase(), callData: call.callData }
  if (isOperation) return { ...callFacts, operation: true }
  const signer = signed ? sender.toLowerCase() : undefined
  return { ...fields, ...callFacts, type: isType2 ? 2 : 0, signingHash, signer }
}

function expected(item: Item | undefined, chainId: bigint) {
  if (item === undefined) return undefined
  const { call } = item.type === 'operation' ? item.operation : item.transaction
  const callFacts = { kind: KINDS[call.kind].number, callData: hexOf(encodeCalldata(call)) }
  if (item.type === 'operation') return { ...callFacts, to: toOf(call, '0x' as never), operation: true }
  const { r, s, yParity, call: _call, ...fields } = item.transaction
  const hash = signingHash(item.transaction, chainId)
  const signer = recoverAddress(hash, r, s, yParity)
  return { ...callFacts, ...fields, yParity: BigInt(yParity), r: hexOf(r), s: hexOf(s), signingHash: hexOf(hash), signer }
}

/** Both languages say the same of each; answers how many decode. */
async function compare(items: readonly Uint8Array[], chainId = CHAIN): Promise<number> {
  const answers = (await harness.decodeItems(items, chainId)).map(facts)
  const wanted = items.map((item) => expected(decodeItem(item), chainId))
  answers.forEach((answer, i) => expect(answer, toHex(items[i]!)).toEqual(wanted[i]))
  return wanted.filter((item) => item !== undefined).length
}

const key = (seed: bigint) => hexOf(bigintToBytes(seed, 32))

async function signed(draft: Transaction, chainId: bigint, seed: bigint): Promise<Transaction> {
  const { r, s, yParity } = await sign({ hash: hexOf(signingHash(draft, chainId)), privateKey: key(seed) })
  return { ...draft, r: fromHex(r), s: fromHex(s), yParity: yParity === 1 ? 1 : 0 }
}

describe('transactions', () => {
  test('of every kind and both types, with the hash that was signed and its signer', async () => {
    for (const kind of KIND_NAMES) {
      const drafts = fc.sample(fc.tuple(transaction, callOf(kind), address, fc.bigInt({ min: 1n, max: ORDER - 1n })), budget(6))
      const all = await Promise.all(drafts.flatMap(([draft, call, receiver, seed]) =>
        ([0, 2] as const).map((type) => {
          const tipCap = type === 0 ? draft.feeCap : draft.tipCap
          return signed({ ...draft, type, call, tipCap, to: toOf(call, receiver) }, CHAIN, seed)
        }),
      ))
      const fitting = all.flatMap(encodedIfFits)
      expect(await compare(fitting)).toBe(fitting.length)
    }
  })

  test('with signatures that nobody made', async () => {
    let decoded = 0
    await fc.assert(fc.asyncProperty(many(compact), async (items) => { decoded += await compare(items) }), runs(600))
    expect(decoded).toBeGreaterThan(0)
  })

  test('for chain ids of any size, the signer only for the chain that was signed for', async () => {
    const chain = uint(53).map((id) => id + 1n)
    await fc.assert(fc.asyncProperty(transaction, chain, chain, async (draft, here, there) => {
      const made = await signed(draft, here, 7n)
      await compare([encodeTransaction(made)], here)
      await compare([encodeTransaction(made)], there)
    }), { numRuns: budget(25) })
  })

  test('mutated: the same bytes decode, and to the same', async () => {
    let decoded = 0
    const items = fc.oneof({ weight: 4, arbitrary: mutated(compact) }, { weight: 1, arbitrary: mutated(operation) })
    await fc.assert(fc.asyncProperty(many(items), async (all) => { decoded += await compare(all) }), runs(3_000))
    expect(decoded).toBeGreaterThan(0)
  })

  test('cut at every byte, and with one more', async () => {
    const items = fc.oneof(compact, operation).filter((bytes) => bytes.length < 250)
    await fc.assert(fc.asyncProperty(items, async (whole) => {
      const parts = Array.from({ length: whole.length }, (_, length) => whole.subarray(0, length))
      expect(await compare([...parts, concat(whole, new Uint8Array(1)), whole])).toBe(1)
    }), { numRuns: budget(12) })
  })

  test('bytes of no meaning', async () => {
    const form = fc.constantFrom(0, 1, 2, 3, 4, 0x7f, 0x80, 0x81, 0xff)
    const kind = fc.oneof(fc.constantFrom(...KIND_NAMES.map((name) => KINDS[name].number)), fc.nat(255))
    const rest = fc.array(fc.oneof(fc.constantFrom(0, 1, 32), fc.nat(255)), { maxLength: 200 })
    const item = fc.tuple(form, kind, rest).map(([a, b, c]) => Uint8Array.of(a, b, ...c))
    await fc.assert(fc.asyncProperty(many(fc.oneof(item, fc.uint8Array({ maxLength: 8 }))), async (all) => { await compare(all) }), runs(1_500))
  })

  test('every number a kind could have, as transaction and as operation', async () => {
    const words = new Uint8Array(300)
    const items = Array.from({ length: 256 }, (_, kind) => [Uint8Array.of(0x80, kind, 0), Uint8Array.of(0x80, kind), concat(Uint8Array.of(0, kind), words)])
    for (const some of items) await compare(some)
  })
})

function encodedIfFits(transaction: Transaction): Uint8Array[] {
  try {
    return [encodeTransaction(transaction)]
  } catch {
    return []
  }
}

describe('the edges of the compact form', () => {
  const SEND: Transaction = {
    type: 2, nonce: 5n, gas: 100_000n, feeCap: 256n, tipCap: 3n, value: 1n, to: systemAddress('token'), call: { kind: 'send', args: [] },
    yParity: 1, r: bigintToBytes(1n, 32), s: bigintToBytes(1n, 32),
  }
  const CLEAR = encodeTransaction(SEND)
  const SIGNATURE = CLEAR.length - 64
  const withSignature = (r: bigint, s: bigint) => concat(CLEAR.subarray(0, SIGNATURE), bigintToBytes(r, 32), bigintToBytes(s, 32))

  test('r from 1 to n-1, s from 1 to half of n', async () => {
    const half = ORDER >> 1n
    const top = 2n ** 256n - 1n
    expect(await compare([withSignature(1n, half), withSignature(ORDER - 1n, half), withSignature(ORDER - 1n, 1n)])).toBe(3)
    const none = [[0n, 1n], [1n, 0n], [ORDER, 1n], [top, 1n], [1n, half + 1n], [1n, ORDER - 1n], [1n, ORDER], [1n, top]] as const
    expect(await compare(none.map(([r, s]) => withSignature(r, s)))).toBe(0)
  })

  test('nonce below 2^64-1, gas below 2^64, the tip within the fee cap', async () => {
    const ok = [{ ...SEND, nonce: 2n ** 64n - 2n }, { ...SEND, gas: 2n ** 64n - 1n }, { ...SEND, tipCap: 256n }].map(encodeTransaction)
    expect(await compare(ok)).toBe(3)
    const tail = CLEAR.subarray(4)
    const highest = concat(CLEAR.subarray(0, 2), Uint8Array.of(8), new Uint8Array(8).fill(0xff), tail)
    const nineBytes = concat(CLEAR.subarray(0, 2), Uint8Array.of(9, 1), new Uint8Array(8), tail)
    const zeroFirst = concat(CLEAR.subarray(0, 2), Uint8Array.of(2, 0, 5), tail)
    const zeroByte = concat(CLEAR.subarray(0, 2), Uint8Array.of(1, 0), tail)
    const long = concat(CLEAR.subarray(0, 2), Uint8Array.of(33, 1), new Uint8Array(32), tail)
    expect(await compare([highest, nineBytes, zeroFirst, zeroByte, long])).toBe(0)
    // Its last byte stands behind 2 bytes of form and kind, 2 of the nonce, 4 of the gas, 3 of the fee cap and 2 of its own.
    const equal = encodeTransaction({ ...SEND, feeCap: 300n, tipCap: 300n })
    const above = equal.map((byte, i) => (i === 13 ? byte + 1 : byte))
    expect(await compare([equal])).toBe(1)
    expect(await compare([above])).toBe(0)
  })

  test('a word of 32 bytes at the end of everything, and integers of each length', async () => {
    const values = Array.from({ length: 257 }, (_, bits) => (bits === 256 ? 2n ** 256n - 1n : 2n ** BigInt(bits)))
    const items = values.map((value) => encodeTransaction({ ...SEND, value, feeCap: value, tipCap: value }))
    for (let from = 0; from < items.length; from += MANY) {
      expect(await compare(items.slice(from, from + MANY))).toBe(items.slice(from, from + MANY).length)
    }
  })

  test('a truth of 0 or 1, and of nothing else', async () => {
    const told = encodeTransaction({ ...SEND, to: systemAddress('projects'), call: { kind: 'validate', args: [1n, 0n, true] } })
    // Its byte stands before r and s.
    const of = (value: number): Uint8Array => told.map((byte, i) => (i === told.length - 65 ? value : byte))
    expect(told[told.length - 65]).toBe(1)
    expect(await compare([told, of(2), of(255)])).toBe(1)
  })

  test('every kind, cut at every byte', async () => {
    for (const kind of KIND_NAMES) {
      const [whole] = fc.sample(callOf(kind), 20).flatMap((call) => encodedIfFits({ ...SEND, call, to: toOf(call, SEND.to) }))
      if (whole === undefined) return expect.unreachable()
      const cuts = Array.from({ length: Math.min(whole.length, 200) }, (_, i) => whole.subarray(0, whole.length - 1 - i))
      expect(await compare(cuts)).toBe(0)
    }
  })

  test('the longest that fits, and one byte more', async () => {
    const room = TRANSACTION_MAX_BYTES - encodeTransaction(proposal(0)).length
    const longest = encodeTransaction(proposal(room))
    expect(longest.length).toBe(TRANSACTION_MAX_BYTES)
    expect(await compare([longest])).toBe(1)
    const uriAt = longest.length - 64 - room - 2
    const longer = concat(longest.subarray(0, uriAt), bigintToBytes(BigInt(room + 1), 2), Uint8Array.of(1), longest.subarray(uriAt + 2))
    expect(await compare([longer])).toBe(0)
  })

  const proposal = (uriBytes: number): Transaction => ({
    ...SEND,
    to: systemAddress('projects'),
    call: { kind: 'propose', args: [1n, 2n, 1n, new Uint8Array(32), new Uint8Array(uriBytes).fill(1)] },
  })
})

describe('calldata of sends', () => {
  const calldata = fc.constantFrom(...KIND_NAMES.filter((kind) => kind !== 'send')).chain(callOf).map(encodeCalldata)

  async function compareCalls(calls: readonly Uint8Array[]): Promise<number> {
    let decoded = 0
    for (const contract of CONTRACT_NAMES) {
      const answers = await harness.decodeCalls(contract, calls)
      calls.forEach((data, i) => {
        const wanted = decodeCalldata(contract, data)
        const { ok, kind } = answers[i]!
        expect(ok, `${contract} ${toHex(data)}`).toBe(wanted.ok)
        if (!wanted.ok) return
        decoded++
        expect(kind).toBe(BigInt(KINDS[wanted.call.kind].number))
      })
    }
    return decoded
  }

  test('canonical ones', async () => {
    for (const kind of KIND_NAMES.filter((kind) => kind !== 'send')) {
      expect(await compareCalls(fc.sample(callOf(kind), budget(5)).map(encodeCalldata))).toBeGreaterThan(0)
    }
  })

  test('mutated ones', async () => {
    let decoded = 0
    await fc.assert(fc.asyncProperty(many(mutated(calldata)), async (calls) => { decoded += await compareCalls(calls) }), runs(1_500))
    expect(decoded).toBeGreaterThan(0)
  })

  test('one word of them replaced by what is no canonical value, or another', async () => {
    const word = fc.oneof(uint(256), fc.constantFrom(0n, 1n, 2n, 32n, 64n, 96n, 128n, 160n, 192n, 2n ** 256n - 1n, 2n ** 256n - 32n, 2n ** 255n, 2n ** 160n))
    const changed = fc.tuple(calldata, fc.nat(), word).map(([data, place, value]) => {
      const at = data.length < 36 ? 0 : 4 + 32 * (place % ((data.length - 4) >> 5))
      return at === 0 ? data : concat(data.subarray(0, at), bigintToBytes(value, 32), data.subarray(at + 32))
    })
    await fc.assert(fc.asyncProperty(many(changed), async (calls) => { await compareCalls(calls) }), runs(1_500))
  })

  test('cut at every byte, with more behind them, and nothing at all', async () => {
    const calls = fc.sample(calldata.filter((data) => data.length < 400), budget(8))
    for (const data of calls) {
      const cuts = Array.from({ length: data.length }, (_, length) => data.subarray(0, length))
      for (let from = 0; from < cuts.length; from += MANY) await compareCalls(cuts.slice(from, from + MANY))
      await compareCalls([concat(data, new Uint8Array(1)), concat(data, new Uint8Array(32))])
    }
  })

  test('no account and no address beside the system has calls', async () => {
    const calls = fc.sample(calldata, MANY)
    expect((await harness.decodeCalls('account', calls)).every(({ ok }) => !ok)).toBe(true)
  })
})

describe('entries', () => {
  test('as they were packed, a receiver of missing bytes filled with zeros', async () => {
    const entry = fc.record({ kind: uint(8), time: uint(40), from: address, value: uint(96), payload: fc.uint8Array({ maxLength: 60 }) })
    await fc.assert(fc.asyncProperty(entry, async ({ kind, time, from, value, payload }) => {
      const packed = concat(bigintToBytes(kind, 1), bigintToBytes(time, 5), addressToBytes(from), bigintToBytes(value, 12), payload)
      const answer = await harness.decodeEntry(packed)
      expect({ ...answer.entry, from: answer.entry.from.toLowerCase() }).toEqual({ kind, time, from, value })
      expect(answer.payload).toBe(hexOf(payload))
      expect(answer.receiver.toLowerCase()).toBe(hexOf(concat(payload, new Uint8Array(20)).subarray(0, 20)))
    }), { numRuns: budget(40) })
    await expect(harness.decodeEntry(new Uint8Array(37))).rejects.toThrow('NotAnEntry')
  })

  test('payloads of deposits of tokens, missing bytes filled with zeros', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (payload) => {
      const [to, amount] = await harness.decodeTokenDeposit(payload)
      expect({ to: to.toLowerCase(), amount }).toEqual(decodeTokenDeposit(payload))
    }), { numRuns: budget(40) })
  })

  test('payloads of sends', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), async (payload) => {
      const answer = await harness.decodeSend(payload)
      const wanted = decodeSend(payload)
      expect(answer.ok).toBe(wanted !== undefined)
      if (wanted === undefined) return
      expect({ ...answer, target: answer.target.toLowerCase() }).toEqual({ ok: true, value: wanted.value, target: wanted.target, call: hexOf(wanted.call) })
    }), { numRuns: budget(40) })
  })
})

describe('segments', () => {
  const item = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(new Uint8Array(0)))
  const head = { last: true, inbox: false, t: 1_700_000_000n }
  const encoded = fc.oneof(
    fc.array(item, { maxLength: 20 }).map((items) => encodeTransactionSegment(head, items)),
    fc.nat(65_535).map((count) => encodeInboxSegment({ ...head, inbox: true }, count)),
  )
  const segment = fc.oneof(encoded, mutated(encoded), fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ maxLength: 200 }))

  test('of every byte string, wrong lengths included', async () => {
    await fc.assert(fc.asyncProperty(segment, async (bytes) => {
      const answer = await harness.decodeSegment(bytes)
      const { head, items, count } = decodeSegment(bytes)
      expect({ last: answer.last, inbox: answer.inbox, t: answer.t }).toEqual(head)
      if (head.inbox) expect(answer.count).toBe(BigInt(count))
      else expect(answer.items).toEqual(items.map(hexOf))
    }), { numRuns: budget(200) })
  })
})

describe('signatures and RLP', () => {
  test('signers of hashes, and of what nobody signed', async () => {
    const scalar = fc.oneof(fc.bigInt({ min: 1n, max: ORDER - 1n }), uint(256)).map((value) => bigintToBytes(value, 32))
    const question = fc.record({ hash: bytes32, r: scalar, s: scalar, yParity: fc.constantFrom(0 as const, 1 as const) })
    await fc.assert(fc.asyncProperty(many(question), async (all) => {
      expect(await harness.recover(all)).toEqual(all.map(({ hash, r, s, yParity }) => recoverAddress(hash, r, s, yParity)))
    }), runs(300))
  })

  test('the same list is written', async () => {
    const text = fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.constantFrom(54, 55, 56, 57, 255, 256, 1_000).map((length) => new Uint8Array(length).fill(9)))
    await fc.assert(fc.asyncProperty(text, uint(256), async (bytes, integer) => {
      const minimal = bigintToBytes(integer, 32).subarray(32 - Math.ceil(integer.toString(2).length / 8))
      expect(toHex(await harness.rlp(bytes, integer))).toBe(toHex(encodeRlp([bytes, integer === 0n ? new Uint8Array(0) : minimal])))
    }), { numRuns: budget(60) })
  })
})

test.runIf(IS_AS_DEPLOYED)('a plain transfer costs what proofs have room for', async () => {
  const to = aliasOf(systemAddress('token'))
  const draft: Transaction = {
    type: 2, nonce: 5n, gas: 21_000n, feeCap: 10n ** 9n, tipCap: 1n, value: 10n ** 18n, to, call: { kind: 'send', args: [] },
    yParity: 0, r: new Uint8Array(32), s: new Uint8Array(32),
  }
  const [decoding, recovering] = await harness.measure(encodeTransaction(await signed(draft, CHAIN, 9n)), CHAIN)
  expect(decoding + recovering).toBeLessThan(10_000)
})

test('an operation is decoded as it was encoded', async () => {
  const call = { kind: 'settleStake', args: [3n, systemAddress('bridge')] } as const
  expect(await compare([encodeOperation({ call })])).toBe(1)
})
