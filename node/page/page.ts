import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { etagOf, type PageFile, type PageFiles } from './page-files.ts'
import { ownL1Origin, securityHeaders } from './page-security.ts'

/** Where `npm ci` or the first devnet leaves the built page. */
export const PAGE_DIRECTORY = fileURLToPath(new URL('../../dashboard/dist/', import.meta.url))

export interface PageOptions {
  readonly files: PageFiles
  /** What the page proposes as a member's L1; she may enter another. */
  readonly l1Url: string | undefined
}

/** Answers a GET or HEAD that is for the page, and says so; others are left to who asked. */
export type Page = (request: IncomingMessage, response: ServerResponse) => boolean

const YEAR_SECONDS = 31_536_000
const FACTS = '/page.json'

/** The members' page as static files, and its own routes, which all are index.html. */
export function createPage({ files, l1Url }: PageOptions): Page {
  const facts = jsonFile({ l1Url: l1Url ?? null })
  return (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?')
    const found = path === FACTS ? facts : path === '/index.html' ? undefined : files.get(path)
    if (found !== undefined) return send(request, response, found)
    const index = files.get('/index.html')
    if (index === undefined || !isRoute(path) || !wantsHtml(request)) return false
    return sendIndex(request, response, index)
  }
}

/** The page's own addresses have no dots: what looks like a file and is none is not found. */
const isRoute = (path: string): boolean => /^\/[\w/-]*$/.test(path)
const wantsHtml = ({ headers }: IncomingMessage): boolean => (headers.accept ?? '').includes('text/html')

function jsonFile(value: object): PageFile {
  const bytes = Buffer.from(`${JSON.stringify(value)}\n`)
  return { type: 'application/json', etag: etagOf(bytes), immutable: false, bytes, br: undefined, gzip: undefined }
}

/** The policy belongs to what is kept of the answer: another L1 makes another answer. */
function sendIndex(request: IncomingMessage, response: ServerResponse, index: PageFile): boolean {
  const l1 = ownL1Origin(request)
  const etag = l1 === undefined ? index.etag : `"${index.etag.slice(1, -1)}.${Buffer.from(l1).toString('base64url')}"`
  return send(request, response, { ...index, etag }, { ...securityHeaders(l1), vary: 'accept, accept-encoding, cookie' })
}

function send(request: IncomingMessage, response: ServerResponse, file: PageFile, more: OutgoingHttpHeaders = { ...securityHeaders(undefined), vary: 'accept-encoding' }): boolean {
  const headers = { ...more, 'content-type': file.type, etag: file.etag, 'cache-control': file.immutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache' }
  if (isFresh(request, file.etag)) {
    response.writeHead(304, headers).end()
    return true
  }
  const [encoding, bytes] = packed(request, file)
  response.writeHead(200, { ...headers, ...(encoding === undefined ? {} : { 'content-encoding': encoding }), 'content-length': bytes.length })
  response.end(request.method === 'HEAD' ? undefined : bytes)
  return true
}

const isFresh = ({ headers }: IncomingMessage, etag: string): boolean =>
  (headers['if-none-match'] ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag)

function packed({ headers }: IncomingMessage, { bytes, br, gzip }: PageFile): readonly [string | undefined, Buffer] {
  const taken = String(headers['accept-encoding'] ?? '').toLowerCase()
  const takes = (name: string): boolean => new RegExp(`(^|,)\\s*${name}\\s*(;\\s*q=(?!0(\\.0+)?\\s*(,|$))[^,]*)?\\s*(,|$)`).test(taken)
  if (br !== undefined && takes('br')) return ['br', br]
  if (gzip !== undefined && takes('gzip')) return ['gzip', gzip]
  return [undefined, bytes]
}
