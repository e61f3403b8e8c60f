/** The front door of the SDK: viem actions for members and bridge users. Runs in browsers and in Node. */
export { defineDistributeChain, type ChainOptions } from './chain/define-chain.ts'
export { readDistributeChain } from './chain/ask-chain.ts'
export { ChainDefinitionError, decodeRollup } from './chain/rollup-file.ts'
export type { DistributeChain, Rollup, TargetChain } from './chain/distribute-chain.ts'

export { publicActionsL1, walletActionsL1, type PublicActionsL1, type WalletActionsL1 } from './actions-l1.ts'
export { publicActionsL2, type PublicActionsL2 } from './public-actions-l2.ts'
export { walletActionsL2, type WalletActionsL2 } from './wallet-actions-l2.ts'

export { encodeCall, kindOf, UnknownCallError, type EncodedCall } from './contracts/system-call.ts'
export { systemViews, type ViewOptions, type Views } from './contracts/views.ts'
export { systemCalls, type Calls, type SendOptions } from './contracts/calls.ts'
export { previewCall, type CallPreview, type FreeBalances, type PreviewCall } from './contracts/preview-call.ts'
export { waitForCall, type CallOutcome, type WaitForCall } from './contracts/wait-for-call.ts'
export { waitForReceipt, type WaitForReceipt } from './contracts/wait-for-receipt.ts'
export { DistributeError, toDistributeError } from './contracts/distribute-error.ts'
export { systemContracts } from '@distribute/bridge-contracts'

export { ask } from './rpc/ask.ts'
export type { BlockReference, DistributeRpcSchema, RecordReference } from './rpc/schema.ts'
export { distributeActions, type DistributeActions, type Registration, type RegistrationRequest } from './rpc/distribute-actions.ts'
export { rollupActions, type RollupActions } from './rpc/rollup-actions.ts'

export { deposit, depositTokens, type DepositParameters } from './bridging/deposit.ts'
export { getDeposits, waitForDeposit, type DepositHash } from './bridging/deposits.ts'
export { claimOf, claimWithdrawal, claimWithdrawalTo, getIsClaimed, type ClaimParameters, type ReadyWithdrawal } from './bridging/claim.ts'
export { getWithdrawals, getWithdrawalStatus, waitForClaim, waitToClaim, type NamedWithdrawal } from './bridging/withdrawals.ts'
export { forceTransaction, getInboxEntries, getInboxFee, sendFromL1, type ForceParameters, type SendFromL1Parameters } from './bridging/force.ts'
export { forcedNonce, type ForcedNonceParameters } from './bridging/forced-nonce.ts'
export { signForced, type ForcedParts } from './bridging/sign-forced.ts'
export type { WaitOptions } from './bridging/poll.ts'

export { deriveSecret, secretOf, type Ballot, type BallotSecret, type TypedDataSigner } from './votes/ballot-secret.ts'
export { findOrDerive } from './votes/find-or-derive.ts'
export {
  findSecret, keepSecret, memoryStore, secretName, SecretStoreError, webStorageStore, type SecretStore, type WebStorage,
} from './votes/secret-store.ts'
export { commitVote, revealVote, type CommitParameters, type VoteParameters } from './votes/vote.ts'

export { proofOfTask, rootOfTasks, type ProofWords, type TaskOfList } from './projects/task-list.ts'

export { fetchFile, type FetchedFile, type FetchFileParameters } from './files/fetch-file.ts'
export { uploadFile, type UploadFileParameters } from './files/upload-file.ts'
export { fileUrl } from './files/file-url.ts'
export { FileError } from './files/file-error.ts'

export { createLightClient } from './light/light-client.ts'
export type { LightClient, LightClientOptions, LightStep, ReadOptions, VerifiedHead, VerifiedRecords } from './light/light-client.ts'
export { readRecordsAsTold, type ToldRecords } from './light/as-told.ts'
export { LightClientError, type LightClientErrorCode } from './light/errors.ts'
export type { HeadKind } from './light/standing-claim.ts'
export { verifyRecords, type RecordFor, type RecordRequest, type RecordsFor } from './light/verify-records.ts'

export { openBatch, type CheckParties, type OpenBatch, type OpenStep } from './check/open-batch.ts'
export { createRunner, rerunBatch, type BatchVerdict, type RerunOptions, type RunProgress, type RunSegment } from './check/rerun-batch.ts'
export { convict, getConviction, prepareConviction, takePenalty, type ConvictOptions, type Prosecution, type ReadyProof } from './check/convict.ts'
export { CheckError, type CheckErrorCode } from './check/errors.ts'
