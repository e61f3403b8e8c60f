import type { RpcContext } from './context.ts'
import { count, uint64 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError, methodNotFound } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { DevnetPort } from './ports.ts'

/** On any other chain these methods do not exist. */
function requireDevnet({ deps }: RpcContext, name: string): DevnetPort {
  if (deps.devnet === undefined) throw methodNotFound(name)
  return deps.devnet
}

/** anvil takes `{ blocks }`, others a time, which is left to evm_increaseTime. */
const mineOptions: Decoder<number> = {
  decode: (value) => {
    if (typeof value !== 'object' || value === null) return 1
    const blocks = 'blocks' in value ? count.decode(value.blocks) : 1
    if (blocks < 1 || blocks > 1_000) throw new ArgumentError('1 to 1000 blocks')
    return blocks
  },
  missing: { value: 1 },
}

/** The clock and snapshots of a devnet, over L1 and L2 together (rollup.md section 7). */
export const devnet: MethodTable = {
  evm_increaseTime: method([count], async (context, seconds) =>
    Number(await requireDevnet(context, 'evm_increaseTime').increaseTime(BigInt(seconds)))),
  evm_mine: method([mineOptions], async (context, blocks) => {
    await requireDevnet(context, 'evm_mine').mine(blocks)
    return '0x0'
  }),
  evm_snapshot: method([], async (context) => quantity(await requireDevnet(context, 'evm_snapshot').snapshot())),
  evm_revert: method([uint64], (context, id) => requireDevnet(context, 'evm_revert').revert(id)),
}
