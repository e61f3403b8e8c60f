import type { ErrorName } from '@distribute/state-machine'

interface Words {
  readonly what: string
  readonly advice: string
}
const words = (what: string, advice: string): Words => ({ what, advice })

/** Broken rules of the chain that a member's command can run into, in words. */
const CHAIN_ERRORS: { readonly [name in ErrorName]?: Words } = {
  ZeroAmount: words('the amount is zero', 'give an amount above zero'),
  AmountTooLarge: words('the amount passes 2^96 base units', 'give a smaller amount'),
  InsufficientBalance: words('the account does not hold so many free tokens', 'see what is free: what is staked or locked does not count'),
  InsufficientEther: words('the account does not hold so much ether on this chain', 'bring some with `distribute deposit`'),
  InvalidReceiver: words('the receiver is address zero or a system contract', 'give the address of a person'),
  CostAboveValue: words('the price has risen above what you were willing to pay', 'try again, or give a higher --max-cost'),
  ProceedsBelowMinimum: words('the pool would pay less than --min-proceeds', 'try again, or accept less'),
  NotTransferable: words('reputation cannot be given away', 'it is earned by work'),
  InsufficientAllowance: words('the owner has not approved so much', 'have it approved first'),
  SignatureExpired: words('the registrar’s signature has expired', 'ask for a new one'),
  BadSignature: words('the signature is not the registrar’s', 'check the registrar’s key, the account, the identity and the deadline'),
  AlreadyMember: words('the account is a member already', 'nothing is left to do'),
  IdentityUsed: words('this identity has registered another account', 'use that account; if its key is lost, ask the registrar for a recovery'),
  NotAMember: words('the account is no member', 'join with `distribute register`'),
  EmptySupply: words('nobody holds tokens yet', 'mint some first'),
  PoolTooSmall: words('the pool is too small for that', 'wait until it has grown'),
  NothingDue: words('nothing is due', 'nothing is left to do'),
  UnknownCall: words('this chain has no such call', 'check the contract’s address and ABI'),
  NonCanonicalCalldata: words('the calldata is not canonical ABI', 'encode it with an ordinary library, with nothing behind it'),
  ValueNotAccepted: words('this call takes no ether', 'send it without value'),
}

/** Errors of the contracts on L1. */
const L1_ERRORS: { readonly [name: string]: Words | undefined } = {
  AlreadyClaimed: words('this withdrawal was paid already', 'nothing is left to do'),
  NotFinal: words('the withdrawal’s batch is not final yet', 'wait until the challenge window is over; `distribute claim --wait` does'),
  WithdrawalNotProven: words('the proof does not fit the final root', 'ask another node: this one may have been on a wrong branch'),
  PayeeRefused: words('the payee’s contract did not accept the ether', 'the payee can take it to another address with claimTo'),
  NothingDeposited: words('the amount is zero', 'give an amount above zero'),
  ValueTooLarge: words('the amount passes 2^96 wei', 'give a smaller amount'),
  FeeTooLow: words('the inbox asks for a higher fee', 'read it from the inbox contract: fee()'),
  BadGenesis: words('L1’s clock is behind the genesis time', 'wait a moment and try again, or write a genesis with an earlier --timestamp'),
  BadWindow: words('the challenge window is zero or longer than a year', 'give another --window'),
  BadSequencer: words('one of the sequencer’s three addresses is missing', 'check the keys of the directory'),
  StakeTooLow: words('the sequencer’s stake is below what the community asks for', 'deposit more stake'),
  NoStake: words('a stake of zero', 'give an amount above zero'),
}

/** A contract's error in words; its bare name where there are none. */
export function wordsOf(name: string): Words {
  const known: { readonly [name: string]: Words | undefined } = { ...CHAIN_ERRORS, ...L1_ERRORS }
  return known[name] ?? words(`the rule ${name} was broken`, '')
}
