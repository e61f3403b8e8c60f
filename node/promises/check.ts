import { promiseDigest, type Address, type ChainConfig, type PromiseDomain, type PromiseHeader } from '@distribute/state-machine'
import type { SignedPromise } from '@distribute/bridge-contracts'
import type { KeptPromise } from '../chain/kept-promises.ts'
import { MOST_AHEAD_OF_L1 } from '../l1/clock.ts'
import { recoverNative } from '../recovery/native.ts'
import { PromiseError } from './errors.ts'
import type { Origins } from './origins.ts'
import type { Terms } from './terms.ts'

export interface CheckDependencies {
  readonly config: Pick<ChainConfig, 'genesis'>
  readonly domain: PromiseDomain
  readonly terms: Terms
  readonly origins: Origins
  /** The newest L1 block known. */
  readonly l1Head: () => bigint
}

/** Whose signature it is; undefined where it is none, or not in its one form. */
export const signerOf = (digest: Uint8Array, signature: Uint8Array): Address | undefined => {
  const v = signature[64]
  if (signature.length !== 65 || (v !== 27 && v !== 28)) return undefined
  return recoverNative(digest, signature.subarray(0, 32), signature.subarray(32, 64), v === 28 ? 1 : 0)
}

/** Takes a promise for what it says only if L1 would hold its signer to it, as things stand. Throws PromiseError, or viem's error. */
export const checkPromise = async ({ header, signature }: SignedPromise, { config, domain, terms, origins, l1Head }: CheckDependencies): Promise<KeptPromise> => {
  if (header.chainId !== config.genesis.chainId) throw new PromiseError('OtherChain', `the promise is for chain ${header.chainId}`)
  const digest = promiseDigest(header, domain)
  const signer = signerOf(digest, signature)
  const term = signer === undefined ? undefined : terms.ofSigner(signer)
  if (signer === undefined || term === undefined) throw new PromiseError('NotTheSigner', `the promise for block ${header.number} is not signed by a sequencer of this community`)
  if (header.l1Number > l1Head()) throw new PromiseError('OriginUnknown', `L1 block ${header.l1Number} is not known here yet`)
  const time = header.l1Number < term.l1Block ? undefined : await origins.timeOf(header)
  if (time === undefined) throw new PromiseError('OriginNotCanonical', `L1 has another block ${header.l1Number} than the promise for block ${header.number} names, or it is older than the term`)
  checkAge(header, time)
  return { header, signature, digest, signer }
}

const checkAge = ({ number, time, l1Number }: PromiseHeader, l1Time: bigint): void => {
  if (time <= l1Time + MOST_AHEAD_OF_L1) return
  throw new PromiseError('OriginTooOld', `the promise for block ${number} names L1 block ${l1Number}, over an hour older than it: L1 may forget that block before anybody can be held to it`)
}
