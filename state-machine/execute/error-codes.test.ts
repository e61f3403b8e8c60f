import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ERRORS, KINDS, SKIPS, type ErrorName, type Kind, type KindName, type SkipName } from '../params.ts'
import { allVectors, outcomesByKind } from '../testing/vector-outcomes.ts'
import { ALICE, createWorld } from '../testing/world.ts'

const vectors = allVectors()
const outcomes = outcomesByKind()
const KIND_NAMES = Object.keys(KINDS) as KindName[]

type Place = readonly [file: string, title: string]

/** No rule gives these: the decoder of calldata answers them to views and dry calls, before there is a call. */
const NOT_OF_RULES: { readonly [error in ErrorName]?: Place } = {
  UnknownCall: ['call-view.test.ts', 'that no transaction can carry are refused'],
  NonCanonicalCalldata: ['call-view.test.ts', 'that no transaction can carry are refused'],
}

/** What is skipped for its bytes, its signature or its place in a segment: a vector has none of these. */
const NOT_IN_VECTORS: { readonly [skip in SkipName]?: Place } = {
  Undecodable: ['segment.test.ts', 'sixteen items, whatever they are; a skipped one counts'],
  OverLimits: ['segment.test.ts', 'sixteen items, whatever they are; a skipped one counts'],
  BadSignature: ['transaction.test.ts', 'that no key can have made are bad'],
  NoEffect: ['transaction.test.ts', 'has no sender, costs nothing, and is skipped where it changes nothing'],
}

/** The text of a test, from its title to where the next one begins. */
const bodyOf = ([file, title]: Place): string => {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8')
  const at = source.indexOf(`test('${title}'`)
  expect(at, `${file} has the test “${title}”`).toBeGreaterThanOrEqual(0)
  return source.slice(at).split(/\n *(?:test|describe)(?:\.each\(|\()/)[0] ?? ''
}

describe('every error of params.ts', () => {
  test.each(ERRORS)('%s is produced by a test', (error) => {
    const place = NOT_OF_RULES[error]
    if (place === undefined) expect(vectors.filter((vector) => vector.error === error)).not.toEqual([])
    else expect(bodyOf(place)).toContain(`'${error}'`)
  })

  test('those that no rule gives are in no vector: the list of exceptions is no longer than it must be', () => {
    expect(vectors.filter(({ error }) => error !== null && error in NOT_OF_RULES)).toEqual([])
  })
})

describe('every reason of params.ts for which an item is skipped', () => {
  test.each(Object.keys(SKIPS) as SkipName[])('%s is produced by a test', (skip) => {
    const place = NOT_IN_VECTORS[skip]
    if (place === undefined) expect(vectors.filter(({ skipped }) => skipped === skip)).not.toEqual([])
    else expect(bodyOf(place)).toContain(`'${skip}'`)
  })
})

/** protocol.md section 11: every call fails in each of the ways that its row lists, and in no other. */
const ROWS: { readonly [kind in KindName]: string } = {
  send: 'InvalidReceiver AmountTooLarge InsufficientEther',
  mint: 'ZeroAmount AmountTooLarge InsufficientEther CostAboveValue',
  burn: 'ZeroAmount AmountTooLarge InsufficientBalance ProceedsBelowMinimum',
  donate: 'ZeroAmount AmountTooLarge InsufficientEther',
  payDividend: 'ZeroAmount AmountTooLarge InsufficientEther',
  collectDividend: '',
  withdraw: 'InvalidReceiver ZeroAmount AmountTooLarge InsufficientEther',
  withdrawTokens: 'InvalidReceiver ZeroAmount AmountTooLarge InsufficientBalance',
  tokenTransfer: 'InvalidReceiver AmountTooLarge InsufficientBalance',
  tokenApprove: 'AmountTooLarge',
  tokenTransferFrom: 'InvalidReceiver AmountTooLarge InsufficientAllowance InsufficientBalance',
  reputationTransfer: 'NotTransferable',
  reputationApprove: 'NotTransferable',
  reputationTransferFrom: 'NotTransferable',
  register: 'InvalidReceiver SignatureExpired BadSignature AlreadyMember IdentityUsed',
  startRecovery: 'InvalidReceiver SignatureExpired BadSignature NotAMember AlreadyMember',
  cancelRecovery: 'NoRecovery',
  finishRecovery: 'NoRecovery RecoveryPending NotAMember AlreadyMember NothingDue',
  propose: 'ZeroAmount AmountTooLarge BadPeriod BadCurrency UriTooLong CostShareTooLarge PoolTooSmall EmptySupply InsufficientBalance',
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
const NEVER_SUCCEEDS: readonly KindName[] = ['reputationTransfer', 'reputationApprove', 'reputationTransferFrom']

describe.each(KIND_NAMES)('%s in the vectors', (kind) => {
  const seen = [...(outcomes.get(kind) ?? [])]

  test('succeeds, where it can', () => {
    expect(seen.includes('ok')).toBe(!NEVER_SUCCEEDS.includes(kind))
  })

  test('fails in every way that it can, and in no other', () => {
    const errors = seen.filter((outcome) => outcome !== 'ok')
    expect(errors).not.toEqual([])
    expect(errors.filter((error) => error !== 'ValueNotAccepted').sort()).toEqual(ROWS[kind].split(' ').filter((error) => error !== '').sort())
  })

  test('has ValueNotAccepted before all, where it takes no ether', () => {
    const { payable }: Kind = KINDS[kind]
    if (payable) expect(seen).not.toContain('ValueNotAccepted')
    else expect(createWorld().call(ALICE, kind, [], { value: 1n }).error).toBe('ValueNotAccepted')
  })
})
