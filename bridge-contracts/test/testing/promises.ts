import { keccak256, merkleProof, promiseDigest, proveInclusion, recordKey } from '@distribute/state-machine'
import type { Address, BatchClaim, Bytes32, PromiseHeader, Tree } from '@distribute/state-machine'
import { toHex } from 'viem'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { breachId } from '../../client/promise-calls.ts'
import type { Breach, ClaimedBlock, SignedPromise } from '../../client/promise-calls.ts'
import { addressOf, bytesOf, hexOf } from '../../client/values.ts'
import { accountAt } from './anvil.ts'
import type { Anvil } from './anvil.ts'
import { filler } from './community.ts'
import type { Community } from './community.ts'

/** A signing key with its address. */
export interface SigningKey {
  readonly account: { sign(parameters: { readonly hash: Hex }): Promise<Hex> }
  readonly address: Address
}

export const signingKey = (seed: string): SigningKey => {
  const account = privateKeyToAccount(toHex(keccak256(new TextEncoder().encode(seed))))
  return { account, address: addressOf(account.address) }
}

/** That of a community's founder. */
export const founderKey = (): SigningKey => ({ account: accountAt(3), address: addressOf(accountAt(3).address) })

export const domainOf = ({ deployment }: Community) => ({ l1ChainId: deployment.l1ChainId, rollup: deployment.contracts.rollup })

/** Signs a header as the sequencer does. */
export async function sign(community: Community, { account }: SigningKey, header: PromiseHeader): Promise<SignedPromise> {
  const digest = promiseDigest(header, domainOf(community))
  return { header, signature: bytesOf(await account.sign({ hash: hexOf(digest) })) }
}

/** A header on the newest L1 block. */
export async function headerOf(anvil: Anvil, community: Community, fields: Partial<PromiseHeader> = {}): Promise<PromiseHeader> {
  const { number, hash, timestamp } = await anvil.reader.getBlock()
  const common = { chainId: community.genesis.chainId, l1Number: number, l1Hash: bytesOf(hash), time: timestamp }
  return { ...common, number: 1n, parentHash: filler(1), stateRoot: filler(2), bodyHash: filler(7), ...fields }
}

/** The block whose last root is that of `state`, in a batch of `roots`. */
export function claimedBlock(state: Tree, claim: BatchClaim, index: bigint, roots: readonly Bytes32[] = [state.root()]): ClaimedBlock {
  const segment = roots.length - 1
  return { index, claim, segment, root: state.root(), path: merkleProof(roots, segment), chain: proveInclusion(state, recordKey('chain')) }
}

export const idOf = (community: Community, breach: Breach, ...signed: readonly SignedPromise[]): Bytes32 => {
  const [first, second] = signed.map(({ header }) => promiseDigest(header, domainOf(community)))
  return breachId(breach, first!, second)
}

/** The same signature in its other form, which is none: high s. */
export function malleated({ header, signature }: SignedPromise): SignedPromise {
  const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const s = ORDER - BigInt(hexOf(signature.subarray(32, 64)))
  const other: Hex = `0x${s.toString(16).padStart(64, '0')}`
  return { header, signature: Uint8Array.of(...signature.subarray(0, 32), ...bytesOf(other), signature[64] === 27 ? 28 : 27) }
}
