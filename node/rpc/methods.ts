import { devnet } from './devnet.ts'
import { distribute } from './distribute.ts'
import { distributeActivity } from './distribute-activity.ts'
import { distributeCommunity } from './distribute-community.ts'
import { distributeLists } from './distribute-lists.ts'
import { distributeMember } from './distribute-member.ts'
import { distributeProject } from './distribute-project.ts'
import { distributeProjects } from './distribute-projects.ts'
import { distributeSeries } from './distribute-series.ts'
import { distributeTaskLists } from './distribute-task-lists.ts'
import { ethAbout } from './eth-about.ts'
import { ethBlocks } from './eth-blocks.ts'
import { ethCall } from './eth-call.ts'
import { ethFees } from './eth-fees.ts'
import { ethFill } from './eth-fill.ts'
import { ethFilters } from './eth-filters.ts'
import { ethLogs } from './eth-logs.ts'
import { ethSimulate } from './eth-simulate.ts'
import { ethState } from './eth-state.ts'
import { ethSubscriptions } from './eth-subscriptions.ts'
import { ethTransactions } from './eth-transactions.ts'
import type { MethodTable } from './method.ts'
import { net } from './net.ts'
import { otterscan } from './otterscan.ts'
import { rollupBlobs } from './rollup-blobs.ts'
import { rollupClaims } from './rollup-claims.ts'
import { rollupDeposits } from './rollup-deposits.ts'
import { rollupProofs } from './rollup-proofs.ts'
import { rollupNode } from './rollup-node.ts'
import { rollupPromises } from './rollup-promises.ts'
import { rollupSegments } from './rollup-segments.ts'
import { rollupStatus } from './rollup-status.ts'
import { rollupWitnesses } from './rollup-witnesses.ts'
import { rollupWithdrawals } from './rollup-withdrawals.ts'
import { txpool } from './txpool.ts'

/** Every method by its name. */
export const methods: MethodTable = {
  ...net,
  ...ethBlocks,
  ...ethTransactions,
  ...ethState,
  ...ethCall,
  ...ethSimulate,
  ...ethFill,
  ...ethAbout,
  ...ethFees,
  ...ethLogs,
  ...ethFilters,
  ...ethSubscriptions,
  ...txpool,
  ...otterscan,
  ...rollupStatus,
  ...rollupNode,
  ...rollupSegments,
  ...rollupProofs,
  ...rollupPromises,
  ...rollupWithdrawals,
  ...rollupDeposits,
  ...rollupClaims,
  ...rollupBlobs,
  ...rollupWitnesses,
  ...distribute,
  ...distributeCommunity,
  ...distributeSeries,
  ...distributeProjects,
  ...distributeProject,
  ...distributeTaskLists,
  ...distributeMember,
  ...distributeLists,
  ...distributeActivity,
  ...devnet,
}
