import type { Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { CodecError } from '../codec/errors.ts'
import type { KindName } from '../params.ts'
import { withdraw } from '../rules/bridge.ts'
import type { CallContext, Verdict } from '../rules/context.ts'
import { collectDividend, payDividend } from '../rules/dividends.ts'
import { cancelRecovery, finishRecovery, startRecovery } from '../rules/recovery.ts'
import { notTransferable, register } from '../rules/reputation.ts'
import { burn, donate, mint, send, tokenApprove, tokenTransfer, tokenTransferFrom } from '../rules/token.ts'

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

  bytes(at: number): Uint8Array {
    const value = this.#values[at]
    if (!(value instanceof Uint8Array)) throw new CodecError('WrongArguments', `argument ${at} is no byte string`)
    return value
  }
}

type Rule = (context: CallContext, args: Arguments, to: Address) => Verdict

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
  payDividend: (context) => payDividend(context),
  collectDividend: (context, args) => collectDividend(context, args.address(0)),
  withdraw: (context, args) => withdraw(context, args.address(0)),
}

/** Runs the rule of a kind; `to` is the receiver of a plain transfer. */
export const runRule = (context: CallContext, kind: KindName, args: readonly Argument[], to: Address): Verdict =>
  RULES[kind](context, new Arguments(args), to)
