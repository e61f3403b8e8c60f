import type { Fields } from './distribute-shapes.ts'
import type { MethodShape } from './distribute-table.ts'

/** The `rollup_` methods of those who come from L1 or leave for it. docs/rollup-rpc.md is written from it. */
export const ROLLUP_METHODS = {
  rollup_withdrawalStatus: {
    words: 'Where one withdrawal stands, by one clock, L1\'s; null where there is none. What L1 takes back, by a conviction or a reorg, takes the stage back too. Where only L1 can say it and does not answer: -32002.',
    params: { withdrawal: 'quantity or number: its id; or hash: the transaction that made it' },
    positional: true,
    result: { nullable: 'WithdrawalStatus' },
  },
  rollup_getWithdrawals: {
    words: 'The withdrawals that an account made and those to be paid to it, by id; or those of a transaction.',
    params: { of: 'address or hash' },
    positional: true,
    result: { list: 'Withdrawal' },
  },
  rollup_getDeposit: {
    words: 'The inbox entries that a transaction on L1 made, and what became of them: deposits, forced transactions, calls of contracts.',
    params: { l1Transaction: 'hash' },
    positional: true,
    result: { list: 'Entry' },
  },
} as const satisfies Readonly<Record<string, MethodShape>>

const WITHDRAWAL = {
  id: [{ nullable: 'quantity' }, 'null where it has none (yet): pending, failed'],
  from: [{ nullable: 'address' }, 'who made it'],
  to: [{ nullable: 'address' }, 'who is paid on L1'],
  value: [{ nullable: 'quantity' }, 'wei'],
  transactionHash: ['hash', 'on this chain'],
  blockNumber: [{ nullable: 'quantity' }, 'on this chain'],
} as const satisfies Fields

export const ROLLUP_OBJECTS: Readonly<Record<string, Fields>> = {
  WithdrawalStatus: {
    ...WITHDRAWAL,
    stage: ['text', 'pending (in the sequencer\'s pool), failed (it broke a rule), waiting-for-batch, waiting-for-conviction (its roots are false), waiting-for-roots (they were convicted, and nobody answers for the right ones yet), in-challenge-window, ready-to-claim or claimed'],
    anew: ['boolean', 'roots that it waited under were void: it waits again'],
    batch: [{ nullable: 'quantity' }, 'index of the batch with its block'],
    l1Time: ['quantity', 'L1\'s clock as this node knows it, in seconds'],
    readyAt: [{ nullable: 'quantity' }, 'from which L1 time on it can be claimed, exactly; null while no batch with standing roots fixes it'],
    notBefore: [{ nullable: 'quantity' }, 'the earliest L1 time at which it can be claimed; null where it never can'],
    next: ['text', 'what has to happen before the next stage'],
    transaction: [{ nullable: 'L1Transaction' }, 'once it is ready: what anybody may send to L1'],
    claim: [{ nullable: 'ClaimArguments' }, 'the same, as the arguments of the bridge\'s claim'],
  },
  Withdrawal: {
    ...WITHDRAWAL,
    stage: ['text', 'as in WithdrawalStatus, without the first two'],
    readyAt: ['quantity', 'as there; left out where it is not fixed'],
    transaction: ['L1Transaction', 'as there; left out before it is ready'],
    claim: ['ClaimArguments', 'as there; left out before it is ready'],
  },
  L1Transaction: { to: ['address', ''], data: ['bytes', ''], value: ['quantity', 'wei: 0'] },
  ClaimArguments: {
    withdrawal: ['text', 'its id, to and value'],
    batch: ['quantity', 'a final one'],
    standing: ['text', 'the claim that stands for it (docs/formats.md section 6)'],
    proof: ['text', 'depth, nonEmpty and siblings, under its last root (section 2)'],
  },
  Entry: {
    index: ['quantity', 'in the inbox'],
    kind: ['text', 'deposit, forced or send'],
    from: ['address', 'the sender on L1, of `send` its alias'],
    to: ['address', 'of a deposit'],
    value: ['quantity', 'wei: what was deposited, or the fee'],
    l1Time: ['quantity', 'seconds; the inbox delay later no batch may leave it unread'],
    stage: ['text', 'waiting-to-be-read, included, or skipped: it could not be valid when it was read'],
    blockNumber: ['quantity', 'that read it; left out before'],
    transactionHash: ['hash', 'on this chain, if it is included'],
    status: ['quantity', '1, or 0 where it broke a rule, if it is included'],
  },
}
