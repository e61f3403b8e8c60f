import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { KINDS, ERRORS, type ErrorName, type KindName } from '../params.ts'
import type { VectorFile } from '../testing/vector-format.ts'

const FILES = ['token', 'reputation', 'dividends', 'bridge', 'projects', 'validation', 'voting', 'credits']
const vectors = FILES.flatMap((file) => {
  const { vectors: all } = JSON.parse(readFileSync(new URL(`../../test/vectors/${file}.json`, import.meta.url), 'utf8')) as VectorFile
  return all.map((vector) => ({ ...vector, file }))
})

/** What the decoder of calldata answers is in no vector: there is no call yet. */
const ELSEWHERE: { readonly [error in ErrorName]?: readonly [file: string, title: string] } = {
  UnknownCall: ['call-view.test.ts', 'that no transaction can carry are refused'],
  NonCanonicalCalldata: ['call-view.test.ts', 'that no transaction can carry are refused'],
}

/** The test that produces an error: vectors.test.ts runs each vector under its name. */
const testsOf = (error: ErrorName): readonly string[] => {
  const elsewhere = ELSEWHERE[error]
  return elsewhere === undefined ? vectors.filter((vector) => vector.error === error).map(({ file, name }) => `${file}.json: ${name}`) : [elsewhere.join(': ')]
}

test.each(ERRORS)('%s is produced by a test', (error) => {
  expect(testsOf(error)).not.toEqual([])
})

test('the tests of the decoder’s errors exist and name them', () => {
  for (const [error, [file, title]] of Object.entries(ELSEWHERE)) {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8')
    const body = source.slice(source.indexOf(`'${title}'`)).split(/\n {2}test\(/)[0]
    expect(source).toContain(`'${title}'`)
    expect(body).toContain(`'${error}'`)
  }
})

/** protocol.md section 11, as far as a call of itself can end: every call fails in each of the ways that its row lists. */
const ROWS: { readonly [kind in KindName]?: string } = {
  mint: 'ZeroAmount AmountTooLarge InsufficientEther CostAboveValue AmountTooLarge',
  burn: 'ZeroAmount AmountTooLarge InsufficientBalance ProceedsBelowMinimum ValueNotAccepted',
  donate: 'ZeroAmount AmountTooLarge InsufficientEther',
  payDividend: 'ZeroAmount AmountTooLarge InsufficientEther',
  withdraw: 'InvalidReceiver ZeroAmount AmountTooLarge InsufficientEther',
  tokenTransfer: 'InvalidReceiver AmountTooLarge InsufficientBalance',
  tokenTransferFrom: 'InvalidReceiver AmountTooLarge InsufficientAllowance InsufficientBalance',
  register: 'InvalidReceiver SignatureExpired BadSignature AlreadyMember IdentityUsed',
  startRecovery: 'InvalidReceiver SignatureExpired BadSignature NotAMember AlreadyMember',
  finishRecovery: 'NoRecovery RecoveryPending NotAMember AlreadyMember NothingDue',
  propose: 'ValueNotAccepted ZeroAmount AmountTooLarge BadPeriod BadCurrency UriTooLong CostShareTooLarge PoolTooSmall EmptySupply InsufficientBalance',
  advance: 'UnknownProject NothingDue',
  stake: 'BadCurrency ZeroAmount AmountTooLarge UnknownProject WrongStage NothingRequired InsufficientBalance',
  unstake: 'BadCurrency ZeroAmount AmountTooLarge UnknownProject WrongStage StakesFrozen InsufficientStake',
  submitTaskList: 'BadTaskCount BadWeight BadWeightSum UnknownProject WrongStage NotAStaker',
  supportTaskList: 'UnknownProject WrongStage NotAStaker UnknownTaskList',
  claimTask: 'BadProof UnknownProject WrongStage NotAMember TaskDone TaskClaimed InsufficientBalance',
  submitEvidence: 'NoEvidence UriTooLong UnknownProject WrongStage NotTheClaimer TaskDone ClaimExpired',
  validate: 'UnknownProject WrongStage ClaimerMayNotValidate NoEvidence AlreadyValidated SeatsFull TooLateForFirstSeat InsufficientBalance',
  settleTask: 'UnknownProject NothingDue AlreadySettled TooEarly',
  settleValidation: 'UnknownProject NoSeat TooEarly AlreadySettled',
  settleStake: 'UnknownProject WrongStage NothingDue',
  requestRights: 'BadCurrency ZeroAmount AmountTooLarge InsufficientBalance',
  withdrawRights: 'BadCurrency ZeroAmount AmountTooLarge InsufficientRights RightsLocked',
  commit: 'BadCurrency ZeroAmount AmountTooLarge UnknownProject WrongStage NotDisputed CommitClosed InsufficientRights',
  reveal: 'BadCurrency UnknownProject WrongStage NoBallot RevealClosed AlreadyRevealed WrongSecret',
  settleBallot: 'BadCurrency UnknownProject NoBallot TooEarly AlreadySettled',
}

test.each(Object.entries(ROWS))('%s fails in the vectors in every way that it can', (kind, row) => {
  const seen = new Set(vectors.filter(({ action }) => action.kind === kind).map(({ error }) => error))
  expect(row.split(' ').filter((error) => !seen.has(error))).toEqual([])
  expect(Object.keys(KINDS)).toContain(kind)
})
