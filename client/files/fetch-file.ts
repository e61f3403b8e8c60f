import { keccak256, type Client, type Hex } from 'viem'
import { asked, FileError, refusalOf } from './file-error.ts'
import { fileUrl } from './file-url.ts'

export interface FetchFileParameters {
  /** As the chain names it: a project's or a task's contentHash, or the hash of evidence. */
  readonly hash: Hex
  /** of another node's JSON-RPC than the client's chain names */
  readonly url?: string
  /** bytes that are read at most; 100 MiB where it is not given */
  readonly limit?: number
}

export interface FetchedFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** as the node says it, from the bytes: of a handful that are taken */
  readonly type: string
}

const DEFAULT_LIMIT = 100 * 1_024 * 1_024

async function readBytes(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  const body: ReadableStream<Uint8Array> | null = response.body
  const reader = body?.getReader()
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    size += part.value.length
    if (size > limit) {
      await reader?.cancel()
      throw new FileError('TooLarge', `the file has more than ${limit} bytes`)
    }
    chunks.push(part.value)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** The bytes behind a hash of the chain, from a node that need not be trusted: other bytes are a FileError `Tampered`. Throws FileError. */
export async function fetchFile(client: Client, { hash, url, limit = DEFAULT_LIMIT }: FetchFileParameters): Promise<FetchedFile> {
  const response = await asked(fileUrl(client, hash, url))
  if (!response.ok) throw await refusalOf(response)
  const bytes = await readBytes(response, limit)
  if (keccak256(bytes) !== hash) throw new FileError('Tampered', 'the node’s bytes are not those that the chain names: do not trust them')
  return { bytes, type: response.headers.get('content-type') ?? 'application/octet-stream' }
}
