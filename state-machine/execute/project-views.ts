import { ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { ZERO_HASH } from '../codec/bytes.ts'
import { STAGES } from '../params.ts'
import type { CallContext } from '../rules/context.ts'
import { currencyOf } from '../rules/currency.ts'
import { fixedRequirement, requiredNow, validatorsPay } from '../rules/project-terms.ts'
import { advanceProject, isProject, termsOf } from '../rules/stages.ts'
import { seatPay } from '../rules/validation.ts'
import { rightsIn } from '../rules/voting.ts'
import { isTaskIndex } from '../rules/work.ts'
import { addressAt, bytesAt, uintAt, type ViewContext, type ViewResult, type Views } from './view.ts'

const asCall = (context: ViewContext): CallContext => ({
  ...context,
  recover: () => undefined,
  sender: ZERO_ADDRESS,
  value: 0n,
  emit: () => undefined,
})

/** Runs `read` on a project in the stage that a call now would find. */
const onProject = (view: ViewContext, id: bigint, read: (context: CallContext) => ViewResult): ViewResult => {
  const context = asCall(view)
  if (!isProject(context, id)) return 'UnknownProject'
  advanceProject(context, id)
  return read(context)
}

const isId = (id: bigint): boolean => id >> 64n === 0n

const project = (view: ViewContext, id: bigint): ViewResult =>
  onProject(view, id, ({ ledger }) => {
    const p = ledger.get('project', id)
    const proposal = ledger.get('proposal', id)
    const isChosen = p.stage >= STAGES.active && p.stage !== STAGES.expired
    return [
      p.stage, p.proposer, p.cost, p.deadline, proposal.contentHash, proposal.requiredTokens, proposal.requiredReputation,
      p.stakedTokens, p.stakedReputation, proposal.collateral, proposal.collateralIn, isChosen ? p.leader : ZERO_HASH, p.leader,
      p.evidenceWeight, p.passedWeight, p.unsettled, p.disputed, p.commitEnd, p.escrow,
    ]
  })

const PROJECT_TYPES =
  'uint8,address,uint256,uint64,bytes32,uint256,uint256,uint256,uint256,uint256,uint8,bytes32,bytes32,uint16,uint16,uint16,uint16,uint64,uint256'

const required = (view: ViewContext, id: bigint, number: bigint): ViewResult => {
  const currency = currencyOf(number)
  if (currency === undefined) return 'BadCurrency'
  return onProject(view, id, (context) => {
    const terms = termsOf(context, id)
    const isOpen = terms.project.stage === STAGES.proposed
    return [isOpen ? requiredNow(terms, currency) : fixedRequirement(terms.proposal, currency)]
  })
}

const stake = ({ ledger }: ViewContext, id: bigint, staker: Address): readonly Argument[] => {
  if (!isId(id)) return [0n, 0n, ZERO_HASH]
  const { tokens, reputation, choice } = ledger.get('stake', id, staker)
  return [tokens, reputation, choice]
}

const task = ({ ledger }: ViewContext, id: bigint, index: bigint): readonly Argument[] => {
  if (!isId(id) || !isTaskIndex(index)) return [0n, ZERO_ADDRESS, 0n, 0n, ZERO_HASH, 0n, 0n, 0n, false, false]
  const t = ledger.get('task', id, index)
  const seats = [t.validationStake, t.approvals, t.rejections, t.settled === 1n, t.passed === 1n] as const
  return [t.weight, t.claimer, t.collateral, t.claimEnd, t.evidenceHash, ...seats]
}

const seat = ({ ledger }: ViewContext, args: readonly Argument[]): readonly Argument[] => {
  const [id, index] = [uintAt(args, 0), uintAt(args, 1)]
  if (!isId(id) || !isTaskIndex(index)) return [0n, 0n, false]
  const { side, position, settled } = ledger.get('seat', id, index, addressAt(args, 2))
  return [side, position, settled === 1n]
}

/** What a seat would be paid if its side had so many right validators. */
const seatPayOf = (view: ViewContext, args: readonly Argument[]): ViewResult => {
  const [id, index] = [uintAt(args, 0), uintAt(args, 1)]
  if (!isTaskIndex(index)) return [0n]
  return onProject(view, id, ({ ledger, genesis }) => {
    const total = validatorsPay(ledger.get('project', id).cost, ledger.get('task', id, index).weight, genesis.parameters)
    return [seatPay(total, uintAt(args, 2), uintAt(args, 3))]
  })
}

const taskList = ({ ledger }: ViewContext, id: bigint, root: Uint8Array): readonly Argument[] => {
  if (!isId(id)) return [0n, 0n]
  const { count, tally } = ledger.get('taskList', id, root)
  return [count, tally]
}

export const PROJECT_VIEWS: Views = {
  'projectCount()': ['uint256', ({ ledger }) => [ledger.get('pool').projects]],
  'projectOf(uint256)': [PROJECT_TYPES, (view, args) => project(view, uintAt(args, 0))],
  'required(uint256,uint8)': ['uint256', (view, args) => required(view, uintAt(args, 0), uintAt(args, 1))],
  'stakeOf(uint256,address)': ['uint256,uint256,bytes32', (view, args) => stake(view, uintAt(args, 0), addressAt(args, 1))],
  'taskListOf(uint256,bytes32)': ['uint8,uint256', (view, args) => taskList(view, uintAt(args, 0), bytesAt(args, 1))],
  'taskOf(uint256,uint256)': [
    'uint16,address,uint256,uint64,bytes32,uint256,uint8,uint8,bool,bool',
    (view, args) => task(view, uintAt(args, 0), uintAt(args, 1)),
  ],
  'seatOf(uint256,uint256,address)': ['uint8,uint8,bool', seat],
  'seatPay(uint256,uint256,uint8,uint8)': ['uint256', seatPayOf],
}

const rights = ({ ledger }: ViewContext, args: readonly Argument[]): ViewResult => {
  const currency = currencyOf(uintAt(args, 1))
  if (currency === undefined) return 'BadCurrency'
  const { amount, high, open } = rightsIn(ledger.get('rights', addressAt(args, 0)), currency)
  return [amount, high, open]
}

const ballot = ({ ledger }: ViewContext, args: readonly Argument[]): ViewResult => {
  const [id, index, currency] = [uintAt(args, 0), uintAt(args, 1), uintAt(args, 3)]
  if (currencyOf(currency) === undefined) return 'BadCurrency'
  if (!isId(id) || !isTaskIndex(index)) return [ZERO_HASH, 0n, false, false]
  const { secretHash, amount, revealed, settled } = ledger.get('ballot', id, index, addressAt(args, 2), currency)
  return [secretHash, amount, revealed === 1n, settled === 1n]
}

const poll = ({ ledger }: ViewContext, args: readonly Argument[]): ViewResult => {
  const [id, index] = [uintAt(args, 0), uintAt(args, 1)]
  if (!isId(id) || !isTaskIndex(index)) return [0n, 0n, 0n, 0n, 0n, 0n]
  const p = ledger.get('poll', id, index)
  return [p.tokensFor, p.tokensAgainst, p.reputationFor, p.reputationAgainst, p.supplyTokens, p.supplyReputation]
}

export const VOTING_VIEWS: Views = {
  'rightsOf(address,uint8)': ['uint256,uint256,uint32', rights],
  'ballotOf(uint256,uint256,address,uint8)': ['bytes32,uint256,bool,bool', ballot],
  'pollOf(uint256,uint256)': ['uint256,uint256,uint256,uint256,uint256,uint256', poll],
}
