import type { Account, Client, Hex } from 'viem'
import { getChainId, signTypedData } from 'viem/actions'
import { parseAccount } from 'viem/utils'
import { CURRENCIES, type Currency } from '@distribute/state-machine'
import { readContract } from 'viem/actions'
import { systemContracts } from '@distribute/bridge-contracts'
import { accountOf, systemCalls, type SendOptions } from '../contracts/calls.ts'
import { DistributeError, explained } from '../contracts/distribute-error.ts'
import { deriveSecret, type Ballot, type TypedDataSigner } from './ballot-secret.ts'
import { findOrDerive } from './find-or-derive.ts'
import { keepSecret, type SecretStore } from './secret-store.ts'

/** Which ballot of the client's account, and where its secret is kept. */
export interface VoteParameters extends SendOptions {
  /** the project */
  readonly id: bigint
  /** the task in it */
  readonly index: bigint
  readonly currency: Currency
  readonly store: SecretStore
}

export interface CommitParameters extends VoteParameters {
  /** true: it was done */
  readonly choice: boolean
  /** base units of the account's voting rights */
  readonly amount: bigint
}

interface Voter {
  readonly account: Account
  readonly signer: TypedDataSigner
  readonly ballot: Ballot
}

async function voterOf(client: Client, { id: project, index: task, currency, ...options }: Omit<VoteParameters, 'store'>): Promise<Voter> {
  const account = parseAccount(accountOf(client, options))
  const chainId = client.chain?.id ?? (await getChainId(client))
  const ballot = { chainId, project, task, voter: account.address, currency }
  return { account, ballot, signer: { signTypedData: (data) => signTypedData(client, { ...data, account }) } }
}

/**
 * Commits a ballot on a disputed task. What opens it is kept in the store before anything is sent: it has to be revealed once the commit
 * period is over, with `revealVote`, or does not count. Asks the wallet for a signature, then for the transaction. Throws DistributeError.
 */
export const commitVote = (client: Client, { choice, amount, store, ...parameters }: CommitParameters): Promise<Hex> =>
  explained(async () => {
    const { id, index, currency, ...options } = parameters
    const { account, ballot, signer } = await voterOf(client, parameters)
    const secret = await deriveSecret(signer, ballot, choice)
    await keepSecret(store, ballot, secret)
    return systemCalls(client).voting.commit({ id, index, currency, secretHash: secret.secretHash, amount }, { ...options, account })
  })

/**
 * Reveals a ballot with its kept secret, or with one derived anew from the wallet's signature. Throws DistributeError: NoBallot, and
 * SecretLost where neither opens what was committed.
 */
export const revealVote = (client: Client, { store, ...parameters }: VoteParameters): Promise<Hex> =>
  explained(async () => {
    const { id, index, currency, ...options } = parameters
    const { account, ballot, signer } = await voterOf(client, parameters)
    const [committed, amount] = await readContract(client, { ...systemContracts.voting, functionName: 'ballotOf', args: [id, index, account.address, CURRENCIES[currency]] })
    if (amount === 0n) throw new DistributeError({ code: 'NoBallot', what: 'there is no such ballot', advice: 'look it up among the account’s ballots', rule: 'NoBallot' })
    const secret = await findOrDerive(signer, store, { ballot, committed })
    if (secret === undefined) {
      throw new DistributeError({ code: 'SecretLost', what: 'the ballot’s secret is not in the store, and the wallet’s signature does not make it anew', advice: 'look for it where it was committed; what it locks comes back after the poll' })
    }
    return systemCalls(client).voting.reveal({ id, index, currency, choice: secret.choice, salt: secret.salt }, { ...options, account })
  })
