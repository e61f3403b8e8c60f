import { decodeAbi, encodeAbi } from '../codec/abi.ts'
import { ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { asciiBytes, toHex } from '../codec/bytes.ts'
import { keccak256 } from '../hash.ts'
import { AMOUNT_LIMIT, type ContractName, type ErrorName } from '../params.ts'
import { capacityOf, refillCredits } from '../rules/credits.ts'
import { settleDue, settleStream, streamOf } from '../rules/streams.ts'
import { burnProceeds, mintCost, shownAllowance } from '../rules/token.ts'
import { encodeParameters } from '../state/genesis.ts'
import { utf8Bytes } from '../state/utf8.ts'
import { PROJECT_VIEWS, VOTING_VIEWS } from './project-views.ts'
import { addressAt, uintAt, type Read, type ViewContext, type ViewResult, type Views } from './view.ts'

interface View {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly read: Read
}

const DECIMALS = 18n

const owedDividend = (context: ViewContext, address: Address): bigint => {
  settleStream(context, 'tokens')
  settleStream(context, 'reputation')
  const byTokens = settleDue(context.ledger.get('account', address), 'tokens', streamOf(context, 'tokens').acc)
  return settleDue(byTokens, 'reputation', streamOf(context, 'reputation').acc).due
}

const credits = ({ ledger, genesis, now }: ViewContext, address: Address): readonly bigint[] => {
  const account = refillCredits(ledger.get('account', address), now, genesis.parameters)
  return [account.credits, capacityOf(account, genesis.parameters)]
}

const withdrawal = ({ ledger }: ViewContext, id: bigint): readonly Argument[] => {
  const { to, value } = ledger.get('withdrawal', BigInt.asUintN(64, id))
  return id >> 64n === 0n ? [to, value] : [ZERO_ADDRESS, 0n]
}

const tokenWithdrawal = ({ ledger }: ViewContext, id: bigint): readonly Argument[] => {
  const { to, amount } = ledger.get('tokenWithdrawal', BigInt.asUintN(64, id))
  return id >> 64n === 0n ? [to, amount] : [ZERO_ADDRESS, 0n]
}

const costOf = (context: ViewContext, buyer: Address, amount: bigint): ViewResult => {
  if (amount >= AMOUNT_LIMIT) return 'AmountTooLarge'
  if (amount === 0n) return [0n]
  settleStream(context, 'tokens')
  const held = context.ledger.get('account', buyer).heldTokens
  return [mintCost(context.ledger.get('pool'), held, amount, context.genesis.parameters.basePrice)]
}

const proceedsOf = ({ ledger }: ViewContext, amount: bigint): ViewResult =>
  amount >= AMOUNT_LIMIT ? 'AmountTooLarge' : [burnProceeds(ledger.get('pool'), amount)]

const account = (args: readonly Argument[], { ledger }: ViewContext) => ledger.get('account', addressAt(args, 0))

/** By contract and canonical signature, with the types of the answer. The ABI is design/abi/Interfaces.sol's. */
const VIEWS: { readonly [contract in ContractName]?: Views } = {
  token: {
    'name()': ['string', ({ genesis }) => [utf8Bytes(genesis.tokenName)]],
    'symbol()': ['string', ({ genesis }) => [utf8Bytes(genesis.tokenSymbol)]],
    'decimals()': ['uint8', () => [DECIMALS]],
    'totalSupply()': ['uint256', ({ ledger }) => [ledger.get('pool').tokens]],
    'balanceOf(address)': ['uint256', (context, args) => [account(args, context).tokens]],
    'allowance(address,address)': [
      'uint256',
      ({ ledger }, args) => [shownAllowance(ledger.get('allowance', addressAt(args, 0), addressAt(args, 1)).amount)],
    ],
    'mintCost(address,uint256)': ['uint256', (context, args) => costOf(context, addressAt(args, 0), uintAt(args, 1))],
    'burnProceeds(uint256)': ['uint256', (context, args) => proceedsOf(context, uintAt(args, 0))],
    'held(address)': ['uint256', (context, args) => [account(args, context).heldTokens]],
    'pool()': ['uint256', ({ ledger }) => [ledger.get('pool').ether]],
    'escrowed()': ['uint256', ({ ledger }) => [ledger.get('pool').escrowed]],
    'forfeited()': ['uint256', ({ ledger }) => [ledger.get('pool').forfeited]],
  },
  reputation: {
    'name()': ['string', ({ genesis }) => [utf8Bytes(`${genesis.name} Reputation`)]],
    'symbol()': ['string', () => [utf8Bytes('REP')]],
    'decimals()': ['uint8', () => [DECIMALS]],
    'totalSupply()': ['uint256', ({ ledger }) => [ledger.get('pool').reputation]],
    'balanceOf(address)': ['uint256', (context, args) => [account(args, context).reputation]],
    'isMember(address)': ['bool', (context, args) => [account(args, context).member === 1n]],
  },
  projects: PROJECT_VIEWS,
  voting: VOTING_VIEWS,
  dividends: {
    'owedDividend(address)': ['uint256', (context, args) => [owedDividend(context, addressAt(args, 0))]],
  },
  bridge: {
    'withdrawalOf(uint256)': ['address,uint256', (context, args) => withdrawal(context, uintAt(args, 0))],
    'tokenWithdrawalOf(uint256)': ['address,uint256', (context, args) => tokenWithdrawal(context, uintAt(args, 0))],
    'withdrawalCount()': ['uint256', ({ ledger }) => [ledger.get('pool').withdrawals]],
    'bridgedTokens()': ['uint256', ({ ledger }) => [ledger.get('bridged').tokens]],
  },
  chain: {
    'creditsOf(address)': ['uint256,uint256', (context, args) => credits(context, addressAt(args, 0))],
    'inboxCursor()': ['uint256', ({ ledger }) => [ledger.get('chain').cursor]],
    'parameters()': ['string', ({ genesis }) => [utf8Bytes(encodeParameters(genesis.parameters))]],
  },
}

const typesOf = (signature: string): readonly string[] => {
  const list = signature.slice(signature.indexOf('(') + 1, -1)
  return list === '' ? [] : list.split(',')
}
const keyOf = (contract: ContractName, selector: Uint8Array): string => contract + toHex(selector)

const bySelector = new Map<string, View>(
  (Object.keys(VIEWS) as ContractName[]).flatMap((contract) =>
    Object.entries(VIEWS[contract] ?? {}).map(([signature, [outputs, read]]): [string, View] => [
      keyOf(contract, keccak256(asciiBytes(signature)).subarray(0, 4)),
      { inputs: typesOf(signature), outputs: outputs.split(','), read },
    ]),
  ),
)

/** Signatures of all views of a contract, for the check against the ABI. */
export const viewSignatures = (contract: ContractName): readonly string[] => Object.keys(VIEWS[contract] ?? {})

export type ViewAnswer =
  | { readonly ok: true; readonly output: Uint8Array }
  | { readonly ok: false; readonly error: ErrorName }

/** Answers a view; undefined where `data` calls none. */
export const answerView = (context: ViewContext, contract: ContractName, data: Uint8Array): ViewAnswer | undefined => {
  const view = data.length < 4 ? undefined : bySelector.get(keyOf(contract, data.subarray(0, 4)))
  if (view === undefined) return undefined
  const args = decodeAbi(view.inputs, data, 4)
  if (args === undefined) return { ok: false, error: 'NonCanonicalCalldata' }
  const answer = view.read(context, args)
  return typeof answer === 'string' ? { ok: false, error: answer } : { ok: true, output: encodeAbi(view.outputs, answer) }
}
