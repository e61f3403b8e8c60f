import type { Address } from '@distribute/state-machine'
import { l1Call } from './call.ts'
import type { L1Call } from './call.ts'
import { rollupAbi } from './generated/rollup.ts'
import type { L1Block } from './rollup-calls.ts'
import type { SequencerKeys } from './rollup-reads.ts'
import { hexOf, hexOfAddress } from './values.ts'

/**
 * Takes the sequencer's place, by the new staker with the stake paid in: at once after a conviction, by an offer or where the last
 * taker was idle; after silence, from the end of the grace on. The signing key must never have been named before.
 */
export const takeoverCall = (rollup: Address, next: SequencerKeys): L1Call => l1Call(rollup, { abi: rollupAbi, name: 'takeover', args: [keysTuple(next)] })

/**
 * Offers the place to these keys; by the sequencer's staker. `l1Block` is recent and holds the last batch, or is behind it: in a
 * reorganised L1 without that batch there is no offer. Whoever signs on after that breaks promises by the hand-over.
 */
export const offerHandOverCall = (rollup: Address, next: SequencerKeys, l1Block: L1Block): L1Call =>
  l1Call(rollup, { abi: rollupAbi, name: 'offerHandOver', args: [keysTuple(next), { number: l1Block.number, hash: hexOf(l1Block.hash) }] })

/** Takes the offer back; by the sequencer's staker. Until it is mined a hand-over can still come first. */
export const withdrawOfferCall = (rollup: Address): L1Call => l1Call(rollup, { abi: rollupAbi, name: 'withdrawOffer', args: [] })

/** A sequencer's keys as the contracts' ABI has them. */
export const keysTuple = ({ poster, signer, staker }: SequencerKeys) =>
  ({ poster: hexOfAddress(poster), signer: hexOfAddress(signer), staker: hexOfAddress(staker) })
