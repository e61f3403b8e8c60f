import { promiseDigest, toHex, type PromiseHeader } from '@distribute/state-machine'
import type { SignedPromise } from '@distribute/bridge-contracts'
import type { Head } from '../chain/head.ts'
import type { KeptPromise } from '../chain/kept-promises.ts'
import { PromiseError } from '../promises/errors.ts'
import { formatPromiseHeader, signedPromise } from '../promises/json.ts'
import { signerOf } from '../promises/check.ts'
import type { BlockReference } from './block-reference.ts'
import { blockReference, LATEST } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { optional } from './decoders.ts'
import { invalidInput, notSupported, unavailable } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { findBlock } from './resolve-block.ts'

/** What this node signed of a block itself. */
export const ownPromise = async ({ deps }: RpcContext, { header }: Head): Promise<SignedPromise | undefined> => {
  const own = await deps.chain.promiseOf(header.number)
  if (own === undefined) return undefined
  const { number, parentHash, time, stateRoot, bodyHash } = header
  const { chainId } = deps.chain.config.genesis
  return { header: { chainId, number, parentHash, l1Number: own.l1Number, l1Hash: own.l1Hash, time, stateRoot, bodyHash }, signature: own.signature }
}

const isOf = (promise: PromiseHeader, { header }: Head): boolean =>
  toHex(promise.parentHash) === toHex(header.parentHash) && toHex(promise.stateRoot) === toHex(header.stateRoot) && toHex(promise.bodyHash) === toHex(header.bodyHash)

/** That of the block on this chain, or the newest of those kept for a number: above the head there is no block yet, and after an L1 reorg it is signed anew. */
const keptPromise = async ({ deps }: RpcContext, number: bigint, head: Head | undefined): Promise<SignedPromise | undefined> => {
  const kept = (await deps.promises?.at(number)) ?? []
  return (head === undefined ? undefined : kept.find(({ header }) => isOf(header, head))) ?? [...kept].sort(byAge).at(-1)
}

const byAge = (a: KeptPromise, b: KeptPromise): number => (a.header.time === b.header.time ? Number(a.header.l1Number - b.header.l1Number) : Number(a.header.time - b.header.time))

/** The signed header of a block: what its sequencer answers for with its stake (docs/formats.md 7). */
export const formatPromise = ({ deps }: RpcContext, { header, signature }: SignedPromise, head?: Head): object => {
  const { l1ChainId, contracts } = deps.status.status()
  const signer = signerOf(promiseDigest(header, { l1ChainId, rollup: contracts.rollup }), signature)
  const term = signer === undefined ? undefined : deps.promises?.termOf(signer)
  return {
    domain: { name: 'Distribute', version: '1', chainId: quantity(l1ChainId), verifyingContract: contracts.rollup },
    header: formatPromiseHeader(header),
    blockHash: head !== undefined && isOf(header, head) ? toHex(head.hash) : null,
    signature: toHex(signature),
    signer: signer ?? null,
    term: term === undefined ? null : quantity(term.number),
  }
}

async function promise(context: RpcContext, reference: BlockReference): Promise<unknown> {
  const head = await findBlock(context.deps.chain, reference)
  const number = head?.header.number ?? (reference.by === 'number' ? reference.number : undefined)
  if (number === undefined) return null
  const own = head === undefined ? undefined : await ownPromise(context, head)
  const signed = own ?? (await keptPromise(context, number, head))
  return signed === undefined ? null : formatPromise(context, signed, head)
}

/** Takes a promise that somebody was given, so that this node holds the sequencer to it. */
async function submit({ deps }: RpcContext, signed: SignedPromise): Promise<unknown> {
  if (deps.promises === undefined) throw notSupported('this node keeps no promises')
  try {
    const breaches = await deps.promises.submit(signed)
    return { number: quantity(signed.header.number), breaches }
  } catch (error) {
    if (error instanceof PromiseError) throw error.code === 'OriginUnknown' ? unavailable(error.message) : invalidInput(error.message, { reason: error.code })
    deps.log.warn({ err: error }, 'L1 was not there to check a promise')
    throw unavailable('L1 does not answer: try again')
  }
}

export const rollupPromises: MethodTable = {
  rollup_getPromise: method([optional(blockReference, LATEST)], promise),
  rollup_submitPromise: method([signedPromise], submit),
}
