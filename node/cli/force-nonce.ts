import { forcedNonce as nonceDue } from '@distribute/client'
import { Address } from '@distribute/state-machine'
import type { L1Reader } from '@distribute/bridge-contracts'
import { usage } from './cli-error.ts'
import type { ForcePlace } from './force-place.ts'
import type { L2 } from './l2.ts'

/** The nonce that will be due when an entry made now is read, or that of who knows it better. Throws CliError where nobody says it. */
export async function forcedNonce({ reader: l2, url, writer }: L2, given: number | undefined, { place, reader }: { readonly place: ForcePlace; readonly reader: L1Reader }): Promise<bigint> {
  if (given !== undefined) return BigInt(given)
  const { cursor, chainId, facts: { contracts: { inbox } } } = place
  if (cursor === undefined) throw usage(`no node answers at ${url}, so nobody says what your nonce is`, 'give --nonce: how many transactions of yours the chain has included, forced ones too')
  return nonceDue(l2, reader, { address: Address(writer.account.address), chainId, inbox, cursor })
}
