import type { Ballot, Claim, Member, ProjectSummary, Seat, Stake } from '@distribute/client/words'
import { askDistribute, askList, type Listed } from './ask-distribute.ts'

/** What `distribute_member` answers, with the account's lists, the newest projects first. */
export interface Account extends Member {
  readonly proposed: readonly ProjectSummary[]
  readonly stakes: readonly Stake[]
  readonly claims: readonly Claim[]
  readonly seats: readonly Seat[]
  readonly ballots: readonly Ballot[]
}

export interface AccountSight {
  readonly account: Account
  /** Names of the lists that have more than was asked for. */
  readonly cut: readonly string[]
}

/** Everything an account has on this chain, at most `limit` of each list. Throws CliError. */
export async function readAccount(url: string, account: string, limit: number): Promise<AccountSight> {
  const of = { account }
  const [member, proposed, stakes, claims, seats, ballots] = await Promise.all([
    askDistribute(url, 'distribute_member', of),
    askList(url, 'distribute_projects', { proposer: account }, limit),
    askList(url, 'distribute_stakes', of, limit),
    askList(url, 'distribute_claims', of, limit),
    askList(url, 'distribute_seats', of, limit),
    askList(url, 'distribute_ballots', of, limit),
  ])
  const lists: { readonly [name: string]: Listed<unknown> } = { proposed, stakes, claims, seats, ballots }
  return {
    account: { ...member, proposed: proposed.items, stakes: stakes.items, claims: claims.items, seats: seats.items, ballots: ballots.items },
    cut: Object.entries(lists).filter(([, { more }]) => more).map(([name]) => name),
  }
}
