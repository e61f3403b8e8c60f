import {
  Address, CONTRACTS, decodeRecord, encodeRecord, FIELD_BYTES, fromHex, kindGas, KINDS, PARAMETERS, recordKey, RECORDS, selectorOf, toHex,
} from '@distribute/state-machine'
import type { FieldType, Id, Kind, KindName, RecordName, RecordOf, RecordShape } from '@distribute/state-machine'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { revertOf } from '../../client/call.ts'
import { startMachine } from './testing/machine.ts'
import type { Machine } from './testing/machine.ts'
import { STATE_HARNESS, stateHarnessSource, titleOf } from './testing/state-harness.ts'

let machine: Machine
beforeAll(async () => { machine = await startMachine(['StateHarness', 'FactsHarness'].map((name) => `${STATE_HARNESS}:${name}`), { [STATE_HARNESS]: stateHarnessSource() }) })
afterAll(() => machine.close())

const ask = (name: string, ...args: readonly unknown[]): Promise<unknown> => machine.ask(0, name, args)
const askFacts = (name: string, ...args: readonly unknown[]): Promise<unknown> => machine.ask(1, name, args)
const NAMES = Object.keys(RECORDS) as RecordName[]
const shapeOf = (name: RecordName): RecordShape => RECORDS[name]

type Value = bigint | Uint8Array | string

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Address(toHex(bytes)))
const uint = (bits: number) => fc.oneof(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), fc.constantFrom(0n, 1n, (1n << BigInt(bits)) - 1n))
const arbitraryOf = (type: FieldType, bits = 8 * FIELD_BYTES[type]): fc.Arbitrary<Value> =>
  type === 'address' ? address : type === 'b32' ? bytes32 : uint(bits)

/** A record whose numbers may be wider than their fields. */
const recordOf = (name: RecordName): fc.Arbitrary<Record<string, Value>> =>
  fc.record(Object.fromEntries(shapeOf(name).words.flatMap((word) => Object.entries(word).map(([field, type]) => [field, fc.oneof(arbitraryOf(type), arbitraryOf(type, 256))]))))

const abiValue = (value: Value): unknown => (value instanceof Uint8Array ? toHex(value) : value)
/** As Solidity names and viem answers it. */
const abiRecord = (record: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([field, value]) => [field === 'ether' ? 'ether_' : field, abiValue(value as Value)]))
// By one type at a time: all types at once are more than the compiler can write down.
const encode = <N extends RecordName>(name: N, record: object): Uint8Array => encodeRecord(name, record as RecordOf<N>)
const decode = <N extends RecordName>(name: N, words: Uint8Array | undefined): Record<string, unknown> => abiRecord(decodeRecord(name, words))
const lowered = (record: object): object =>
  Object.fromEntries(Object.entries(record).map(([field, value]) => [field, typeof value === 'string' ? value.toLowerCase() : (value as unknown)]))
const numbersOf = (words: Uint8Array): bigint[] =>
  Array.from({ length: words.length / 32 }, (_, i) => BigInt(toHex(words.subarray(32 * i, 32 * i + 32))))

for (const name of NAMES) {
  const { ids, words } = shapeOf(name)
  const wordBytes = fc.oneof(fc.constant(new Uint8Array()), fc.uint8Array({ minLength: 32 * words.length, maxLength: 32 * words.length }))

  test(`${name}: key, words and fields are those of TypeScript`, async () => {
    await fc.assert(fc.asyncProperty(fc.tuple(...ids.map((type) => arbitraryOf(type))), wordBytes, recordOf(name), async (ids, before, record) => {
      const answer = await ask(name, numbersOf(before), abiRecord(record), ...ids.map(abiValue))
      const [key, read, written] = answer as [string, object, readonly bigint[]]
      expect(key).toBe(toHex(recordKey(name, ...(ids as readonly Id[]))))
      expect(lowered(read)).toEqual(decode(name, before.length === 0 ? undefined : before))
      const encoded = encode(name, record)
      // Zeros make no record where there was none.
      const isAbsent = before.length === 0 && encoded.every((byte) => byte === 0)
      expect(written).toEqual(isAbsent ? [] : numbersOf(encoded))
    }), { numRuns: budget(8) })
  })

  test(`${name}: what no witness has loaded is neither read nor written`, async () => {
    const id = { address: Address(`0x${'12'.repeat(20)}`), b32: new Uint8Array(32).fill(3) }
    const own: Id[] = ids.map((type) => (type === 'address' || type === 'b32' ? id[type] : 7n))
    const zeros = decode(name, undefined)
    for (const [call, ...record] of [[`${name}Missing`], [`put${titleOf(name)}Missing`, zeros]] as const) {
      const error: unknown = await ask(call, ...record, ...own.map(abiValue)).then(() => 'answered', (thrown: unknown) => thrown)
      expect(revertOf(error)).toEqual({ name: 'RecordMissing', args: [toHex(recordKey(name, ...own))] })
    }
  })
}

test('a genesis comes out of its data contract as it went in', async () => {
  const names = Object.keys(PARAMETERS)
  await fc.assert(fc.asyncProperty(uint(256), address, address, fc.tuple(...names.map(() => uint(256))), async (chainId, registrar, operator, values) => {
    const genesis = { chainId, registrar, operator, parameters: Object.fromEntries(names.map((name, i) => [name, values[i]])) }
    const [read, size] = (await askFacts('genesisThroughCode', genesis)) as [object, bigint]
    expect(lowered(read)).toEqual(genesis)
    expect(size).toBe(1n + 32n * BigInt(3 + names.length))
  }), { numRuns: budget(10) })
})

const TYPES = ['', 'uint8', 'uint16', 'uint64', 'uint256', 'address', 'bool', 'bytes32', 'bytes', 'string', '(uint16,bytes32)[]', 'bytes32[5]']

test('the facts of every kind number are those of params.ts', async () => {
  const kinds = new Map<number, readonly [KindName, Kind]>((Object.keys(KINDS) as KindName[]).map((name) => [KINDS[name].number, [name, KINDS[name]]]))
  for (let number = 0; number < 256; number++) {
    const facts = (await askFacts('kind', BigInt(number))) as Record<string, unknown>
    const known = kinds.get(number)
    expect(facts['exists'], String(number)).toBe(known !== undefined)
    if (known === undefined) continue
    const [name, kind] = known
    const contract = kind.contract === 'account' ? 0 : CONTRACTS[kind.contract]
    expect(facts).toMatchObject({
      gas: kindGas(name), records: BigInt(kind.records), contract_: BigInt(contract), payable_: kind.payable, operation: kind.operation,
      selector: contract === 0 ? '0x00000000' : toHex(selectorOf(name)),
    })
    expect(typesIn(facts['argumentTypes'] as bigint)).toEqual(kind.inputs)
    if (contract !== 0) expect(await askFacts('bySelector', BigInt(contract), toHex(selectorOf(name)))).toEqual([true, number])
  }
})

function typesIn(codes: bigint): readonly string[] {
  return codes === 0n ? [] : [TYPES[Number(codes & 255n)] ?? '', ...typesIn(codes >> 8n)]
}

test('a selector of another contract, or of none, is found in no contract', async () => {
  const own = new Set(Object.values(KINDS).flatMap((kind: Kind) => (kind.contract === 'account' ? [] : [`${kind.contract} ${kind.name}`])))
  for (const [name, place] of Object.entries(CONTRACTS)) {
    for (const key of Object.keys(KINDS) as KindName[]) {
      const selector = selectorOf(key)
      if (selector.length === 0 || own.has(`${name} ${KINDS[key].name}`)) continue
      expect(await askFacts('bySelector', BigInt(place), toHex(selector))).toEqual([false, 0])
    }
    expect(await askFacts('bySelector', BigInt(place), toHex(fromHex('0x00000000')))).toEqual([false, 0])
  }
})
