import { Wallet } from 'ethers'
import { expect, test } from 'vitest'
import { addressInKeystore, decodeKeyFile, encodeKeystore } from './keystore.ts'
import { SettingError } from './setting-error.ts'

const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const ADDRESS = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266'
const CHEAP = 2 ** 12
const password = (text: string) => () => Promise.resolve(text)

test('what is written is read back, and by ethers too', async () => {
  const text = await encodeKeystore(KEY, ADDRESS, 'secret', CHEAP)
  expect(await decodeKeyFile(text, 'k.json', password('secret'))).toBe(KEY)
  expect(addressInKeystore(text)).toBe(ADDRESS)
  expect((await Wallet.fromEncryptedJson(text, 'secret')).privateKey).toBe(KEY)
})

test('what ethers writes is read', async () => {
  const wallet = new Wallet(KEY)
  const text = await wallet.encrypt('geheim')
  expect(await decodeKeyFile(text, 'k.json', password('geheim'))).toBe(KEY)
  expect(addressInKeystore(text)).toBe(ADDRESS)
})

test('a plain key is read without a password', async () => {
  const never = () => expect.fail('asked for a password')
  expect(await decodeKeyFile(`${KEY}\n`, 'k', never)).toBe(KEY)
  expect(await decodeKeyFile(KEY.slice(2).toUpperCase(), 'k', never)).toBe(KEY)
  expect(addressInKeystore(KEY)).toBeUndefined()
})

test('a wrong password and a file that is no key are told apart, and neither shows the key', async () => {
  const text = await encodeKeystore(KEY, ADDRESS, 'secret', CHEAP)
  await expect(decodeKeyFile(text, 'k.json', password('Secret'))).rejects.toMatchObject({ code: 'BadFile', message: 'k.json: the password does not open it' })
  await expect(decodeKeyFile('{"version":3}', 'k.json', password(''))).rejects.toMatchObject({ code: 'BadFile', message: 'k.json is no key file' })
  await expect(decodeKeyFile(`${KEY}00`, 'k.json', password(''))).rejects.toBeInstanceOf(SettingError)
})

test('a changed ciphertext is noticed', async () => {
  const text = await encodeKeystore(KEY, ADDRESS, 'secret', CHEAP)
  const changed = text.replace(/"ciphertext":"(.)/, (_, digit: string) => `"ciphertext":"${digit === '0' ? '1' : '0'}`)
  await expect(decodeKeyFile(changed, 'k.json', password('secret'))).rejects.toMatchObject({ code: 'BadFile' })
})
