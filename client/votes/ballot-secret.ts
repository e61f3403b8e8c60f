import { keccak256, toHex, type Hex, type TypedDataDefinition } from 'viem'
import { systemContracts } from '@distribute/bridge-contracts'
import { Address, ballotSecret, CURRENCIES, fromHex, type Currency } from '@distribute/state-machine'

/** Which ballot: an account has two in a poll, one a currency. */
export interface Ballot {
  readonly chainId: number
  readonly project: bigint
  readonly task: bigint
  readonly voter: Hex
  readonly currency: Currency
}

/** What a ballot hides until it is revealed, and the hash that was committed to. */
export interface BallotSecret {
  readonly choice: boolean
  readonly salt: Hex
  readonly secretHash: Hex
}

/** Whoever signs as the voter: an account with its key, or a wallet. */
export interface TypedDataSigner {
  readonly signTypedData: (data: TypedDataDefinition<typeof TYPES, 'BallotSalt'>) => Promise<Hex>
}

const TYPES = {
  BallotSalt: [
    { name: 'project', type: 'uint256' }, { name: 'task', type: 'uint256' }, { name: 'currency', type: 'uint8' }, { name: 'choice', type: 'bool' },
  ],
} as const

/** The hash that a choice and a salt commit to. protocol.md section 5. */
export function secretOf({ chainId, project, task, voter, currency }: Ballot, choice: boolean, salt: Hex): BallotSecret {
  const place = { id: project, index: task, currency: BigInt(CURRENCIES[currency]) }
  return { choice, salt, secretHash: toHex(ballotSecret(BigInt(chainId), place, Address(voter), choice, fromHex(salt))) }
}

/**
 * The salt is the keccak256 of the voter's EIP-712 signature over `BallotSalt(project, task, currency, choice)`, domain Distribute 1,
 * this chain, the voting contract. Signatures of a local key, and of most wallets, are deterministic (RFC 6979): who has the key can
 * make the salt anew. Not all wallets' are, so a secret is kept besides.
 */
export async function deriveSecret(signer: TypedDataSigner, ballot: Ballot, choice: boolean): Promise<BallotSecret> {
  const { chainId, project, task, currency } = ballot
  const signature = await signer.signTypedData({
    domain: { name: 'Distribute', version: '1', chainId, verifyingContract: systemContracts.voting.address },
    types: TYPES,
    primaryType: 'BallotSalt',
    message: { project, task, currency: CURRENCIES[currency], choice },
  })
  return secretOf(ballot, choice, keccak256(signature))
}
