/** The front door of the state machine: what other rooms may use. */
export * from './params.ts'
export { keccak256, keccak256Both, keccak256Into, keccak256Of, type Bytes32 } from './hash.ts'
export { takeBytes } from './slab.ts'

export { decodeAbi, encodeAbi } from './codec/abi.ts'
export {
  Address, addressFromBytes, addressToBytes, aliasOf, contractAt, isValidReceiver, systemAddress, ZERO_ADDRESS,
} from './codec/address.ts'
export type { Argument, TaskArgument } from './codec/argument.ts'
export { claimId, dataId, genesisDataId, type BatchClaim, type BatchData, type GenesisData } from './codec/batch.ts'
export { blobDataRoot, blobHeadOf, blobsFor, decodeBlobs, elementsOf, encodeBlobs, fitsBlob, placeOfElement } from './codec/blob.ts'
export {
  asciiBytes, bigintToBytes, bytesToBigint, concat, EMPTY, equalBytes, fromHex, isZero, nameOfBytes, readU64, toHex, ZERO_HASH,
} from './codec/bytes.ts'
export { decodeCalldata, encodeCalldata, selectorOf, type Call } from './codec/call.ts'
export {
  decodeSend, decodeTokenDeposit, encodeEntry, encodeTokenDeposit, entryHash, rollHash, type InboxEntry, type SendPayload, type TokenDepositPayload,
} from './codec/entry.ts'
export { errorNameOf, errorSelector } from './codec/error-data.ts'
export { CodecError } from './codec/errors.ts'
export { eventData, eventDataBytes, eventTopics, topicCount, writeEventData, writeTopic, type Event } from './codec/events.ts'
export { encodeHeader, headerHash, OMMERS_HASH, type BlockHeader } from './codec/header.ts'
export { merkleProof, merkleRoot, verifyMerkle, type MerkleClaim } from './codec/merkle.ts'
export { promiseDigest, type PromiseDomain, type PromiseHeader } from './codec/promise.ts'
export { recoverAddress, type Recover } from './codec/recover.ts'
export { isLowS, isScalar } from './codec/signature.ts'
export {
  createBackwardWriter, decodeRlp, encodeRlp, prependByte, prependListHeader, prependRaw, prependStringHeader, written,
  type BackwardWriter, type RlpItem,
} from './codec/rlp.ts'
export {
  decodeSegment, encodeInboxSegment, encodeTransactionSegment, type Segment, type SegmentHead,
} from './codec/segment.ts'
export { decodeSigned, type DecodedSigned, type SignedError } from './codec/signed.ts'
export {
  encodeSystemTransaction, sourceHashOfEntry, sourceHashOfOperation, SYSTEM_TRANSACTION_TYPE, systemTransactionHash,
  type SystemTransaction,
} from './codec/system-transaction.ts'
export {
  decodeItem, encodeOperation, encodeSigned, encodeTransaction, MAX_NONCE, signingHash, transactionHash,
  type Item, type Operation, type Transaction,
} from './codec/transaction.ts'

export { TreeError } from './tree/errors.ts'
export { proveInclusion, verifyInclusion, type InclusionProof } from './tree/inclusion.ts'
export { decodeMultiproof, encodeMultiproof, type Multiproof } from './tree/multiproof.ts'
export { createPartialTree } from './tree/partial.ts'
export { createTree, type Tree } from './tree/tree.ts'
export { verifyMultiproof } from './tree/verify.ts'

export { accountOf } from './state/account.ts'
export { GenesisError } from './state/errors.ts'
export {
  decodeGenesis, encodeGenesis, encodeParameters, genesisHash, genesisRecords, parametersFrom, type Genesis,
} from './state/genesis.ts'
export { recordKey, type Id } from './state/keys.ts'
export { decodeRecord, encodeRecord, type RecordOf } from './state/layout.ts'
export { createLedger, type Ledger, type StateReader, type Write } from './state/ledger.ts'
export { utf8Bytes } from './state/utf8.ts'

export { capacityOf, creditsReadyAt, refillCredits } from './rules/credits.ts'
export { lowestEther } from './rules/pool.ts'
export {
  fixedRequirement, frozenFrom, fullPot, isAffordable, needOf, proposerPay, requiredNow, stakedOf, taskPay, validatorsPay, type ProjectTerms,
} from './rules/project-terms.ts'
export { taskLeaf, taskListRoot, taskProof, type Task } from './rules/task-lists.ts'
export { burnProceeds, priceOf } from './rules/token.ts'
export { isDisputed, seatPay } from './rules/validation.ts'
export { ballotSecret, pollOutcome, rightsIn, type BallotPlace } from './rules/voting.ts'
export { membershipDigest, recoveryDigest } from './rules/typed-data.ts'

export {
  createBlockBuilder, executeBlock, splitBlocks, type BlockBuilder, type BlockOptions, type ExecutedBlock, type ExecutedSegment,
  type KnownForms,
} from './execute/block.ts'
export type { ChainConfig } from './execute/call.ts'
export { callOn, callView, type DryCall, type DryResult } from './execute/call-view.ts'
export { BlockError } from './execute/errors.ts'
export { kindGas } from './execute/gas.ts'
export { segmentProofGas } from './execute/proof-gas.ts'
export type { Included, Outcome, Skipped } from './execute/outcome.ts'
export { rerunSegment, type WitnessedRun } from './execute/rerun.ts'
export { executeSegment, type Inbox, type SegmentResult } from './execute/segment.ts'
export { executeTransaction, targetOf } from './execute/transaction.ts'
export { viewSignatures } from './execute/views.ts'
export { witnessOf, type SegmentWitness, type WitnessedSegment } from './execute/witness.ts'

export {
  batchIds, deriveBatch, inboxAt, isPosted, dataRootOf, isSealed, unseal,
  type BatchIds, type DerivedBatch, type LoggedFields, type PostedBatch, type SealedBatch,
} from './derive/batch.ts'
export { witnessesOf, type WitnessedStretch } from './derive/witnesses.ts'
export { findWrongSegment, type ClaimedSegments, type WrongSegment } from './derive/wrong-segment.ts'
