import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeKeyFile, encodeKeystore } from '../keystore.ts'
import { COMMANDS } from './commands.ts'
import { jsonOf } from './output.ts'
import { readSignerKey, type SignerSettings } from './signer.ts'

const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const CHEAP = 2 ** 12

let dataDir = ''
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'distribute-keys-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

async function run(name: string, args: readonly string[], { variables = {}, ...flags }: { readonly variables?: { readonly [name: string]: string } } & { readonly [flag: string]: unknown } = {}): Promise<string> {
  const lines: string[] = []
  const output = { line: (text: string) => void lines.push(text), json: (value: unknown) => void lines.push(jsonOf(value)), note: () => undefined, progress: () => undefined }
  const spec = await COMMANDS[name]?.load()
  await spec?.run({ output, flags: { dataDir, ...flags }, variables }, args)
  return lines.join('\n')
}
const json = async <T>(name: string, args: readonly string[], options: Parameters<typeof run>[2] = {}): Promise<T> => JSON.parse(await run(name, args, { ...options, json: true })) as T

const signer = (given: Partial<SignerSettings>): Promise<string> =>
  readSignerKey({ dataDir, account: undefined, keystore: undefined, keyFile: undefined, passwordFile: undefined, password: undefined, key: undefined, ...given })

test('a key is made, listed, used by its name, exported, and never written over', async () => {
  const variables = { DISTRIBUTE_PASSWORD: 'geheim' }
  const made = await json<{ address: string; path: string }>('keys make', ['ada'], { variables })
  expect((await stat(made.path)).mode & 0o777).toBe(0o600)
  const key = await signer({ keystore: 'ada', password: 'geheim' })
  expect(privateKeyToAddress(key as `0x${string}`).toLowerCase()).toBe(made.address)
  expect(await signer({ keystore: made.path, password: 'geheim' })).toBe(key)
  expect(await run('keys list', [])).toBe(`ada  ${made.address}  keystore`)
  const out = join(dataDir, 'for-a-wallet.json')
  await run('keys export', ['ada'], { variables: { ...variables, DISTRIBUTE_NEW_PASSWORD: 'other' }, out })
  expect(await decodeKeyFile(await readFile(out, 'utf8'), out, () => Promise.resolve('other'))).toBe(key)
  expect(await run('keys export', ['ada'], { variables, insecurePlain: true })).toBe(key)
  await expect(run('keys make', ['ada'], { variables })).rejects.toMatchObject({ code: 'Failed', message: `${made.path} is there already` })
  await expect(run('keys export', ['ada'], { variables, out })).rejects.toMatchObject({ message: `${out} is there already` })
})

test('a key is imported from a keystore, from a plain file, and from the variable, under another password where one is named', async () => {
  const [keystore, plain, passwordFile] = [join(dataDir, 'old.json'), join(dataDir, 'plain'), join(dataDir, 'old-password')]
  await writeFile(keystore, await encodeKeystore(KEY, privateKeyToAddress(KEY), 'old', CHEAP))
  await writeFile(plain, KEY)
  await writeFile(passwordFile, 'old\n')
  const address = privateKeyToAddress(KEY).toLowerCase()
  expect(await json('keys import', ['bob', keystore], { passwordFile, variables: { DISTRIBUTE_NEW_PASSWORD: 'new' } })).toMatchObject({ name: 'bob', address })
  expect(await signer({ keystore: 'bob', password: 'new' })).toBe(KEY)
  await expect(signer({ keystore: 'bob', password: 'old' })).rejects.toMatchObject({ code: 'BadFile', message: expect.stringContaining('the password does not open it') as unknown })
  expect(await json('keys import', ['carol', plain], { passwordFile })).toMatchObject({ address })
  expect(await json('keys import', ['dave'], { variables: { DISTRIBUTE_KEY: KEY, DISTRIBUTE_PASSWORD: 'x' } })).toMatchObject({ address })
  expect((await json<{ name: string }[]>('keys list', [])).map(({ name }) => name)).toEqual(expect.arrayContaining(['bob', 'carol', 'dave']))
})

test('refusals say what to do', async () => {
  await expect(run('keys make', ['a/b'])).rejects.toMatchObject({ code: 'Usage', message: 'the name is "a/b"' })
  await expect(run('keys make', ['eve'])).rejects.toMatchObject({ code: 'NoPassword', advice: expect.stringContaining('--password-file') as unknown })
  await expect(run('keys import', ['eve'], { variables: { DISTRIBUTE_PASSWORD: 'x' } })).rejects.toMatchObject({ code: 'Usage', message: 'no key is given' })
  await expect(run('keys import', ['eve', join(dataDir, 'nothing')])).rejects.toMatchObject({ message: `there is no ${join(dataDir, 'nothing')}` })
  await expect(run('keys export', ['nobody'])).rejects.toMatchObject({ code: 'Failed', advice: expect.stringMatching(/^there are ada, /) as unknown })
  await expect(signer({})).rejects.toMatchObject({ code: 'Usage', advice: expect.stringContaining('--keystore') as unknown })
  await expect(signer({ keystore: 'nobody' })).rejects.toMatchObject({ advice: expect.stringContaining('distribute keys list') as unknown })
  await expect(signer({ keystore: 'ada', account: 1 })).rejects.toMatchObject({ message: 'both --keystore and --account are given' })
  await expect(signer({ keystore: 'ada' })).rejects.toMatchObject({ code: 'NoPassword', advice: expect.stringContaining('DISTRIBUTE_PASSWORD') as unknown })
})
