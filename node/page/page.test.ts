import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPage } from './page.ts'
import { etagOf, readPageFiles } from './page-files.ts'

let directory: string
let server: Server
let url: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-page-'))
  await mkdir(join(directory, 'dist/assets'), { recursive: true })
  await mkdir(join(directory, 'dist/.vite'))
  const files = { 'dist/index.html': '<p>page</p>', 'dist/assets/index-abcd1234.js': 'run()', 'dist/assets/index-abcd1234.js.gz': gzipSync('run()'), 'dist/.vite/manifest.json': '{}', 'secret.txt': 'secret' }
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text)
  const found = await readPageFiles(join(directory, 'dist'))
  const page = createPage({ files: found ?? new Map(), l1Url: 'http://l1.example:8545' })
  server = createServer((request, response) => {
    if (!page(request, response)) response.writeHead(404).end('not the page')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await rm(directory, { recursive: true })
})

const get = (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(url + path, { headers: { accept: 'text/html', 'accept-encoding': 'identity', ...headers } })

test('a directory that is not there, or holds no page, is none', async () => {
  expect(await readPageFiles(join(directory, 'nowhere'))).toBeUndefined()
  expect(await readPageFiles(join(directory, 'dist/assets'))).toBeUndefined()
})

test('the page and its routes are index.html, to browsers only, and never from a cache unasked', async () => {
  for (const path of ['/', '/money', '/projects/3', '/?a=b']) {
    const response = await get(path)
    expect([response.status, await response.text(), response.headers.get('cache-control')]).toEqual([200, '<p>page</p>', 'no-cache'])
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  }
  expect((await get('/', { accept: '*/*' })).status).toBe(404)
  expect((await get('/lost.js')).status).toBe(404)
})

test('assets never change, come packed where that is understood, and are not sent twice', async () => {
  const plain = await get('/assets/index-abcd1234.js')
  expect([await plain.text(), plain.headers.get('cache-control'), plain.headers.get('content-encoding')]).toEqual(['run()', 'public, max-age=31536000, immutable', null])
  const packed = await get('/assets/index-abcd1234.js', { 'accept-encoding': 'br;q=0, gzip' })
  expect([await packed.text(), packed.headers.get('content-encoding'), packed.headers.get('vary')]).toEqual(['run()', 'gzip', 'accept-encoding'])
  const again = await get('/assets/index-abcd1234.js', { 'if-none-match': plain.headers.get('etag') ?? '' })
  expect(again.status).toBe(304)
})

test('nothing but the page is ever served: no path leads out of it, nor to what building left', async () => {
  for (const path of ['/../secret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/.vite/manifest.json', '/assets/', '//secret.txt']) {
    const response = await get(path)
    expect(await response.text(), path).not.toMatch(/secret|\{\}/)
  }
})

test('everything comes with the policy, and only an address of L1 that the member has entered is let into it', async () => {
  const policy = async (cookie: string): Promise<string> => (await get('/', { cookie })).headers.get('content-security-policy') ?? ''
  const strict = await policy('')
  expect(strict).toContain("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'")
  expect(strict).toContain("connect-src 'self';")
  expect(strict).toContain("frame-ancestors 'none'")
  expect(await policy(`a=b; distribute-l1=${encodeURIComponent('https://rpc.example')}`)).toContain("connect-src 'self' https://rpc.example;")
  for (const bad of ['*', "https://rpc.example; script-src 'unsafe-inline'", 'https://rpc.example *', 'javascript:x', 'https://a.example/path', '%zz', 'https://*.example']) {
    expect(await policy(`distribute-l1=${bad.includes('%zz') ? bad : encodeURIComponent(bad)}`), bad).toBe(strict)
  }
  const { headers } = await get('/assets/index-abcd1234.js')
  expect([headers.get('x-content-type-options'), headers.get('referrer-policy'), headers.get('content-security-policy')]).toEqual(['nosniff', 'no-referrer', strict])
})

test('another L1 is another answer: what was kept for one is not taken for the other', async () => {
  const before = (await get('/')).headers.get('etag') ?? ''
  const cookie = `distribute-l1=${encodeURIComponent('http://127.0.0.1:8545')}`
  expect((await get('/', { 'if-none-match': before })).status).toBe(304)
  expect((await get('/', { 'if-none-match': before, cookie })).status).toBe(200)
})

test('what the operator proposes as L1 is told, not asked', async () => {
  expect(await (await get('/page.json')).json()).toEqual({ l1Url: 'http://l1.example:8545' })
})

test('of two facts that begin alike each has its own tag', () => {
  const [one, other] = ['a', 'b'].map((end) => etagOf(Buffer.from(`{"l1Url":"https://a-provider-with-a-long-name.example/key/${end}"}`)))
  expect(one).not.toBe(other)
})
