import type { StateReader } from '@distribute/state-machine'
import { ChainError } from '../chain/errors.ts'
import type { Head } from '../chain/head.ts'
import type { BlockReference } from './block-reference.ts'
import { invalidInput, unavailable } from './errors.ts'
import type { RpcChain } from './ports.ts'
import { requireBlock } from './resolve-block.ts'

/** Reads the state after the block a client names. Throws RpcError: "header not found", or that its state is not kept. */
export async function readState<T>(chain: RpcChain, reference: BlockReference, read: (state: StateReader, block: Head) => T): Promise<T> {
  const block = await requireBlock(chain, reference)
  return chain.readAt(block.header.number, (state) => read(state, block)).catch(refuseRead)
}

/** What the chain refuses to read is the client's to know, in its words: it is no internal error. */
export function refuseRead(error: unknown): never {
  if (!(error instanceof ChainError)) throw error
  throw error.code === 'busy' ? unavailable(error.message) : invalidInput(error.message)
}
