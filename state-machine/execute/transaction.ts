import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Call } from '../codec/call.ts'
import { signingHash, type Operation, type Transaction } from '../codec/transaction.ts'
import { CONTRACTS, KINDS, type ContractName, type KindName, type SkipName } from '../params.ts'
import { refillCredits } from '../rules/credits.ts'
import { changeEther } from '../rules/ether.ts'
import { changePoolEther } from '../rules/pool.ts'
import type { Ledger } from '../state/ledger.ts'
import { runCall, type CallResult, type ChainConfig } from './call.ts'
import { kindGas } from './gas.ts'
import { skipped, type Included, type Outcome } from './outcome.ts'

/** The state, and the time of the block that runs. */
export interface Run {
  readonly ledger: Ledger
  readonly config: ChainConfig
  readonly now: bigint
}

const feeOf = ({ config }: Run, kind: KindName): bigint => kindGas(kind) * config.genesis.parameters.baseFee

const takeFee = (run: Run, sender: Address, fee: bigint): void => changeEther({ ...run, ...run.config }, sender, -fee)

/** The fee reaches the pool, or the operator by genesis, after the call. protocol.md section 1 and 8. */
const giveFee = ({ ledger, config, now }: Run, fee: bigint): void => {
  const { parameters, operator } = config.genesis
  if (parameters.feeToPool === 1n) changePoolEther(ledger, fee, now, parameters)
  else changeEther({ ledger, now, genesis: config.genesis }, operator, fee)
}

const isContract = (name: ContractName | 'account'): name is ContractName => name in CONTRACTS

/** The address a call goes to: the system contract of its kind, or for a plain transfer the receiver. */
export const targetOf = (call: Call, receiver: Address): Address => {
  const { contract } = KINDS[call.kind]
  return isContract(contract) ? systemAddress(contract) : receiver
}

interface PaidCall {
  readonly sender: Address
  readonly to: Address
  readonly value: bigint
  readonly call: Call
}

/** Takes the fee, runs the call, hands the fee on. The sender can pay. */
export const runPaid = (run: Run, { sender, to, value, call }: PaidCall): CallResult => {
  const fee = feeOf(run, call.kind)
  takeFee(run, sender, fee)
  const result = runCall({ ...run, sender, to, value, call })
  giveFee(run, fee)
  return result
}

export const canPayFee = (run: Run, sender: Address, kind: KindName): boolean =>
  run.ledger.get('account', sender).ether >= feeOf(run, kind)

/** Why a transaction can never be included as things stand; undefined where it can. rollup.md section 4. */
const obstacle = (run: Run, transaction: Transaction, sender: Address, free: boolean): SkipName | undefined => {
  const { parameters } = run.config.genesis
  const { kind } = transaction.call
  const account = refillCredits(run.ledger.get('account', sender), run.now, parameters)
  if (transaction.nonce !== account.nonce) return 'WrongNonce'
  if (transaction.gas < kindGas(kind)) return 'GasTooLow'
  if (transaction.feeCap < parameters.baseFee) return 'FeeTooLow'
  if (!canPayFee(run, sender, kind)) return 'CannotPayFee'
  return !free && account.credits < kindGas(kind) ? 'NoCredits' : undefined
}

const useNonceAndCredits = ({ ledger, config, now }: Run, sender: Address, credits: bigint): void => {
  const account = refillCredits(ledger.get('account', sender), now, config.genesis.parameters)
  ledger.put('account', { ...account, nonce: account.nonce + 1n, credits: account.credits - credits }, sender)
}

export interface TransactionOptions {
  /** Recovered before, so that it need not be done again. */
  readonly sender?: Address
  /** A forced transaction needs no credits. protocol.md section 8. */
  readonly forced?: boolean
}

/** Runs a signed transaction. Skipped ones leave the state as it was. */
export const executeTransaction = (run: Run, transaction: Transaction, options: TransactionOptions = {}): Outcome => {
  const { genesis, recover } = run.config
  const { call, to, value, r, s, yParity } = transaction
  const sender = options.sender ?? recover(signingHash(transaction, genesis.chainId), r, s, yParity)
  if (sender === undefined) return skipped('BadSignature')
  const forced = options.forced ?? false
  const reason = obstacle(run, transaction, sender, forced)
  if (reason !== undefined) return skipped(reason)
  useNonceAndCredits(run, sender, forced ? 0n : kindGas(call.kind))
  const result = runPaid(run, { sender, to, value, call })
  return included(result, { source: forced ? 'forced' : 'transaction', sender, to, value, call, transaction })
}

/** Runs an operation that has no sender and costs nothing; one that changes nothing is skipped. rollup.md section 2. */
export const executeOperation = (run: Run, { call }: Operation): Outcome => {
  const to = targetOf(call, ZERO_ADDRESS)
  const result = runCall({ ...run, sender: ZERO_ADDRESS, to, value: 0n, call })
  if (result.error !== undefined) return skipped('NoEffect')
  return { ...included(result, { source: 'operation', sender: ZERO_ADDRESS, to, value: 0n, call }), gasUsed: 0n }
}

type Facts = Omit<Included, 'included' | 'success' | 'error' | 'gasUsed' | 'events' | 'output'> & { readonly call: Call }

export const included = ({ error, events, output }: CallResult, facts: Facts): Included => ({
  ...facts,
  included: true,
  success: error === undefined,
  ...(error === undefined ? {} : { error }),
  gasUsed: kindGas(facts.call.kind),
  events,
  output,
})
