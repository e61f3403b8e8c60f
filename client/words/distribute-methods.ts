import type { Shape } from './shapes.ts'

export interface MethodShape {
  readonly words: string
  /** Fields of the one object it takes; of `positional` ones: its arguments in order. */
  readonly params: Readonly<Record<string, string>>
  readonly positional?: true
  readonly result: Shape
}

const PAGE = { cursor: 'bytes: the `next` of the page before', limit: '1 to 200; 50 where it is not given' } as const
const ACCOUNT = { account: 'address; required' } as const
const EITHER = { account: 'address', project: 'quantity; one of the two is required' } as const

/** Every method of `distribute_`: what it takes and answers. docs/distribute-rpc.md is written from it. */
export const DISTRIBUTE_METHODS = {
  distribute_community: { words: 'The community in one answer.', params: {}, result: 'Community' },
  distribute_parameters: { words: 'What the genesis file fixed.', params: {}, result: 'Genesis' },
  distribute_series: {
    words: 'Pool, price, members and projects over time, the oldest first and the present last: what stood at most every ten minutes, spread over the time since `from`.',
    params: { from: 'quantity: seconds; since the first block where it is not given', points: '2 to 500; 120 where it is not given' },
    result: { list: 'Sample' },
  },
  distribute_projects: {
    words: 'Projects, the newest first, of all or of those in a stage or by a proposer. The stage is the one recorded; `due` says where a call now would find another.',
    params: { stage: 'stage', proposer: 'address', ...PAGE },
    result: { page: 'ProjectSummary' },
  },
  distribute_project: { words: 'One project in full; null where there is none.', params: { id: 'quantity; required' }, result: { nullable: 'Project' } },
  distribute_taskLists: { words: 'The task lists submitted for a project, with their tasks and support, in the order of their roots.', params: { project: 'quantity; required', ...PAGE }, result: { page: 'TaskList' } },
  distribute_member: { words: 'The profile of an account, member or not.', params: ACCOUNT, result: 'Member' },
  distribute_stakes: { words: 'Stakes of an account, the newest project first, or on a project; settled ones too.', params: { ...EITHER, ...PAGE }, result: { page: 'Stake' } },
  distribute_claims: { words: 'Tasks that an account has ever claimed, the newest project first.', params: { ...ACCOUNT, ...PAGE }, result: { page: 'Claim' } },
  distribute_seats: {
    words: 'Seats of a validator, the newest project first, or in a project or one of its tasks.',
    params: { ...EITHER, index: 'quantity: the task, with project', ...PAGE },
    result: { page: 'Seat' },
  },
  distribute_ballots: { words: 'Ballots of a voter, the newest project first.', params: { ...ACCOUNT, ...PAGE }, result: { page: 'Ballot' } },
  distribute_payouts: {
    words: 'Money and reputation that came to an account for what it did, the newest first: task pay, validators\' pay, the stakers\' pot, the proposer\'s pay, dividends, stipend and grant.',
    params: { ...ACCOUNT, ...PAGE },
    result: { page: 'Payout' },
  },
  distribute_history: { words: 'All that an account did or that concerned it, or all that happened to a project; the newest first. An account’s balances are the sums of what its history moved; the fees that an operator is given are in no history.', params: { ...EITHER, ...PAGE }, result: { page: 'Activity' } },
  distribute_transaction: {
    words: 'One transaction in words, with what it did to the balance of who sent it; null where none with this hash stands in a block.',
    params: { hash: 'hash; required' },
    result: { nullable: 'Activity' },
  },
  distribute_relay: { words: 'Whether this node registers members itself, and what that brings them.', params: {}, result: 'Relay' },
  distribute_requestRegistration: {
    words: 'Registers a member with the registrar’s key, which the node holds: she needs no ether and no signature of anybody. Answers when it stands in a block: the hash of its transaction. Refused with -32004 where the node does not do that, -32003 for an invitation that is not in its file, -32005 once it has admitted as many as it may in an hour, 3 for a rule: AlreadyMember, or IdentityUsed where the invitation was used.',
    params: { member: 'address', invitation: 'text: as the registrar gave it out; empty where anybody is admitted' },
    positional: true,
    result: 'hash',
  },
  distribute_register: {
    words: 'Registers a member under the registrar\'s signature without any ether of hers, and answers when it stands in a block: the hash of its transaction.',
    params: { member: 'address', identity: 'hash', deadline: 'quantity, number or decimal digits: seconds', signature: 'bytes' },
    positional: true,
    result: 'hash',
  },
} as const satisfies Readonly<Record<string, MethodShape>>
