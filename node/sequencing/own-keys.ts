import { readTermOfSigner, type L1Reader, type SequencerKeys, type Succession } from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import type { NodeConfig } from '../config.ts'
import { SequencingError } from './errors.ts'
import { addressOfKey } from './signer.ts'

/** The two keys that a sequencer has to have at hand, with their addresses. The third, the stake's, is kept apart. */
export interface OwnKeys {
  readonly posting: `0x${string}`
  readonly signing: `0x${string}`
  readonly poster: Address
  readonly signer: Address
}

/** Throws SequencingError MissingKey. */
export function readOwnKeys({ keys }: Pick<NodeConfig, 'keys'>): OwnKeys {
  const [posting, signing] = [requireKey(keys.posting, 'posting'), requireKey(keys.signing, 'signing')]
  return { posting, signing, poster: addressOfKey(posting), signer: addressOfKey(signing) }
}

const requireKey = (held: string | undefined, name: string): `0x${string}` => {
  if (held === undefined) throw new SequencingError('MissingKey', `a sequencer needs its ${name} key`)
  return `0x${held.replace(/^0x/, '')}`
}

export const areOurs = (own: Pick<OwnKeys, 'poster' | 'signer'>, keys: SequencerKeys): boolean => own.poster === keys.poster && own.signer === keys.signer

/**
 * Throws SequencingError WrongKey for keys that never were the sequencer's: a slip of the operator's. Those of a term that is over, or that
 * is about to begin, are none: the node follows the chain until the place is its own.
 */
export async function checkOwnKeys(own: OwnKeys, { reader, rollup, succession }: { readonly reader: L1Reader; readonly rollup: Address; readonly succession: Succession }): Promise<void> {
  const { current, pending } = succession
  if (areOurs(own, current.keys) || (pending !== undefined && areOurs(own, pending.keys))) return
  if (own.signer !== current.keys.signer && (await readTermOfSigner(reader, rollup, own.signer)) !== undefined) return
  const isPoster = own.signer === current.keys.signer
  const [name, ours, expected] = isPoster ? ['posting', own.poster, current.keys.poster] : ['signing', own.signer, current.keys.signer]
  throw new SequencingError('WrongKey', `the ${name} key is ${ours}'s; this community's is ${expected}'s: check the key file`)
}
