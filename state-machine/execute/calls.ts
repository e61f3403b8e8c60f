import type { Address } from '../codec/address.ts'
import type { Argument, TaskArgument } from '../codec/argument.ts'
import { CodecError } from '../codec/errors.ts'
import type { KindName } from '../params.ts'
import { withdraw, withdrawTokens } from '../rules/bridge.ts'
import type { CallContext, Verdict } from '../rules/context.ts'
import { collectDividend, payDividend } from '../rules/dividends.ts'
import { propose, settleStake, stake, unstake } from '../rules/projects.ts'
import { cancelRecovery, finishRecovery, startRecovery } from '../rules/recovery.ts'
import { notTransferable, register } from '../rules/reputation.ts'
import { advance } from '../rules/stages.ts'
import { submitTaskList, supportTaskList } from '../rules/task-lists.ts'
import { burn, donate, mint, send, tokenApprove, tokenTransfer, tokenTransferFrom } from '../rules/token.ts'
import { settleTask, settleValidation, validate } from '../rules/validation.ts'
import {
  commit, requestRights, reveal, settleBallot, withdrawRights, type BallotPlace,
} from '../rules/voting.ts'
import { claimTask, submitEvidence } from '../rules/work.ts'

const isTask = (item: Uint8Array | TaskArgument): item is TaskArgument => !(item instanceof Uint8Array)

/** Arguments as their decoder made them: the codec has checked each against the kind's types. */
class Arguments {
  readonly #values: readonly Argument[]

  constructor(values: readonly Argument[]) {
    this.#values = values
  }

  uint(at: number): bigint {
    const value = this.#values[at]
    if (typeof value !== 'bigint') throw new CodecError('WrongArguments', `argument ${at} is no number`)
    return value
  }

  address(at: number): Address {
    const value = this.#values[at]
    if (typeof value !== 'string') throw new CodecError('WrongArguments', `argument ${at} is no address`)
    return value
  }

  bool(at: number): boolean {
    const value = this.#values[at]
    if (typeof value !== 'boolean') throw new CodecError('WrongArguments', `argument ${at} is no bool`)
    return value
  }

  words(at: number): readonly Uint8Array[] {
    const value = this.#values[at]
    if (!Array.isArray(value)) throw new CodecError('WrongArguments', `argument ${at} is no list`)
    return value.filter((item: unknown) => item instanceof Uint8Array)
  }

  tasks(at: number): readonly TaskArgument[] {
    const value = this.#values[at]
    if (!Array.isArray(value)) throw new CodecError('WrongArguments', `argument ${at} is no list`)
    return value.filter(isTask)
  }

  bytes(at: number): Uint8Array {
    const value = this.#values[at]
    if (!(value instanceof Uint8Array)) throw new CodecError('WrongArguments', `argument ${at} is no byte string`)
    return value
  }
}

type Rule = (context: CallContext, args: Arguments, to: Address) => Verdict

const placeIn = (args: Arguments, currencyAt: number): BallotPlace => ({
  id: args.uint(0),
  index: args.uint(1),
  currency: args.uint(currencyAt),
})

const RULES: { readonly [kind in KindName]: Rule } = {
  send: (context, _args, to) => send(context, to),
  tokenTransfer: (context, args) => tokenTransfer(context, args.address(0), args.uint(1)),
  tokenApprove: (context, args) => tokenApprove(context, args.address(0), args.uint(1)),
  tokenTransferFrom: (context, args) => tokenTransferFrom(context, args.address(0), args.address(1), args.uint(2)),
  mint: (context, args) => mint(context, args.uint(0)),
  burn: (context, args) => burn(context, args.uint(0), args.uint(1)),
  donate: (context) => donate(context),
  reputationTransfer: notTransferable,
  reputationApprove: notTransferable,
  reputationTransferFrom: notTransferable,
  register: (context, args) => register(context, args.address(0), args.bytes(1), args.uint(2), args.bytes(3)),
  startRecovery: (context, args) =>
    startRecovery(context, args.address(0), args.address(1), args.uint(2), args.bytes(3)),
  cancelRecovery: (context) => cancelRecovery(context),
  finishRecovery: (context, args) => finishRecovery(context, args.address(0)),
  propose: (context, args) =>
    propose(context, {
      cost: args.uint(0), stakingPeriod: args.uint(1), collateralIn: args.uint(2), contentHash: args.bytes(3), uri: args.bytes(4),
    }),
  advance: (context, args) => advance(context, args.uint(0)),
  stake: (context, args) => stake(context, args.uint(0), args.uint(1), args.uint(2)),
  unstake: (context, args) => unstake(context, args.uint(0), args.uint(1), args.uint(2)),
  submitTaskList: (context, args) => submitTaskList(context, args.uint(0), args.tasks(1)),
  supportTaskList: (context, args) => supportTaskList(context, args.uint(0), args.bytes(1)),
  claimTask: (context, args) =>
    claimTask(context, args.uint(0), {
      index: args.uint(1), weight: args.uint(2), contentHash: args.bytes(3), proof: args.words(4),
    }),
  submitEvidence: (context, args) =>
    submitEvidence(context, args.uint(0), { index: args.uint(1), evidenceHash: args.bytes(2), uri: args.bytes(3) }),
  validate: (context, args) => validate(context, args.uint(0), args.uint(1), args.bool(2)),
  settleTask: (context, args) => settleTask(context, args.uint(0), args.uint(1)),
  settleValidation: (context, args) => settleValidation(context, args.uint(0), args.uint(1), args.address(2)),
  settleStake: (context, args) => settleStake(context, args.uint(0), args.address(1)),
  requestRights: (context, args) => requestRights(context, args.uint(0), args.uint(1)),
  withdrawRights: (context, args) => withdrawRights(context, args.uint(0), args.uint(1)),
  commit: (context, args) => commit(context, placeIn(args, 2), args.bytes(3), args.uint(4)),
  reveal: (context, args) => reveal(context, placeIn(args, 2), args.bool(3), args.bytes(4)),
  settleBallot: (context, args) => settleBallot(context, placeIn(args, 3), args.address(2)),
  payDividend: (context) => payDividend(context),
  collectDividend: (context, args) => collectDividend(context, args.address(0)),
  withdraw: (context, args) => withdraw(context, args.address(0)),
  withdrawTokens: (context, args) => withdrawTokens(context, args.address(0), args.uint(1)),
}

/** Runs the rule of a kind; `to` is the receiver of a plain transfer. */
export const runRule = (context: CallContext, kind: KindName, args: readonly Argument[], to: Address): Verdict =>
  RULES[kind](context, new Arguments(args), to)
