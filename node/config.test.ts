import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Address, encodeGenesis, genesisHash, parametersFrom, toHex, ZERO_ADDRESS, type Genesis } from '@distribute/state-machine'
import { privateKeyToAddress } from 'viem/accounts'
import { loadNodeConfig } from './config.ts'
import { writeWhole } from './files.ts'
import { keyPath } from './key-paths.ts'
import { encodeRollupFile, type RollupFile } from './rollup-file.ts'

const KEY = `0x${'11'.repeat(32)}` as const
const contract = (digit: string): Address => Address(`0x${digit.repeat(40)}`)
const genesis: Genesis = {
  name: 'Test', tokenName: 'Test token', tokenSymbol: 'TEST', chainId: 77n, timestamp: 1_700_000_000n,
  registrar: ZERO_ADDRESS, operator: contract('a'), parameters: parametersFrom({}),
}
const rollup: RollupFile = {
  l1ChainId: 31_337n,
  chainId: 77n,
  genesisHash: `0x${toHex(genesisHash(genesis)).slice(2)}`,
  contracts: { inbox: contract('1'), rollup: contract('2'), bridge: contract('3'), stakes: contract('4'), challenges: contract('5'), executor: contract('6'), promises: contract('7'), token: contract('8') },
  deployed: { number: 5n, hash: `0x${'ab'.repeat(32)}` },
}

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-config-'))
  await writeFile(join(directory, 'genesis.json'), encodeGenesis(genesis))
  await writeFile(join(directory, 'rollup.json'), encodeRollupFile(rollup))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const load = (flags: { readonly [key: string]: unknown } = {}, variables: { readonly [name: string]: string } = {}) =>
  loadNodeConfig({ flags: { dataDir: directory, ...flags }, variables })

test('a replica needs genesis and rollup file, and no key', async () => {
  const config = await load()
  expect(config).toMatchObject({ role: 'replica', dataDir: directory, genesis, rollup, keys: {} })
})

test('a sequencer gets its keys from the directory or from variables', async () => {
  await writeWhole(keyPath(directory, 'posting'), KEY)
  const config = await load({ role: 'sequencer' }, { DISTRIBUTE_SIGNING_KEY: `0x${'22'.repeat(32)}` })
  expect(config.keys).toEqual({ posting: KEY, signing: `0x${'22'.repeat(32)}` })
})

test('a sequencer without a key is told which, where it was looked for, and what to do', async () => {
  await expect(load({ role: 'sequencer' })).rejects.toMatchObject({
    code: 'MissingFile',
    message: `a sequencer needs its posting key, and there is no ${keyPath(directory, 'posting')}`,
    advice: expect.stringContaining('DISTRIBUTE_POSTING_KEY') as string,
  })
})

test('a registrar’s relay needs the key whose signatures the chain takes', async () => {
  const other = { DISTRIBUTE_REGISTRAR_KEY: KEY }
  await expect(load({ registrarRelay: 'anybody' })).rejects.toMatchObject({ code: 'MissingFile', message: expect.stringContaining('registrar') as string })
  await expect(load({ registrarRelay: 'anybody' }, other)).rejects.toMatchObject({ code: 'BadSetting', message: expect.stringContaining(ZERO_ADDRESS) as string })
  const registrar = Address(privateKeyToAddress(KEY).toLowerCase())
  const own = { ...genesis, registrar }
  await writeFile(join(directory, 'genesis.json'), encodeGenesis(own))
  await writeFile(join(directory, 'rollup.json'), encodeRollupFile({ ...rollup, genesisHash: `0x${toHex(genesisHash(own)).slice(2)}` }))
  expect((await load({ registrarRelay: 'anybody' }, other)).keys).toEqual({ registrar: KEY })
  expect((await load({}, other)).keys).toEqual({})
})

test('config.json in the data directory is read, and another one where it is named', async () => {
  await writeFile(join(directory, 'config.json'), JSON.stringify({ rpcPort: 1_234, l1Url: ['http://one:1'] }))
  expect(await load()).toMatchObject({ rpcPort: 1_234, l1Url: ['http://one:1'] })
  const other = join(directory, 'other.json')
  await writeFile(other, JSON.stringify({ rpcPort: 99 }))
  expect(await load({ config: other })).toMatchObject({ rpcPort: 99, l1Url: ['http://127.0.0.1:8545'] })
  await expect(load({ config: join(directory, 'none.json') })).rejects.toMatchObject({ code: 'MissingFile' })
})

test.each(['{', '[]', '3', '"x"'])('a configuration file %s is refused', async (text) => {
  await writeFile(join(directory, 'config.json'), text)
  await expect(load()).rejects.toMatchObject({ code: 'BadFile', advice: expect.stringContaining('expected an object') as string })
})

test('files of two communities are not taken together', async () => {
  await writeFile(join(directory, 'genesis.json'), encodeGenesis({ ...genesis, name: 'Other' }))
  await expect(load()).rejects.toMatchObject({ code: 'BadFile', advice: 'take both files from one community' })
})

test('a missing genesis says how to get one', async () => {
  await rm(join(directory, 'genesis.json'))
  await expect(load()).rejects.toMatchObject({ code: 'MissingFile', advice: expect.stringContaining('distribute init') as string })
})

test('a rollup file with a slip names the field', async () => {
  await writeFile(join(directory, 'rollup.json'), encodeRollupFile(rollup).replace('"inbox": "0x1', '"inbox": "0xg'))
  await expect(load()).rejects.toMatchObject({ code: 'BadFile', message: expect.stringContaining('contracts.inbox') as string })
})
