import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWalletClient, http, keccak256, toHex, type Hex } from 'viem'
import { FileError, fetchFile, uploadFile } from '@distribute/client'
import { uploadTypedData } from '@distribute/client/words'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accounts, CHAIN_ID, startTestNode, type TestNode } from '../rpc/testing/node.ts'
import { createDocuments, type Documents } from './documents.ts'
import { createFileHandler } from './http.ts'
import { lowerAddress } from './lower-address.ts'
import { openFileStore, type FileStore } from './store.ts'

const [ada, bob, carol] = accounts
const LIMIT = 64 * 1_024
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const text = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words)

let directory: string
let node: TestNode
let store: FileStore
let documents: Documents
let named: Set<Hex>
let ahead = 0
const outcomes: string[] = []
const faults: unknown[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-files-'))
  named = new Set()
  ahead = 0
  outcomes.splice(0)
  faults.splice(0)
  await open()
})
afterEach(async () => {
  await node.close()
  await rm(directory, { recursive: true, force: true })
  expect(faults).toEqual([])
})

async function open(): Promise<void> {
  store = await openFileStore(directory)
  const members = [ada, bob].map(({ address }) => lowerAddress(address))
  const isMember = (account: string): boolean => members.some((member) => member === account)
  const sizes = { fileBytes: LIMIT, quotaBytes: 10 * LIMIT, memberBytes: 3 * LIMIT }
  documents = createDocuments({ chainId: BigInt(CHAIN_ID), ...sizes }, { store, isMember, named: async () => named, now: () => Date.now() + ahead })
  const files = createFileHandler(documents, { onUpload: (outcome) => outcomes.push(outcome), onFault: (error) => faults.push(error) })
  node = await startTestNode({ files })
}
const clientOf = (account = ada) => createWalletClient({ account, transport: http(node.url) })
const upload = (bytes: Uint8Array<ArrayBuffer>, account = ada): Promise<Hex> => uploadFile(clientOf(account), { bytes, url: node.url })
const refusal = async (bytes: Uint8Array<ArrayBuffer>, account = ada): Promise<string> => {
  const error = await upload(bytes, account).catch((thrown: unknown) => thrown)
  return error instanceof FileError ? error.code : `no FileError: ${String(error)}`
}
async function signed(bytes: Uint8Array, { account = ada, deadline = BigInt(Math.floor(Date.now() / 1_000) + 60), chainId = BigInt(CHAIN_ID) } = {}): Promise<Record<string, string>> {
  const signature = await account.signTypedData(uploadTypedData({ chainId, hash: keccak256(bytes), deadline }))
  return { 'x-upload-deadline': String(deadline), 'x-upload-signature': signature }
}
const put = (hash: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${node.url}/files/${hash}`, { method: 'PUT', body, headers })
const all = async (path: string): Promise<string[]> => (await readdir(join(directory, path), { recursive: true }).catch(() => [])).filter((name) => name.includes('.'))

test('a file comes back as it was, as what its bytes are, and so that no browser opens it', async () => {
  const hash = await upload(JPEG)
  expect(hash).toBe(keccak256(JPEG))
  expect(await fetchFile(clientOf(bob), { hash, url: node.url })).toEqual({ bytes: JPEG, type: 'image/jpeg' })
  const response = await fetch(`${node.url}/files/${hash}`)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/jpeg', 'content-length': '7', 'content-disposition': `attachment; filename="${hash.slice(2, 14)}.jpg"`, 'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'public, max-age=31536000, immutable', etag: `"${hash}"`,
  })
  expect((await fetch(`${node.url}/files/${hash}`, { headers: { 'if-none-match': `"${hash}"` } })).status).toBe(304)
  const page = await upload(text('<!doctype html><script>alert(1)</script>'))
  expect((await fetchFile(clientOf(), { hash: page, url: node.url })).type).toBe('text/plain; charset=utf-8')
  expect(outcomes).toEqual(['kept', 'kept'])
})

test('a node that gives other bytes than the chain names is found out', async () => {
  const hash = await upload(text('the roof is done'))
  await writeFile(store.get(hash)!.path, 'the roof is not!')
  await expect(fetchFile(clientOf(), { hash, url: node.url })).rejects.toMatchObject({ code: 'Tampered' })
  await expect(fetchFile(clientOf(), { hash: keccak256('0x00'), url: node.url })).rejects.toMatchObject({ code: 'NotFound' })
  await expect(fetchFile(clientOf(), { hash, url: node.url, limit: 5 })).rejects.toMatchObject({ code: 'TooLarge' })
})

test('nothing is taken from who is no member, under another hash, for another chain, or with an old signature', async () => {
  const bytes = text('evidence')
  const hash = keccak256(bytes)
  expect(await refusal(bytes, carol)).toBe('NotAMember')
  const codes: unknown[] = []
  const now = BigInt(Math.floor(Date.now() / 1_000))
  const wrong = [{}, await signed(bytes, { chainId: 1n }), await signed(bytes, { deadline: now - 5n }), await signed(bytes, { deadline: now + 7_200n }), await signed(text('other'))]
  for (const headers of wrong) codes.push(((await (await put(hash, bytes, headers)).json()) as { code: string }).code)
  // A signature for another chain or another file is somebody's, who is no member.
  expect(codes).toEqual(['BadSignature', 'NotAMember', 'BadSignature', 'BadSignature', 'NotAMember'])
  const response = await put(hash, text('other bytes'), await signed(bytes))
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([422, 'WrongHash'])
  expect((await put('0x12', bytes)).status).toBe(400)
  expect((await fetch(`${node.url}/files/../../etc/passwd`)).status).toBe(404)
  expect(await all('.')).toEqual([])
})

test('what is too large, no photo, document or text, or too much is refused; what is named counts against nobody', async () => {
  expect(await refusal(new Uint8Array(LIMIT + 1).fill(65))).toBe('TooLarge')
  expect(await refusal(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0]))).toBe('WrongType')
  expect(await refusal(new Uint8Array(0))).toBe('WrongType')
  const large = (letter: number): Uint8Array<ArrayBuffer> => new Uint8Array(LIMIT).fill(letter)
  for (const letter of [65, 66, 67]) named.add(await upload(large(letter)))
  // The look through all projects is due again only after a while; it was never done yet.
  expect(await upload(large(68))).toBe(keccak256(large(68)))
  expect(store.unnamed().map(({ hash }) => hash)).toEqual([keccak256(large(68))])
  for (const letter of [69, 70]) await upload(large(letter))
  expect(await refusal(text('one more'))).toBe('MemberFull')
  expect(await upload(text('of another member'), bob)).toMatch(/^0x/)
  for (const letter of [71, 72]) await upload(large(letter), bob)
  expect(await refusal(large(73), bob)).toBe('MemberFull')
  ahead += 20_000
  for (const letter of [69, 70]) named.add(keccak256(large(letter)))
  expect(await upload(large(74))).toMatch(/^0x/)
  expect(await refusal(large(75), bob)).toBe('Full')
  expect(await upload(large(74), bob)).toBe(keccak256(large(74)))
})

test('after a day what nothing names is gone, and what something names stays, over restarts too', async () => {
  const [kept, lost] = [await upload(text('named')), await upload(text('not named'))]
  named.add(kept)
  expect(await documents.tidy()).toEqual({ named: 1, dropped: 0 })
  const yesterday = new Date(Date.now() - 90_000_000)
  await utimes(store.get(lost)!.path, yesterday, yesterday)
  await node.close()
  await open()
  expect(store.get(kept)).toMatchObject({ by: undefined, size: 5 })
  expect(await documents.tidy()).toEqual({ named: 0, dropped: 1 })
  expect([store.get(lost), store.total()]).toEqual([undefined, { files: 1, bytes: 4_096 }])
  expect(await all('.')).toEqual([join('named', `${kept}.txt`)])
})

test('the same bytes sent twenty times at once are one file', async () => {
  const bytes = text('at once')
  const headers = await signed(bytes)
  const answers = await Promise.all(Array.from({ length: 20 }, () => put(keccak256(bytes), bytes, headers)))
  expect(answers.map(({ status }) => status).every((status) => status === 201 || status === 503)).toBe(true)
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(7)
  expect(store.total()).toEqual({ files: 1, bytes: 4_096 })
  expect(await all('.')).toHaveLength(1)
})

const WRITER = `
import { openFileStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)}
import { keccak256, toHex } from 'viem'
const store = await openFileStore(process.argv[1])
const by = '0x' + 'a1'.repeat(20)
for (let i = 0; ; i++) {
  const bytes = new Uint8Array(60_000 + i).fill(65 + (i % 20))
  const hash = keccak256(bytes)
  await store.put({ hash, bytes, content: { type: 'text/plain', extension: 'txt' }, by })
  process.stdout.write(hash + '\\n')
}`

test('a kill in the middle of writing leaves every file whole that was answered for, and none that is not', async () => {
  const place = join(directory, 'killed')
  await mkdir(place)
  let answered = ''
  for (let round = 0; round < 2; round++) {
    const writer = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', WRITER, place], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise<void>((resolve) => {
      writer.stdout.on('data', (data: Buffer) => {
        answered += data.toString()
        if (answered.split('\n').length > 8 * (round + 1)) writer.kill('SIGKILL')
      })
      writer.on('close', () => resolve())
    })
    const reopened = await openFileStore(place)
    const hashes = answered.split('\n').filter((line) => line.length === 66)
    for (const hash of hashes) {
      const file = reopened.get(hash as Hex)
      expect(keccak256(await readFile(file!.path)), 'whole').toBe(hash)
    }
    for (const file of reopened.unnamed()) expect(toHex(await readFile(file.path)).length).toBe(2 + 2 * file.size)
    expect(await readdir(join(place, 'writing'))).toEqual([])
  }
}, 30_000)
