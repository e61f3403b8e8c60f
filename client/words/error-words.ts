import type { ErrorName } from '@distribute/state-machine'

/** A fault in words: what is wrong, and what to do about it, wherever one is and at the command line. */
export interface FaultWords {
  readonly what: string
  readonly advice: string
  readonly atCommandLine: string
}
const words = (what: string, advice: string, atCommandLine = advice): FaultWords => ({ what, advice, atCommandLine })

/** Every broken rule of the chain in words, and what a member can do about it. In the order of params.ts. */
export const CHAIN_ERRORS: { readonly [name in ErrorName]: FaultWords } = {
  ZeroAmount: words('the amount is zero', 'give an amount above zero'),
  AmountTooLarge: words('the amount, or a total it would make, passes 2^96 base units', 'give a smaller amount'),
  InsufficientBalance: words('the account does not hold so much that is free', 'give less: what is staked, locked or held as rights is not free', 'see what is free with `distribute me`: what is staked, locked or held as rights does not count'),
  InsufficientEther: words('the account does not hold so much ether on this chain', 'deposit some from L1, or send less', 'bring some with `distribute deposit`'),
  InvalidReceiver: words('the receiver is address zero or a system contract', 'give the address of a person'),
  CostAboveValue: words('the price has risen above what you were willing to pay', 'ask for the cost again, and send a little more ether than that: what is not needed stays with you', 'try again, or give a higher --max-cost'),
  ProceedsBelowMinimum: words('the pool would pay less than you are willing to accept', 'ask for the proceeds again, or accept less', 'try again, or accept less'),
  NotTransferable: words('reputation cannot be given away', 'it is earned by work'),
  InsufficientAllowance: words('the owner has not approved so much', 'have the owner approve it first', 'have the owner approve it first with `distribute approve`'),
  SignatureExpired: words('the registrar’s signature has expired, or is no newer than the last one', 'ask the registrar for a new one with a later deadline'),
  BadSignature: words('the signature is not the registrar’s', 'check the registrar’s key, the accounts, the identity and the deadline'),
  AlreadyMember: words('the account is a member already', 'nothing is left to do; a recovery needs an account that is no member yet'),
  IdentityUsed: words('this identity has registered another account', 'use that account; if its key is lost, ask the registrar for a recovery'),
  NotAMember: words('the account is no member', 'register it first, with the registrar’s signature', 'join with `distribute register`'),
  NoRecovery: words('no recovery of this account has been started', 'start one first', 'start one with `distribute recover start`'),
  RecoveryPending: words('the recovery still waits, so that its owner can cancel it', 'try again once the delay is over: the recovery’s readyAt says when', 'try again once the delay is over; `distribute recover start` said when'),
  UnknownProject: words('there is no project with this number', 'look it up among the projects', 'see them all with `distribute projects`'),
  WrongStage: words('the project is not at the stage for this', 'see its stage and deadline: a stage that is due is reached by advance', 'see its stage and deadline with `distribute project <id>`'),
  NothingDue: words('nothing is due', 'nothing is left to do now'),
  TooEarly: words('it is too early for this', 'wait for the project’s deadline; the sequencer then settles it by itself', 'wait for the deadline that `distribute project <id>` shows; the sequencer then settles it by itself'),
  AlreadySettled: words('this was settled before', 'nothing is left to do'),
  BadPeriod: words('the staking period is outside of what the community allows', 'give another period; by default it is a day to 90 days', 'give another --period; by default it is 1d to 90d'),
  BadCurrency: words('there is no such currency', 'give tokens (0) or reputation (1)', 'give tokens or reputation'),
  EmptySupply: words('nobody holds tokens, or nobody reputation, yet', 'mint some tokens and register members first'),
  PoolTooSmall: words('the pool does not hold the cost and its fees', 'ask for less, or wait until the pool has grown: what counts is its lowest level of the last day or two'),
  CostShareTooLarge: words('the cost is too large a share of the pool', 'ask for less: by default at most half of the pool’s lowest level of the last day or two'),
  UriTooLong: words('the link is longer than 256 bytes', 'give a shorter link; the hash is what counts', 'give a shorter --uri; the hash is what counts'),
  NothingRequired: words('the project needs no more of this currency', 'stake the other currency if that is still missing', 'stake the other currency if that is still missing; see `distribute project <id>`'),
  InsufficientStake: words('you have staked less than that in this project', 'take out what is staked at most', 'see your stakes with `distribute me`, or say `all`'),
  StakesFrozen: words('stakes cannot be taken out any more shortly before the deadline', 'wait for the deadline: if the project expires, all stakes go back'),
  BadTaskCount: words('a task list has 1 to 32 tasks', 'join or drop some'),
  BadWeight: words('a task has the weight zero', 'give each task at least 1 (0.01%)'),
  BadWeightSum: words('the weights do not sum to 10000', 'let the weights add up to 100% exactly'),
  NotAStaker: words('only who has a stake in the project may do this', 'its stakers choose the task list', 'its stakers choose the task list; see them with `distribute history --project <id>`'),
  UnknownTaskList: words('nobody has submitted this task list', 'look it up among the project’s task lists, or submit it', 'see the lists with `distribute tasks show <id>`, or submit it'),
  BadProof: words('the task is not in the list that won', 'check the task’s number, weight and hash, and take the proof from the accepted list', 'check the task’s number; the winning list is shown by `distribute tasks show <id>`'),
  TaskDone: words('there is evidence for this task already', 'take another task', 'take another task; see `distribute project <id>`'),
  TaskClaimed: words('somebody has claimed this task', 'take another task, or wait until the claim runs out', 'take another task, or wait until the claim runs out; see `distribute project <id>`'),
  NotTheClaimer: words('the task is not claimed by you', 'claim it first', 'claim it first with `distribute task claim`'),
  ClaimExpired: words('your claim has run out', 'claim the task again if nobody else has'),
  NoEvidence: words('there is no evidence', 'give the file or hash of the evidence; a task without evidence cannot be validated'),
  ClaimerMayNotValidate: words('who has claimed a task of the project may not validate in it', 'leave it to others'),
  AlreadyValidated: words('you have a seat at this task already', 'nothing is left to do: one seat a task'),
  SeatsFull: words('all five seats of this side are taken', 'validate another task'),
  TooLateForFirstSeat: words('the last day is kept for answers to seats that are taken, and nobody has one here', 'nothing can be done: without validators the task fails without fault'),
  NoSeat: words('this account has no seat at the task', 'look it up among the task’s validators', 'see the seats with `distribute project <id>`'),
  InsufficientRights: words('the account has not so many voting rights', 'request more first', 'lock more with `distribute vote request`'),
  RightsLocked: words('these rights are held by a ballot that is open', 'wait until its poll has ended and is settled', 'wait until its poll has ended and is settled; see `distribute me`'),
  NotDisputed: words('nobody disputes this task, so there is no poll', 'only tasks with seats on both sides are voted on', 'see the disputed tasks with `distribute project <id>`'),
  CommitClosed: words('the commit period is over', 'nothing can be done: who has committed reveals now'),
  RevealClosed: words('it is not the reveal period', 'wait: it begins at the project’s commitEnd, and ends at its deadline', 'see when it begins and ends with `distribute project <id>`'),
  NoBallot: words('there is no such ballot', 'look it up among the account’s ballots', 'see your ballots with `distribute me`'),
  AlreadyRevealed: words('this ballot was revealed before', 'nothing is left to do'),
  WrongSecret: words('choice and salt are not what was committed', 'reveal with the secret that was kept when it was committed, or with one derived anew from the key that has voted', 'reveal from the machine and with the key that committed, or give --choice and --salt'),
  UnknownCall: words('this chain has no such call', 'check the contract’s address and ABI, and that program and node are of one version'),
  NonCanonicalCalldata: words('the calldata is not canonical ABI', 'encode it with an ordinary library, with nothing behind it'),
  ValueNotAccepted: words('this call takes no ether', 'send it without value'),
}

/** Errors of the contracts on L1. */
const L1_ERRORS: { readonly [name: string]: FaultWords | undefined } = {
  AlreadyClaimed: words('this withdrawal was paid already', 'nothing is left to do'),
  NotFinal: words('the withdrawal’s batch is not final yet', 'wait until the challenge window is over', 'wait until the challenge window is over; `distribute claim --wait` does'),
  WithdrawalNotProven: words('the proof does not fit the final root', 'ask another node: this one may have been on a wrong branch'),
  PayeeRefused: words('the payee’s contract did not accept the ether', 'the payee can take it to another address with claimTo'),
  NothingDeposited: words('the amount is zero', 'give an amount above zero'),
  ERC20InsufficientBalance: words('this account holds fewer tokens on L1', 'give a smaller amount'),
  ValueTooLarge: words('the amount passes 2^96 wei', 'give a smaller amount'),
  FeeTooLow: words('the inbox asks for a higher fee', 'read it from the inbox contract: fee()'),
  BadGenesis: words('L1’s clock is behind the genesis time', 'wait a moment and try again, or write a genesis with an earlier timestamp', 'wait a moment and try again, or write a genesis with an earlier --timestamp'),
  BadWindow: words('the challenge window is zero or longer than a year', 'give another challenge window', 'give another --window'),
  BadTakeover: words('the takeover delay or the grace is zero or longer than a year', 'give another takeover delay or grace', 'give another --takeover-delay or --grace'),
  BadSequencer: words('one of the sequencer’s three addresses is missing', 'check the keys of the directory'),
  StakeTooLow: words('the sequencer’s stake is below what the community asks for', 'deposit more stake'),
  SequencerStands: words('the sequencer’s stake stands, and it is not silent for long enough', 'wait until takeover is open, or have its staker offer the place'),
  TakeoverPending: words('somebody else takes over already', 'wait until the grace is over: then the place is theirs, or the old sequencer has gone on'),
  SignerUsed: words('this signing key was named in a takeover before', 'make another one: a signing key serves in one term only'),
  NotTheStaker: words('this can only be sent by the account that holds the stake', 'send it with the stake’s key'),
  StakeLocked: words('the stake still answers for what was posted or promised', 'wait until its lock ends'),
  StakeIsFrozen: words('the stake answers for a conviction', 'nothing can be done until the penalty is taken'),
  NoStake: words('a stake of zero', 'give an amount above zero'),
}

/** What viem calls what went wrong where no rule was broken, and the words for it. */
const CLIENT_ERRORS: { readonly [name: string]: FaultWords | undefined } = {
  InsufficientFundsError: words('the account cannot pay the value and the fee', 'deposit some ether from L1, or send less', 'bring some ether with `distribute deposit`, or send less'),
  NonceTooLowError: words('another transaction of the account has taken this place', 'try again: the wallet has to ask for the nonce anew'),
  NonceTooHighError: words('transactions of the account before this one are missing', 'try again: the wallet has to ask for the nonce anew; after a devnet was reset, clear the wallet’s activity'),
  FeeCapTooLowError: words('the transaction offers less than the base fee', 'offer at least the base fee of the newest block'),
  TransactionRejectedRpcError: words('the node does not take the transaction', 'what it says tells what helps: become a member or hold some ether, or go through the inbox on L1'),
  UserRejectedRequestError: words('the wallet’s owner declined', 'nothing was sent'),
  ChainMismatchError: words('the wallet is on another chain', 'switch it to the community’s chain, or add that first'),
  MethodNotFoundRpcError: words('the node does not know this question', 'is it a node of this chain, and of this version?'),
}

/** An error's words by its name, the rule's or viem's; undefined where there are none. */
export const knownWords = (name: string): FaultWords | undefined => {
  const known: { readonly [name: string]: FaultWords | undefined } = { ...CHAIN_ERRORS, ...L1_ERRORS, ...CLIENT_ERRORS }
  return Object.hasOwn(known, name) ? known[name] : undefined
}

/** A contract's error in words; its bare name where there are none. */
export const wordsOf = (name: string): FaultWords => knownWords(name) ?? words(`the rule ${name} was broken`, '')
