import type { BlockReference } from './block-reference.ts'
import { blockNumber } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { count, optional } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError, invalidInput } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { numberOfTag } from './resolve-block.ts'

/** geth's limits. */
const MAX_BLOCKS = 1_024
const MAX_PERCENTILES = 100

/** wei a gas that wallets are told to offer on top. Nobody takes it; some wallets refuse to send with 0. */
export const SUGGESTED_TIP = 1n

export const baseFeeOf = ({ deps }: RpcContext): bigint => deps.chain.config.genesis.parameters.baseFee

const percentiles: Decoder<readonly number[]> = {
  decode: (value) => {
    if (!Array.isArray(value)) throw new ArgumentError('percentiles must be a list of numbers')
    const list = value.map((entry: unknown) => (typeof entry === 'number' ? entry : Number.NaN))
    if (list.length > MAX_PERCENTILES) throw new ArgumentError(`over the query limit ${MAX_PERCENTILES} of percentiles`)
    if (list.some((entry, i) => !(entry >= 0 && entry <= 100) || entry < (list[i - 1] ?? 0))) {
      throw new ArgumentError('invalid reward percentile: numbers from 0 to 100 in ascending order')
    }
    return list
  },
}

function newestOf({ deps }: RpcContext, reference: BlockReference): bigint {
  const head = deps.chain.heads().latest
  const newest = reference.by === 'number' ? reference.number : reference.by === 'tag' ? numberOfTag(deps.chain, reference.tag) : head
  if (newest > head) throw invalidInput(`request beyond head block: requested ${newest}, head ${head}`)
  return newest
}

/** The base fee never moves and no tip is paid, so only the gas used varies. */
async function feeHistory(context: RpcContext, blocks: number, reference: BlockReference, wanted: readonly number[]): Promise<unknown> {
  const newest = newestOf(context, reference)
  const length = Math.min(blocks, MAX_BLOCKS, Number(newest) + 1)
  const oldest = newest - BigInt(length) + 1n
  const numbers = Array.from({ length }, (_, i) => oldest + BigInt(i))
  const headers = await Promise.all(numbers.map((number) => context.deps.chain.headerByNumber(number)))
  const fees = { length: length === 0 ? 0 : length + 1 }
  return {
    oldestBlock: quantity(length === 0 ? 0n : oldest),
    baseFeePerGas: Array.from(fees, () => quantity(baseFeeOf(context))),
    gasUsedRatio: headers.map((head) => (head === undefined ? 0 : Number(head.header.gasUsed) / Number(head.header.gasLimit))),
    baseFeePerBlobGas: Array.from(fees, () => '0x1'),
    blobGasUsedRatio: headers.map(() => 0),
    ...(wanted.length === 0 ? {} : { reward: headers.map(() => wanted.map(() => '0x0')) }),
  }
}

export const ethFees: MethodTable = {
  eth_gasPrice: method([], (context) => quantity(baseFeeOf(context) + SUGGESTED_TIP)),
  eth_maxPriorityFeePerGas: method([], () => quantity(SUGGESTED_TIP)),
  eth_baseFee: method([], (context) => quantity(baseFeeOf(context))),
  eth_blobBaseFee: method([], () => '0x1'),
  eth_feeHistory: method([count, blockNumber, optional(percentiles, [])], feeHistory),
}
