import {
  callOn, contractAt, decodeCalldata, encodeAbi, errorSelector, executeTransaction, kindGas, TRANSFER_GAS,
} from '@distribute/state-machine'
import type { Address, Call, ChainConfig, ErrorName, Event, Ledger, SkipName } from '@distribute/state-machine'
import type { Draft, Filled } from './draft.ts'
import { typeOf } from './draft.ts'
import { etherAsked } from './ether-view.ts'
import { rejected, RpcError } from './errors.ts'

/** geth's codes of eth_simulateV1: what no block could hold ends the whole request. */
const CODES = { nonceTooLow: -38_010, nonceTooHigh: -38_011, feeTooLow: -38_012, gasTooLow: -38_013, funds: -38_014 } as const

/** A call that was imagined, and what came of it. */
export interface Imagined {
  readonly filled: Filled
  readonly from: Address
  readonly error: ErrorName | undefined
  readonly output: Uint8Array
  readonly gasUsed: bigint
  readonly events: readonly Event[]
}

/** Where calls are imagined: the ledger keeps what they change. */
export interface Imagination {
  readonly ledger: Ledger
  readonly config: ChainConfig
  /** Seconds. */
  readonly now: bigint
  readonly validation: boolean
}

interface Named {
  readonly call?: Call
  readonly error?: ErrorName
}

/** The call that a transaction with this data would be. */
function nameCall(to: Address, data: Uint8Array): Named {
  if (data.length === 0) return { call: { kind: 'send', args: [] } }
  const contract = contractAt(to)
  const decoded = contract === undefined ? undefined : decodeCalldata(contract, data)
  if (decoded === undefined) return { error: 'NonCanonicalCalldata' }
  return decoded.ok ? { call: decoded.call } : { error: decoded.error }
}

const gasOf = (call: Call | undefined): bigint => (call === undefined ? TRANSFER_GAS : kindGas(call.kind))

function fillIn({ ledger, config }: Imagination, given: Draft, gas: bigint): Filled {
  const { call: { from, to, value, data, gas: limit }, nonce, gasPrice, feeCap, tipCap } = given
  if (to === undefined) throw rejected('contract creation is not supported')
  const cap = gasPrice ?? feeCap ?? config.genesis.parameters.baseFee
  return { type: typeOf(given), nonce: nonce ?? ledger.get('account', from).nonce, gas: limit ?? gas, to, value, data, feeCap: cap, tipCap: tipCap ?? (gasPrice ?? 0n) }
}

const NO_BYTES = new Uint8Array(0)
const NO_WORD = new Uint8Array(32)

/** As eth_call does: the rules alone. The nonce moves all the same, so that drafts without one follow each other. */
function imagineCall({ ledger, config, now }: Imagination, from: Address, filled: Filled, call: Call | undefined): Imagined {
  const { to, value, data } = filled
  const account = ledger.get('account', from)
  if (value > account.ether) throw cannotPay(from, account.ether, value)
  const asked = call === undefined ? etherAsked(to, data) : undefined
  if (asked !== undefined) return { filled, from, error: undefined, output: encodeAbi(['uint256'], [ledger.get('account', asked).ether]), gasUsed: TRANSFER_GAS, events: [] }
  ledger.put('account', { ...account, nonce: account.nonce + 1n }, from)
  const result = callOn(ledger, config, { from, to, value, data, time: now })
  const gasUsed = gasOf(call)
  if (!result.ok) return { filled, from, error: result.error, output: result.data, gasUsed, events: [] }
  return { filled, from, error: undefined, output: result.output, gasUsed, events: result.events ?? [] }
}

/** As a block does: nonce, fee and credits too. */
function imagineTransaction({ ledger, config, now }: Imagination, from: Address, filled: Filled, call: Call): Imagined {
  const { value } = filled
  const before = ledger.get('account', from)
  const transaction = { ...filled, call, yParity: 0 as const, r: NO_WORD, s: NO_WORD }
  const outcome = executeTransaction({ ledger, config, now }, transaction, { sender: from, raw: NO_BYTES, hash: NO_BYTES })
  if (!outcome.included) throw skippedError(outcome.reason, { from, filled, nonce: before.nonce, ether: before.ether, gas: kindGas(call.kind), baseFee: config.genesis.parameters.baseFee })
  const { error, output, gasUsed, events } = outcome
  if (error === 'InsufficientEther' && before.ether < value + gasUsed * config.genesis.parameters.baseFee) throw cannotPay(from, before.ether, value)
  return { filled, from, error, output: error === undefined ? output : errorSelector(error), gasUsed, events }
}

const cannotPay = (from: Address, have: bigint, want: bigint): RpcError =>
  new RpcError(CODES.funds, `insufficient funds for gas * price + value: address ${from} have ${have} want ${want}`)

interface SkipFacts {
  readonly from: Address
  readonly filled: Filled
  readonly nonce: bigint
  readonly ether: bigint
  readonly gas: bigint
  readonly baseFee: bigint
}

function skippedError(reason: SkipName, { from, filled, nonce, ether, gas, baseFee }: SkipFacts): RpcError {
  if (reason === 'WrongNonce' && filled.nonce < nonce) return new RpcError(CODES.nonceTooLow, `nonce too low: address ${from}, tx: ${filled.nonce} state: ${nonce}`)
  if (reason === 'WrongNonce') return new RpcError(CODES.nonceTooHigh, `nonce too high: address ${from}, tx: ${filled.nonce} state: ${nonce}`)
  if (reason === 'GasTooLow') return new RpcError(CODES.gasTooLow, `intrinsic gas too low: have ${filled.gas}, want ${gas}`)
  if (reason === 'FeeTooLow') return new RpcError(CODES.feeTooLow, `max fee per gas less than block base fee: address ${from}, maxFeePerGas: ${filled.feeCap}, baseFee: ${baseFee}`)
  if (reason === 'CannotPayFee') return cannotPay(from, ether, gas * baseFee)
  return rejected(`account ${from} cannot send it now: ${reason}`)
}

/** Runs a draft as eth_call or, with validation, as a transaction. Throws RpcError where no block could hold it. */
export function imagine(imagination: Imagination, given: Draft): Imagined {
  const { call: { from, to, data } } = given
  const { call, error } = to === undefined ? {} : nameCall(to, data)
  const filled = fillIn(imagination, given, gasOf(call))
  if (!imagination.validation) return imagineCall(imagination, from, filled, call)
  if (call !== undefined) return imagineTransaction(imagination, from, filled, call)
  const broken = error ?? 'UnknownCall'
  return { filled, from, error: broken, output: errorSelector(broken), gasUsed: TRANSFER_GAS, events: [] }
}
