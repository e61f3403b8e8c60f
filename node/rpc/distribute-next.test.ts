import { parametersFrom, STAGES, UNIT, ZERO_ADDRESS, ZERO_HASH } from '@distribute/state-machine'
import type { ProjectTerms } from '@distribute/state-machine'
import { expect, test } from 'vitest'
import { missingOf, nextStep } from './distribute-next.ts'

const LIST = new Uint8Array(32).fill(1)

/** A project of 1 ether over a pool of 100 with 1,000 tokens and 2,000 reputation: 10 and 20 are required. */
function terms(project: Partial<ProjectTerms['project']>, ether = 100n * UNIT): ProjectTerms {
  return {
    now: 1_000n,
    parameters: parametersFrom({ poolMemory: 0 }),
    pool: {
      ether, escrowed: 0n, window: 0n, tokens: 1_000n * UNIT, forfeited: 0n, projects: 1n, reputation: 2_000n * UNIT, low: ether, withdrawals: 0n,
      previousLow: ether, dividendPot: 0n,
    },
    project: {
      proposer: ZERO_ADDRESS, cost: UNIT, stakedTokens: 0n, stakedReputation: 0n, deadline: 2_000n, stage: STAGES.proposed, disputed: 0n, escrow: 0n,
      pot: 0n, evidenceWeight: 0n, passedWeight: 0n, unsettled: 0n, earmarked: 0n, unsettledTokens: 0n, commitEnd: 0n, leader: ZERO_HASH, ...project,
    },
    proposal: { contentHash: ZERO_HASH, requiredTokens: 10n * UNIT, requiredReputation: 20n * UNIT, period: 100n, collateralIn: 0n, collateral: UNIT },
  }
}

const words = (project: Partial<ProjectTerms['project']>, ether?: bigint): string | undefined => nextStep(terms(project, ether))?.words

test('what is missing is what is required now, less what is staked', () => {
  expect(missingOf(terms({ stakedTokens: 4n * UNIT }))).toEqual({ tokens: 6n * UNIT, reputation: 20n * UNIT })
  expect(missingOf(terms({ stakedTokens: 4n * UNIT }, 50n * UNIT))).toEqual({ tokens: 16n * UNIT, reputation: 40n * UNIT })
  expect(missingOf(terms({ stakedTokens: 11n * UNIT, stakedReputation: 20n * UNIT }))).toEqual({ tokens: 0n, reputation: 0n })
})

test('a proposed project expires, and says what would prevent it', () => {
  expect(words({})).toBe('the project expires unless 10 tokens and 20 reputation more are staked by then: stakes go back, and the collateral is forfeited')
  expect(words({ stakedTokens: 10n * UNIT })).toContain('unless 20 reputation more are staked by then')
  const full = { stakedTokens: 10n * UNIT, stakedReputation: 20n * UNIT }
  expect(words(full, UNIT / 2n)).toBe('the project expires unless the pool holds 1 ether and its rewards by then: stakes go back, and the collateral is returned')
})

test('each stage names its deadline and what it brings', () => {
  expect(words({ stage: STAGES.staked })).toMatch(/^the project fails unless a task list/)
  expect(words({ stage: STAGES.staked, leader: LIST })).toMatch(/^the leading task list is accepted/)
  expect(words({ stage: STAGES.active })).toMatch(/^the project fails unless there is evidence/)
  expect(words({ stage: STAGES.active, evidenceWeight: 1n })).toBe('validation of the evidence begins')
  expect(words({ stage: STAGES.validation })).toMatch(/^tasks are settled/)
  expect(words({ stage: STAGES.validation, disputed: 1n })).toBe('members vote on the disputed tasks')
  expect(nextStep(terms({ stage: STAGES.voting, commitEnd: 1_500n }))).toEqual({ deadline: 1_500n, words: 'committing ends, and ballots are revealed' })
  expect(nextStep(terms({ stage: STAGES.voting, commitEnd: 1_000n }))).toMatchObject({ deadline: 2_000n })
})

test('nothing is waited for once tasks are being settled or the project has ended', () => {
  for (const stage of [STAGES.validation, STAGES.voting]) expect(nextStep(terms({ stage, deadline: 1_000n, commitEnd: 900n }))).toBeUndefined()
  for (const stage of [STAGES.complete, STAGES.failed, STAGES.expired]) expect(nextStep(terms({ stage }))).toBeUndefined()
})
