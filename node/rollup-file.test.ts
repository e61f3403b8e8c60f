import { expect, test } from 'vitest'
import { defineDistributeChain } from '@distribute/client'
import { decodeRollupFile, encodeRollupFile } from './rollup-file.ts'

const HASH = `0x${'ab'.repeat(32)}`
const address = (digit: string): string => `0x${digit.repeat(40)}`
const FILE = {
  l1ChainId: '1', chainId: '4242', genesisHash: HASH,
  contracts: { inbox: address('1'), rollup: address('2'), bridge: address('3'), stakes: address('4'), challenges: address('5'), executor: address('6'), promises: address('7'), token: address('8') },
  deployed: { number: '9', hash: HASH },
}
const readByNode = (json: string): unknown => decodeRollupFile(json, 'rollup.json')
const readByClient = (json: string): unknown => defineDistributeChain({ rollup: json, rpcUrl: 'http://x' }).custom.rollup

test('what is written is read back, by a node and by the client alike', () => {
  const file = decodeRollupFile(JSON.stringify(FILE), 'rollup.json')
  expect(decodeRollupFile(encodeRollupFile(file), 'rollup.json')).toEqual(file)
  const { deployed, ...rollup } = file
  expect(readByClient(encodeRollupFile(file))).toEqual(rollup)
  expect(deployed).toEqual({ number: 9n, hash: HASH })
  expect(decodeRollupFile(JSON.stringify({ ...FILE, l1ChainId: 1, deployed: { ...FILE.deployed, number: 9 } }), 'rollup.json')).toEqual(file)
})

const without = (name: string): object => ({ ...FILE, contracts: Object.fromEntries(Object.entries(FILE.contracts).filter(([each]) => each !== name)) })
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['no JSON', '{', 'is not JSON'],
  ['a list', '[]', 'contracts is no object'],
  ['nothing', 'null', 'the file is no object'],
  ['no chain id', JSON.stringify({ ...FILE, chainId: undefined }), 'chainId is no whole number'],
  ['a negative chain id', JSON.stringify({ ...FILE, chainId: -1 }), 'chainId is no whole number'],
  ['a chain id that no client can hold', JSON.stringify({ ...FILE, l1ChainId: '9007199254740992' }), 'l1ChainId is no chain id'],
  ['a short hash', JSON.stringify({ ...FILE, genesisHash: HASH.slice(0, -1) }), 'genesisHash is no hash'],
  ['a contract that is none', JSON.stringify({ ...FILE, contracts: { ...FILE.contracts, stakes: '0x12' } }), 'contracts.stakes is no address'],
  ...Object.keys(FILE.contracts).map((name) => [`no ${name}`, JSON.stringify(without(name)), `contracts.${name} is no address`] as const),
]
test.each(REFUSED)('%s: a node and the client refuse the same file, and name the field', (_name, json, words) => {
  expect(() => readByNode(json)).toThrow(expect.objectContaining({ code: 'BadFile', message: expect.stringContaining(words) as string }))
  expect(() => readByClient(json)).toThrow(expect.objectContaining({ code: 'BadRollupFile', message: expect.stringContaining(words) as string }))
})

test.each([
  [{ ...FILE, deployed: undefined }, 'deployed is no object'],
  [{ ...FILE, deployed: { number: '0x9', hash: HASH } }, 'deployed.number is no whole number'],
  [{ ...FILE, deployed: { number: '9', hash: '0x' } }, 'deployed.hash is no hash'],
])('a node needs the block of the deployment too', (file, words) => {
  expect(() => readByNode(JSON.stringify(file))).toThrow(expect.objectContaining({ code: 'BadFile', message: `rollup.json: ${words}` }))
})
