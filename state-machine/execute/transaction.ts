import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Call } from '../codec/call.ts'
import { signingHash, type Operation, type Transaction } from '../codec/transaction.ts'
import { CONTRACTS, KINDS, type ContractName, type KindName, type SkipName } from '../params.ts'
import { refillCredits } from '../rules/credits.ts'
import { changeEther } from '../rules/ether.ts'
import { changePoolEther } from '../rules/pool.ts'
import type { RecordOf } from '../state/layout.ts'
import type { Ledger } from '../state/ledger.ts'
import { runCall, type CallResult, type ChainConfig } from './call.ts'
import { kindGas } from './gas.ts'
import { skipped, type Included, type Outcome } from './outcome.ts'

type Account = RecordOf<'account'>

/** The state, and the time of the block that runs. */
export interface Run {
  readonly ledger: Ledger
  readonly config: ChainConfig
  readonly now: bigint
}

const feeOf = ({ config }: Run, kind: KindName): bigint => kindGas(kind) * config.genesis.parameters.baseFee

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

/** Runs the call of who has paid its fee, and hands the fee on. */
const runCharged = (run: Run, { sender, to, value, call }: PaidCall, fee: bigint): CallResult => {
  const { ledger, config, now } = run
  const result = runCall({ ledger, config, now, sender, to, value, call })
  giveFee(run, fee)
  return result
}

/** Takes the fee, runs the call, hands the fee on. The sender can pay. */
export const runPaid = (run: Run, paid: PaidCall): CallResult => {
  const fee = feeOf(run, paid.call.kind)
  changeEther({ ledger: run.ledger, now: run.now, genesis: run.config.genesis }, paid.sender, -fee)
  return runCharged(run, paid, fee)
}

export const canPayFee = (run: Run, sender: Address, kind: KindName): boolean =>
  run.ledger.get('account', sender).ether >= feeOf(run, kind)

/** What stands against a transaction of an account, refilled; undefined where nothing does. rollup.md section 4. */
const obstacle = (run: Run, transaction: Transaction, account: Account, free: boolean): SkipName | undefined => {
  const { baseFee } = run.config.genesis.parameters
  const gas = kindGas(transaction.call.kind)
  if (transaction.nonce !== account.nonce) return 'WrongNonce'
  if (transaction.gas < gas) return 'GasTooLow'
  if (transaction.feeCap < baseFee) return 'FeeTooLow'
  if (account.ether < gas * baseFee) return 'CannotPayFee'
  return !free && account.credits < gas ? 'NoCredits' : undefined
}

export interface TransactionOptions {
  /** Recovered before, so that it need not be done again. */
  readonly sender?: Address
  /** encodeSigned of the transaction, and its hash: passed on as they are. */
  readonly raw?: Uint8Array
  readonly hash?: Uint8Array
  /** A forced transaction needs no credits. protocol.md section 8. */
  readonly forced?: boolean
}

const NO_OPTIONS: TransactionOptions = {}

/** Runs a signed transaction. Skipped ones leave the state as it was. */
export const executeTransaction = (run: Run, transaction: Transaction, options = NO_OPTIONS): Outcome => {
  const { genesis, recover } = run.config
  const { call, to, value, r, s, yParity } = transaction
  const sender = options.sender ?? recover(signingHash(transaction, genesis.chainId), r, s, yParity)
  if (sender === undefined) return skipped('BadSignature')
  const forced = options.forced ?? false
  // Once: at one time a second refill changes nothing, so that nonce, credits and fee can be taken together.
  const account = refillCredits(run.ledger.get('account', sender), run.now, genesis.parameters)
  const reason = obstacle(run, transaction, account, forced)
  if (reason !== undefined) return skipped(reason)
  const fee = feeOf(run, call.kind)
  const credits = forced ? account.credits : account.credits - kindGas(call.kind)
  run.ledger.put('account', { ...account, nonce: account.nonce + 1n, credits, ether: account.ether - fee }, sender)
  const result = runCharged(run, { sender, to, value, call }, fee)
  const { raw, hash } = options
  return included(result, { source: forced ? 'forced' : 'transaction', sender, to, value, call, transaction, raw, hash })
}

/** Runs an operation that has no sender and costs nothing; one that changes nothing is skipped. rollup.md section 2. */
export const executeOperation = (run: Run, { call }: Operation): Outcome => {
  const to = targetOf(call, ZERO_ADDRESS)
  const { ledger, config, now } = run
  const result = runCall({ ledger, config, now, sender: ZERO_ADDRESS, to, value: 0n, call })
  if (result.error !== undefined) return skipped('NoEffect')
  return { ...included(result, { source: 'operation', sender: ZERO_ADDRESS, to, value: 0n, call }), gasUsed: 0n }
}

type Facts = Pick<Included, 'source' | 'sender' | 'to' | 'value' | 'transaction' | 'raw' | 'hash'> & { readonly call: Call }

/** Field by field: spreading the facts cost 2 µs. */
export const included = ({ error, events, output }: CallResult, facts: Facts): Included => {
  const { source, sender, to, value, call, transaction, raw, hash } = facts
  const success = error === undefined
  const gasUsed = kindGas(call.kind)
  return { included: true, source, success, sender, to, value, gasUsed, call, events, output, transaction, error, raw, hash }
}
