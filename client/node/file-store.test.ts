import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeAbiParameters, keccak256 } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { deriveSecret, secretOf, type Ballot } from '../votes/ballot-secret.ts'
import { findSecret, keepSecret, secretName } from '../votes/secret-store.ts'
import { fileStore, secretPath } from './file-store.ts'

const signer = privateKeyToAccount('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')
const ballot: Ballot = { chainId: 4_242, project: 3n, task: 1n, voter: signer.address, currency: 'reputation' }

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-secrets-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('a choice and a salt commit to what the protocol says', () => {
  const salt = `0x${'ab'.repeat(32)}` as const
  const types = ['uint256', 'uint256', 'uint256', 'address', 'uint8', 'bool', 'bytes32'].map((type) => ({ type }))
  expect(secretOf(ballot, true, salt).secretHash).toBe(keccak256(encodeAbiParameters(types, [4_242n, 3n, 1n, signer.address, 1, true, salt])))
})

test('a key makes the same salt again, and another for every other ballot and choice', async () => {
  const places: readonly Ballot[] = [ballot, { ...ballot, chainId: 1 }, { ...ballot, project: 4n }, { ...ballot, task: 2n }, { ...ballot, currency: 'tokens' }]
  const salts = await Promise.all(places.flatMap((place) => [true, false].map((choice) => deriveSecret(signer, place, choice))))
  expect(new Set(salts.map(({ salt }) => salt)).size).toBe(10)
  expect(await deriveSecret(signer, ballot, true)).toEqual(salts[0])
})

test('a secret is kept in a file of its ballot that only its owner can read, and is found by what was committed', async () => {
  const [first, second] = [await deriveSecret(signer, ballot, true), await deriveSecret(signer, ballot, false)]
  await keepSecret(fileStore(directory), ballot, first)
  await keepSecret(fileStore(directory), ballot, second)
  await keepSecret(fileStore(directory), ballot, second)
  const path = secretPath(directory, secretName(ballot))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(join(directory, 'secrets'))).mode & 0o777).toBe(0o700)
  expect(await readdir(join(path, '..'))).toEqual(['3-1-reputation.json'])
  expect([await findSecret(fileStore(directory), ballot, first.secretHash), await findSecret(fileStore(directory), ballot, second.secretHash)]).toEqual([first, second])
  expect((JSON.parse(await readFile(path, 'utf8')) as { secrets: unknown[] }).secrets).toHaveLength(2)
})

test('what was never kept is not found, and a broken file is named', async () => {
  const other: Ballot = { ...ballot, task: 9n }
  expect(await findSecret(fileStore(directory), other, `0x${'00'.repeat(32)}`)).toBeUndefined()
  const path = secretPath(directory, secretName(ballot))
  await writeFile(path, '{"secrets": [')
  await expect(findSecret(fileStore(directory), ballot, `0x${'00'.repeat(32)}`)).rejects.toThrow(`${secretName(ballot)} holds no ballot’s secrets`)
})
