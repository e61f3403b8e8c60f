import { CONTRACTS, systemAddress } from '@distribute/state-machine'
import type { ContractName, Event } from '@distribute/state-machine'
import { concat, encodeEventTopics, numberToHex, parseAbi, toRlp } from 'viem'
import { expect, test } from 'vitest'
import { BLOOM_BYTES, bloomBits, createBitsCache, hasBits } from './bloom.ts'
import { decodeLogs, encodeLogs } from './logs-rlp.ts'
import { encodeReceipt } from './receipt.ts'
import { memberAddress } from './testing/community.ts'

const hex = (bytes: Uint8Array): `0x${string}` => `0x${Buffer.from(bytes).toString('hex')}`
const transfer: Event = { name: 'Transfer', contract: 'token', args: [memberAddress(1), memberAddress(2), 12_345n] }
const withdrawn: Event = { name: 'Withdrawn', contract: 'bridge', args: [7n, memberAddress(1), memberAddress(3), 5n] }

const newBloom = (): Uint8Array => new Uint8Array(BLOOM_BYTES)

test('receipts of every type are what viem makes of the same fields', () => {
  for (const events of [[], [transfer], [transfer, withdrawn, transfer]]) {
    for (const [type, success, cumulativeGas] of [[0, true, 21_000n], [2, false, 0n], [0x7e, true, 127n], [2, true, 128n], [2, true, 2n ** 40n]] as const) {
      const bloom = newBloom()
      const logs = encodeLogs(events, bloom, createBitsCache())
      const logItems = decodeLogs(logs)!.map((log) => [log.address, log.topics.map(hex), hex(log.data)] as const)
      const gas = cumulativeGas === 0n ? '0x' : numberToHex(cumulativeGas).length % 2 ? (`0x0${numberToHex(cumulativeGas).slice(2)}` as const) : numberToHex(cumulativeGas)
      const list = toRlp([success ? '0x01' : '0x', gas, hex(bloom), logItems.map(([a, b, c]) => [a, b, c])])
      const expected = type === 0 ? list : concat([numberToHex(type, { size: 1 }), list])
      expect(hex(encodeReceipt({ type, success, cumulativeGas, bloom, logs }))).toBe(expected)
    }
  }
})

test('logs hold the topics that viem computes, and the bloom holds addresses and topics', () => {
  const abi = parseAbi(['event Transfer(address indexed from, address indexed to, uint256 value)'])
  const bloom = newBloom()
  const [log] = decodeLogs(encodeLogs([transfer], bloom, createBitsCache()))!
  const [from, to] = [memberAddress(1), memberAddress(2)] as `0x${string}`[]
  expect(log!.topics.map(hex)).toEqual(encodeEventTopics({ abi, eventName: 'Transfer', args: { from, to } }))
  expect(log!.address).toBe(systemAddress('token'))
  for (const item of [Buffer.from(log!.address.slice(2), 'hex'), ...log!.topics]) expect(hasBits(bloom, bloomBits(item))).toBe(true)
})

test('a warm cache changes no bit, whatever else it has seen', () => {
  const cache = createBitsCache()
  const identity = new TextEncoder().encode('12345678901234567890123456789012')
  const tricky: Event[] = [
    { name: 'Deposited', contract: 'bridge', args: [12345678901234567890123456789012n, memberAddress(1), 1n] },
    { name: 'Registered', contract: 'reputation', args: [memberAddress(1), identity] },
    transfer,
    withdrawn,
  ]
  for (const event of [...tricky, ...tricky.toReversed()]) {
    const [warm, cold] = [newBloom(), newBloom()]
    expect(encodeLogs([event], warm, cache)).toEqual(encodeLogs([event], cold, createBitsCache()))
    expect(warm).toEqual(cold)
  }
})

test('every contract has an address in its logs', () => {
  for (const contract of Object.keys(CONTRACTS) as ContractName[]) {
    const [log] = decodeLogs(encodeLogs([{ ...transfer, contract }], newBloom(), createBitsCache()))!
    expect(log!.address).toBe(systemAddress(contract))
  }
})

test('bytes that are no logs are none', () => {
  expect(decodeLogs(Uint8Array.of(0x80))).toBeUndefined()
  expect(decodeLogs(Uint8Array.of(0xc1, 0x80))).toBeUndefined()
  expect(decodeLogs(Uint8Array.of(0xc1, 0xc0))).toBeUndefined()
  expect(decodeLogs(Uint8Array.of())).toBeUndefined()
})
