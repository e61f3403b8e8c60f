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
  rollup_getPromise: {
    words: 'The receipt\'s promise: what its sequencer signed of a block, and answers for with its stake on L1 (docs/formats.md section 7). The sequencer answers its own, any other node what it was given and keeps until the block is final. Null where there is none. Over WebSocket `rollup_subscribe("promises")` tells each as it is signed, or kept.',
    params: { block: 'tag, quantity or hash; latest where it is left out. A number above the head too: it may be promised and not posted yet' },
    positional: true,
    result: { nullable: 'Promise' },
  },
  rollup_submitPromise: {
    words: 'Hands a promise in that somebody was given, so that this node compares it with what lands on L1 too, and with `--prover` proves it broken. Refused (-32000, the reason in the data) where L1 would hold nobody to it, where its block is final, and where what is kept for its number proves as much.',
    params: { promise: 'an object with header and signature, as rollup_getPromise answers them' },
    positional: true,
    result: 'Submitted',
  },
} as const satisfies Readonly<Record<string, MethodShape>>

const WITHDRAWAL = {
  id: [{ nullable: 'quantity' }, 'null where it has none (yet): pending, failed'],
  from: [{ nullable: 'address' }, 'who made it'],
  to: [{ nullable: 'address' }, 'who is paid on L1'],
  value: [{ nullable: 'quantity' }, 'wei; 0 of one of tokens'],
  tokens: [{ nullable: 'quantity' }, 'base units of the community token, which the claim mints on L1; 0 of one of ether'],
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
    claim: [{ nullable: 'ClaimArguments' }, 'the same, as the arguments of the bridge\'s claim, or its claimTokens'],
  },
  Withdrawal: {
    ...WITHDRAWAL,
    stage: ['text', 'as in WithdrawalStatus, without the first two'],
    readyAt: ['quantity', 'as there; left out where it is not fixed'],
    transaction: ['L1Transaction', 'as there; left out before it is ready'],
    claim: ['ClaimArguments', 'as there; left out before it is ready'],
  },
  Promise: {
    domain: ['text', 'EIP-712: name, version, chainId (L1\'s) and verifyingContract'],
    header: ['PromiseHeader', 'what is signed'],
    blockHash: [{ nullable: 'hash' }, 'of the block, if it is the one on this node\'s chain; null where it is not there yet, or another is'],
    signature: ['bytes', 'r ‖ s ‖ v'],
    signer: [{ nullable: 'address' }, 'whose signature that is'],
    term: [{ nullable: 'quantity' }, 'in which this is the sequencer\'s signing key; null where it is none, or this node watches no promises'],
  },
  PromiseHeader: {
    chainId: ['quantity', 'this chain\'s'],
    number: ['quantity', 'of the block'],
    parentHash: ['hash', ''],
    l1Number: ['quantity', 'the newest L1 block that it builds on'],
    l1Hash: ['hash', 'of that; where L1 has another one, the promise binds nobody'],
    time: ['quantity', 'seconds; a header over an hour younger than its L1 block is to be refused'],
    stateRoot: ['hash', ''],
    bodyHash: ['hash', 'chain of the block\'s segment hashes'],
  },
  Submitted: {
    number: ['quantity', 'of the block'],
    breaches: [{ list: 'text' }, 'what of it was broken, as far as is known now: equivocation, broken, abandoned'],
  },
  L1Transaction: { to: ['address', ''], data: ['bytes', ''], value: ['quantity', 'wei: 0'] },
  ClaimArguments: {
    withdrawal: ['text', 'its id, to and value, or amount of tokens'],
    batch: ['quantity', 'a final one'],
    standing: ['text', 'the claim that stands for it (docs/formats.md section 6)'],
    proof: ['text', 'depth, nonEmpty and siblings, under its last root (section 2)'],
  },
  Entry: {
    index: ['quantity', 'in the inbox'],
    kind: ['text', 'deposit, forced, send or tokenDeposit'],
    from: ['address', 'the sender on L1, of `send` its alias'],
    to: ['address', 'of a deposit'],
    value: ['quantity', 'wei: what was deposited, or the fee'],
    tokens: ['quantity', 'base units, of a deposit of tokens'],
    l1Time: ['quantity', 'seconds; the inbox delay later no batch may leave it unread'],
    stage: ['text', 'waiting-to-be-read, included, or skipped: it could not be valid when it was read'],
    blockNumber: ['quantity', 'that read it; left out before'],
    transactionHash: ['hash', 'on this chain, if it is included'],
    status: ['quantity', '1, or 0 where it broke a rule, if it is included'],
  },
}
