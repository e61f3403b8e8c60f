import { devnet } from './devnet.ts'
import { distribute } from './distribute.ts'
import { ethBlocks } from './eth-blocks.ts'
import { ethCall } from './eth-call.ts'
import { ethFees } from './eth-fees.ts'
import { ethFilters } from './eth-filters.ts'
import { ethLogs } from './eth-logs.ts'
import { ethState } from './eth-state.ts'
import { ethSubscriptions } from './eth-subscriptions.ts'
import { ethTransactions } from './eth-transactions.ts'
import type { MethodTable } from './method.ts'
import { net } from './net.ts'
import { rollupDeposits } from './rollup-deposits.ts'
import { rollupProofs } from './rollup-proofs.ts'
import { rollupStatus } from './rollup-status.ts'
import { rollupWithdrawals } from './rollup-withdrawals.ts'

/** Every method by its name. */
export const methods: MethodTable = {
  ...net,
  ...ethBlocks,
  ...ethTransactions,
  ...ethState,
  ...ethCall,
  ...ethFees,
  ...ethLogs,
  ...ethFilters,
  ...ethSubscriptions,
  ...rollupStatus,
  ...rollupProofs,
  ...rollupWithdrawals,
  ...rollupDeposits,
  ...distribute,
  ...devnet,
}
