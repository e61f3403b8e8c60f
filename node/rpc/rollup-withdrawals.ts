import { toHex } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { address, hash } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { withdrawalsIn, withdrawalsOf } from './find-withdrawals.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { lastFinal, stageOf } from './withdrawal-stage.ts'
import { withdrawalId, withdrawalStatus } from './withdrawal-status.ts'

const addressOrHash: Decoder<{ readonly account: Address } | { readonly transaction: Uint8Array }> = {
  decode: (value) => (typeof value === 'string' && value.length === 66 ? { transaction: hash.decode(value) } : { account: address.decode(value) }),
}

async function withdrawals(context: RpcContext, of: { readonly account: Address } | { readonly transaction: Uint8Array }): Promise<unknown> {
  const found = 'account' in of ? await withdrawalsOf(context, of.account) : await withdrawalsIn(context, of.transaction)
  const final = found.length === 0 ? undefined : await lastFinal(context)
  const shown: unknown[] = []
  for (const withdrawal of found) {
    shown.push({
      id: quantity(withdrawal.id),
      from: withdrawal.from,
      to: withdrawal.to,
      value: quantity(withdrawal.value),
      tokens: quantity(withdrawal.tokens),
      blockNumber: quantity(withdrawal.block),
      transactionHash: toHex(withdrawal.transactionHash),
      ...(await stageOf(context, withdrawal, final)),
    })
  }
  return shown
}

export const rollupWithdrawals: MethodTable = {
  rollup_getWithdrawals: method([addressOrHash], withdrawals),
  rollup_withdrawalStatus: method([withdrawalId], withdrawalStatus),
}
