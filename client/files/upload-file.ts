import { keccak256, type Client, type Hex } from 'viem'
import { getChainId, signTypedData } from 'viem/actions'
import { parseAccount } from 'viem/utils'
import { accountOf, type SendOptions } from '../contracts/calls.ts'
import { UPLOAD_DEADLINE_HEADER, UPLOAD_SIGNATURE_HEADER, uploadTypedData } from '../words/upload-message.ts'
import { asked, refusalOf } from './file-error.ts'
import { fileUrl } from './file-url.ts'

export interface UploadFileParameters extends Pick<SendOptions, 'account'> {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** of another node's JSON-RPC than the client's chain names */
  readonly url?: string
}

/** Half of what a node takes: clocks differ. */
const GOOD_FOR_SECONDS = 1_800

/**
 * Has a node keep a file, and answers its hash, which is what a proposal, a task list or evidence names. Asks the account, a member's,
 * for a signature. What the chain does not name within a day the node drops. Throws FileError.
 */
export async function uploadFile(client: Client, { bytes, url, ...options }: UploadFileParameters): Promise<Hex> {
  const account = parseAccount(accountOf(client, options))
  const hash = keccak256(bytes)
  const target = fileUrl(client, hash, url)
  const there = await asked(target, { method: 'HEAD' })
  if (there.ok) return hash
  const chainId = BigInt(client.chain?.id ?? (await getChainId(client)))
  const deadline = BigInt(Math.floor(Date.now() / 1_000) + GOOD_FOR_SECONDS)
  const signature = await signTypedData(client, { ...uploadTypedData({ chainId, hash, deadline }), account })
  const headers = { [UPLOAD_DEADLINE_HEADER]: String(deadline), [UPLOAD_SIGNATURE_HEADER]: signature }
  const response = await asked(target, { method: 'PUT', body: bytes, headers })
  if (response.ok) return hash
  throw await refusalOf(response)
}
