/** A front door beside that of the SDK, without viem: what node and client say alike, to each other and to people. */
export { addressAt, boolAt, bytesAt, tasksAt, textAt, uintAt, type TaskItem } from './arguments.ts'
export { decodeCall } from './decode-call.ts'
export { decodeEvent, decodeEvents, type Log } from './decode-event.ts'
export { describeCall, type CallFacts, type DescribedCall } from './describe-call.ts'
export { describeEvent, type DescribedEvent } from './describe-event.ts'
export { describeTransaction } from './describe-transaction.ts'
export { contractName, toldArguments, type Told } from './told.ts'
export { depositIn } from './from-l1.ts'
export {
  currencyWords, decimal, etherWords, listWords, percentWords, reputationWords, timeWords, tokenWords, type Amounts,
} from './quantities.ts'
export { currencyName, STAGE_NAMES, stageName, type StageName } from './stage-names.ts'

export { BASIC_TYPES, OBJECTS, PROJECT_FIELDS, type Fields, type Shape } from './shapes.ts'
export { DISTRIBUTE_METHODS, type MethodShape } from './distribute-methods.ts'
export { ROLLUP_METHODS, ROLLUP_OBJECTS, WAITING_STAGES } from './rollup-methods.ts'
export { AnswerError, decodeAnswer, decodeShape } from './answers.ts'
export type {
  Activity, Answer, Ballot, Basics, Claim, Community, Entry, Member, MethodName, Methods, Page, Payout, Project, ProjectSummary, RawBasics,
  Seat, Stake, Task, TaskList, Value, Withdrawal, WithdrawalStatus,
} from './answers.ts'

export {
  FILE_ERRORS, UPLOAD_DEADLINE_HEADER, UPLOAD_GOOD_FOR, UPLOAD_SIGNATURE_HEADER, uploadTypedData, type FileErrorCode, type UploadMessage,
} from './upload-message.ts'

export { CHAIN_ERRORS, wordsOf, type FaultWords } from './error-words.ts'
export { causesOf, explainError, ruleOf, textField, type Explanation } from './explain.ts'
