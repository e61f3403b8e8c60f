import type { Client, Hex } from 'viem'
import { FileError } from './file-error.ts'

/** Where a node serves a file. `url`: of the node's JSON-RPC; without it that of the client's chain. Throws FileError Unavailable. */
export function fileUrl(client: Client, hash: Hex, url = client.chain?.rpcUrls.default.http[0]): string {
  if (url === undefined) throw new FileError('Unavailable', 'neither the client’s chain nor the call names a node: give `url`')
  return new URL(`files/${hash}`, url.endsWith('/') ? url : `${url}/`).href
}
