import type { Hex } from 'viem'
import { deriveSecret, type Ballot, type BallotSecret, type TypedDataSigner } from './ballot-secret.ts'
import { findSecret, type SecretStore } from './secret-store.ts'

/** The secret that was committed to: as it was kept, or else derived from the signer with each choice; undefined where neither is it. */
export async function findOrDerive(signer: TypedDataSigner, store: SecretStore, { ballot, committed }: { readonly ballot: Ballot; readonly committed: Hex }): Promise<BallotSecret | undefined> {
  const kept = await findSecret(store, ballot, committed)
  if (kept !== undefined) return kept
  for (const choice of [true, false]) {
    const derived = await deriveSecret(signer, ballot, choice)
    if (derived.secretHash === committed) return derived
  }
  return undefined
}
