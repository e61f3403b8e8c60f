import type { Client } from 'viem'
import { beside } from './beside.ts'
import { bound, type Actions } from './bound.ts'
import { getDeposits, waitForDeposit } from './bridging/deposits.ts'
import { getWithdrawals, getWithdrawalStatus, waitForClaim, waitToClaim } from './bridging/withdrawals.ts'
import { previewCall } from './contracts/preview-call.ts'
import { systemViews, type Views } from './contracts/views.ts'
import { waitForCall } from './contracts/wait-for-call.ts'
import { fetchFile } from './files/fetch-file.ts'
import { distributeActions, type DistributeActions } from './rpc/distribute-actions.ts'
import { rollupActions, type RollupActions } from './rpc/rollup-actions.ts'

// A file for each of the four: a page that only reads loads nothing of what signs, nor of L1.

const PUBLIC_L2 = { previewCall, waitForCall, getDeposits, waitForDeposit, getWithdrawals, getWithdrawalStatus, waitToClaim, waitForClaim, fetchFile } as const

/** For a public client of the chain: every view by its contract, the `distribute_` and `rollup_` methods, and what becomes of who comes and leaves. */
export type PublicActionsL2 = Views & Actions<typeof PUBLIC_L2> & { readonly distribute: DistributeActions; readonly rollup: RollupActions }

export const publicActionsL2 = () => (client: Client): PublicActionsL2 =>
  ({ ...beside(client, systemViews(client)), ...bound(client, PUBLIC_L2), distribute: distributeActions(client), rollup: rollupActions(client) })
