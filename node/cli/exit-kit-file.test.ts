import { expect, test } from 'vitest'
import { Address, claimId, ZERO_ADDRESS, ZERO_HASH, type Bytes32 } from '@distribute/state-machine'
import { calldataOf, l1BridgeAbi } from '@distribute/bridge-contracts'
import { toFunctionSelector, type AbiFunction } from 'viem'
import { claimCallOfKit, decodeKit, encodeKit, rootOfKit, type ExitKit } from './exit-kit-file.ts'

const word = (byte: number): Bytes32 => new Uint8Array(32).fill(byte)
const hex = (byte: number): `0x${string}` => `0x${byte.toString(16).padStart(2, '0').repeat(32)}`
const address = Address(`0x${'ab'.repeat(20)}`)

const selectorIn = (name: string): string => toFunctionSelector(l1BridgeAbi.find((item) => item.type === 'function' && item.name === name) as AbiFunction)

const kit: Omit<ExitKit, 'distributeExitKit'> = {
  account: address,
  l1ChainId: 1n,
  chainId: 77n,
  contracts: { rollup: address, bridge: address, inbox: address },
  madeAt: 1_800_000_000n,
  withdrawals: [{
    id: 7n, to: address, value: 10n ** 18n, tokens: 0n, batch: 3n, readyAt: 1_800_000_600n,
    claim: { dataId: hex(1), round: 1n, claimant: ZERO_ADDRESS, claimTime: 5n, rootsRoot: hex(2), lastRoot: hex(3), cursor: 4n, segments: 6n },
    proof: { depth: 2, nonEmpty: 3n, siblings: [hex(4), hex(5)] },
  }],
  waiting: [{ id: 8n, to: address, value: 1n, tokens: 0n, stage: 'waiting-for-batch' }],
  inside: { ether: '5' },
  steps: ['go'],
}

test('a kit is read as it was written, to what the bridge takes', () => {
  const read = decodeKit(encodeKit(kit), 'kit.json')
  expect(read).toEqual({ distributeExitKit: 1, ...kit })
  const [first] = read.withdrawals
  if (first === undefined) return expect.unreachable()
  const { claim, proof, batch } = rootOfKit(first)
  expect({ batch, proof }).toEqual({ batch: 3n, proof: { depth: 2, nonEmpty: 3n, siblings: [word(4), word(5)] } })
  const [ofEther, ofTokens] = [first, { ...first, value: 0n, tokens: 5n }].map((one) => calldataOf(claimCallOfKit(address, one)).data)
  expect([ofEther?.slice(0, 10), ofTokens?.slice(0, 10)]).toEqual(['claim', 'claimTokens'].map(selectorIn))
  expect(claimId(claim)).not.toEqual(ZERO_HASH)
  expect(claim).toMatchObject({ round: 1n, lastRoot: word(3) })
})

test('a kit from before tokens could leave is one of ether', () => {
  const before = encodeKit(kit).replaceAll(/ *"tokens": "0",\n/g, '')
  expect(before).not.toContain('tokens')
  expect(decodeKit(before, 'kit.json')).toEqual({ distributeExitKit: 1, ...kit })
})

test.each([
  ['no JSON', 'what', /is not JSON/],
  ['another version', encodeKit(kit).replace('"distributeExitKit": 1', '"distributeExitKit": 2'), /distributeExitKit/],
  ['a field too much', encodeKit(kit).replace('"account"', '"extra": 1, "account"'), /Unrecognized key/],
  ['an amount that is none', encodeKit(kit).replace('"1000000000000000000"', '"1.5"'), /withdrawals\.0\.value: expected a whole number/],
  ['a hash that is none', encodeKit(kit).replace(hex(5), '0x05'), /withdrawals\.0\.proof\.siblings\.1/],
])('a file with %s is refused, and says where', (_, text, words) => {
  expect(() => decodeKit(text, 'kit.json')).toThrow(words)
})
