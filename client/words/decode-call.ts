import { contractAt, decodeCalldata } from '@distribute/state-machine'
import type { Address, Call } from '@distribute/state-machine'

const SEND: Call = { kind: 'send', args: [] }

/** The call of a transaction in a block; undefined for bytes that no block holds. Empty calldata is a plain transfer. */
export function decodeCall({ to, input }: { readonly to: Address; readonly input: Uint8Array }): Call | undefined {
  if (input.length === 0) return SEND
  const contract = contractAt(to)
  const decoded = contract === undefined ? undefined : decodeCalldata(contract, input)
  return decoded?.ok === true ? decoded.call : undefined
}
