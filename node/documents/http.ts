import { createReadStream } from 'node:fs'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { FILE_ERRORS, UPLOAD_DEADLINE_HEADER, UPLOAD_SIGNATURE_HEADER, type FileErrorCode } from '@distribute/client/words'
import type { Hex } from 'viem'
import { typeOfExtension } from './content-type.ts'
import type { Documents, UploadRequest } from './documents.ts'
import { readFileBody } from './read-file-body.ts'
import type { KeptFile } from './store.ts'

/** What a request for a file brings with it. */
export interface FileExchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** What the server says of who may read the answer. */
  readonly cors: OutgoingHttpHeaders
}

export interface FileHandler {
  /** Answers a request whose path begins with FILES_PATH. */
  handle(exchange: FileExchange): Promise<void>
}

export interface FileHandlerEvents {
  /** Told of each upload that was answered: 'kept', or why not. */
  readonly onUpload: (outcome: 'kept' | FileErrorCode) => void
  /** Told where the disk does not do as it should. */
  readonly onFault: (error: unknown) => void
}

export const FILES_PATH = '/files/'

const STATUS: Readonly<Record<FileErrorCode, number>> = {
  FilesOff: 404, NotFound: 404, BadHash: 400, BadSignature: 401, NotAMember: 403, TooLarge: 413, WrongHash: 422, WrongType: 415, MemberFull: 429, Full: 507, Busy: 503,
}
/** Bodies that are read at a time: each lies in memory. */
const MOST_UPLOADS = 8

/**
 * A browser must never take a member's file for a page of this node's: it is offered to be saved, its type is not guessed, and
 * where it is opened all the same, it may run nothing and load nothing.
 */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
} as const

const isHash = (text: string): text is Hex => /^0x[0-9a-f]{64}$/.test(text)

function answer({ response, cors }: FileExchange, status: number, value: object): void {
  const body = `${JSON.stringify(value)}\n`
  response.writeHead(status, { ...cors, ...SAFE_HEADERS, 'content-type': 'application/json', 'cache-control': 'no-store', 'content-length': Buffer.byteLength(body), ...(status >= 400 ? { connection: 'close' } : {}) })
  response.end(body)
}

const refuse = (exchange: FileExchange, code: FileErrorCode): void => answer(exchange, STATUS[code], { code, message: FILE_ERRORS[code] })

function headersOf({ hash, extension, size }: KeptFile): OutgoingHttpHeaders {
  return {
    ...SAFE_HEADERS,
    'content-type': typeOfExtension(extension) ?? 'application/octet-stream',
    'content-length': size,
    'content-disposition': `attachment; filename="${hash.slice(2, 14)}.${extension}"`,
    // Other bytes would have another hash, and so another address.
    'cache-control': 'public, max-age=31536000, immutable',
    etag: `"${hash}"`,
  }
}

function serve({ request, response, cors }: FileExchange, file: KeptFile, onFault: (error: unknown) => void): void {
  const headers = { ...cors, ...headersOf(file) }
  if (request.headers['if-none-match'] === headers['etag']) {
    const { 'content-length': _, ...rest } = headers
    return void response.writeHead(304, rest).end()
  }
  response.writeHead(200, headers)
  if (request.method === 'HEAD') return void response.end()
  pipeline(createReadStream(file.path), response, (error) => {
    // Somebody who goes away in the middle is no fault of the disk.
    if (error !== null && error !== undefined && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') onFault(error)
  })
}

const single = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value : '')

/** Undefined where the headers of a signature are missing or are none. */
function uploadOf({ headers }: IncomingMessage, hash: Hex): UploadRequest | undefined {
  const deadline = single(headers[UPLOAD_DEADLINE_HEADER])
  const signature = single(headers[UPLOAD_SIGNATURE_HEADER])
  if (!/^\d{1,12}$/.test(deadline) || !/^0x[0-9a-fA-F]{130}$/.test(signature)) return undefined
  return { hash, deadline: BigInt(deadline), signature: `0x${signature.slice(2)}` }
}

/** GET and PUT of /files/<hash>. */
export function createFileHandler(documents: Documents, { onUpload, onFault }: FileHandlerEvents): FileHandler {
  let uploads = 0
  const refuseUpload = (exchange: FileExchange, code: FileErrorCode): void => {
    onUpload(code)
    refuse(exchange, code)
  }
  const upload = async (exchange: FileExchange, hash: Hex): Promise<void> => {
    const request = uploadOf(exchange.request, hash)
    if (request === undefined) return refuseUpload(exchange, 'BadSignature')
    const admitted = await documents.admit(request)
    if (!admitted.ok) return refuseUpload(exchange, admitted.code)
    const body = await readFileBody(exchange.request, documents.fileBytes)
    if (body === 'aborted') return void exchange.response.destroy()
    if (body === 'too large') return refuseUpload(exchange, 'TooLarge')
    const taken = await documents.take(hash, body, admitted.value)
    if (!taken.ok) return refuseUpload(exchange, taken.code)
    const { extension, size } = taken.value
    onUpload('kept')
    answer(exchange, 201, { hash, size, type: typeOfExtension(extension) })
  }
  const limited = async (exchange: FileExchange, hash: Hex): Promise<void> => {
    if (uploads >= MOST_UPLOADS) return refuseUpload(exchange, 'Busy')
    uploads++
    try {
      await upload(exchange, hash)
    } finally {
      uploads--
    }
  }
  return {
    async handle(exchange) {
      const { request, response } = exchange
      const [path = ''] = (request.url ?? '').split('?')
      const hash = path.slice(FILES_PATH.length)
      if (!isHash(hash)) return refuse(exchange, 'BadHash')
      try {
        if (request.method === 'PUT') return await limited(exchange, hash)
        const file = documents.get(hash)
        if (file === undefined) return refuse(exchange, 'NotFound')
        return serve(exchange, file, onFault)
      } catch (error) {
        onFault(error)
        response.destroy()
      }
    },
  }
}

/** A node that keeps no files. */
export const noFiles: FileHandler = { handle: async (exchange) => refuse(exchange, 'FilesOff') }
