import { ERRORS, SKIPS, toHex } from '@distribute/state-machine'
import type { Bytes32 } from '@distribute/state-machine'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { KIND_NAMES } from './testing/arbitraries.ts'
import { beginOf, endOf } from './testing/frames.ts'
import { genesisOf } from './testing/history.ts'
import { proofsOfEntries, proofsOfFailures, proofsOfKinds, proofsOfSkips } from './testing/proofs.ts'
import type { Proof } from './testing/proofs.ts'
import { startVerdictHarness } from './testing/verdict-harness.ts'
import type { Accusation, VerdictHarness } from './testing/verdict-harness.ts'

// An outer contract calls proveFraud with gas from far too little up to enough: in even steps, and close around where each inner frame
// begins and ends with none. Whatever runs out and wherever, a claim that is right is not convicted, and one that is false not acquitted.

const PATIENCE = 600_000
const GENESIS = genesisOf()
/** More than any of these proofs takes. */
const PLENTY = 3_000_000
/** Around an inner frame's beginning and its end: rounding shifts both by a few units. */
const AROUND = [-4, -2, -1, 0, 1, 2, 4]
/** The transfer of reputation and what belongs to it: nobody can do that. */
const NEVER: readonly string[] = ['reputationTransfer', 'reputationApprove', 'reputationTransferFrom']

/** The rollup's answers to a fraud proof cost less each, and decide nothing. */
const LOOK_UP = 1_000
/** Of gas that ran out, wherever it did. */
const NO_VERDICT = ['nothing', 'Inconclusive', 'RecoveryStarved']
const acquitted = (root: Bytes32): string => `NoFraud ${toHex(root)}`

let harness: VerdictHarness
beforeAll(async () => {
  harness = await startVerdictHarness(GENESIS)
}, PATIENCE)
afterAll(() => harness.close())

/** Even steps, and what is close to an edge. */
async function amountsFor(accusation: Accusation, count: number): Promise<readonly number[]> {
  const frames = await harness.frames(accusation, PLENTY)
  const outermost = frames[0]!
  const most = outermost.used * 1.05
  const steps = Array.from({ length: count }, (_, i) => Math.ceil((most * (i + 1)) / count))
  const inner = frames.filter(({ depth, used }) => depth > 0 && used > LOOK_UP)
  const edges = inner.flatMap((frame) => [beginOf(frame, outermost), endOf(frame, outermost)])
  return [...steps, ...edges.flatMap((edge) => AROUND.map((near) => edge + near)), PLENTY]
}

/** Answers how many verdicts there were. */
async function sweep({ name, rerun, right, idle }: Proof, steps: number): Promise<number> {
  const innocent = { rerun, claimed: right }
  const ofInnocent = await amountsFor(innocent, budget(steps))
  const verdicts = await harness.judge(innocent, ofInnocent)
  for (const [i, { convicted, answer }] of verdicts.entries()) {
    if (convicted || (answer !== acquitted(right) && !NO_VERDICT.includes(answer))) expect.fail(`${name}: with ${ofInnocent[i]} gas a right root is answered ${answer}`)
  }
  expect(verdicts.at(-1)?.answer, name).toBe(acquitted(right))

  // The lie that the least gas would make true: that nothing came of it.
  const guilty = { rerun, claimed: toHex(idle) === toHex(right) ? rerun.rootBefore : idle }
  const ofGuilty = await amountsFor(guilty, budget(steps / 2))
  const found = await harness.judge(guilty, ofGuilty)
  for (const [i, { convicted, answer }] of found.entries()) {
    if (!convicted && !NO_VERDICT.includes(answer)) expect.fail(`${name}: with ${ofGuilty[i]} gas a wrong root is answered ${answer}`)
  }
  expect(found.at(-1)?.convicted, name).toBe(true)
  return verdicts.length + found.length
}

async function sweepAll(proofs: readonly Proof[], steps: number): Promise<void> {
  let count = 0
  for (const proof of proofs) count += await sweep(proof, steps)
  expect(count).toBeGreaterThan(proofs.length * steps)
}

describe('whatever gas there is, a proof gives the right verdict or none', () => {
  test('of each kind, done', async () => {
    const proofs = await proofsOfKinds(GENESIS)
    expect(proofs.map(({ name }) => name).sort()).toEqual(KIND_NAMES.filter((kind) => !NEVER.includes(kind)).sort())
    for (const { name, outcomes } of proofs) expect(outcomes, name).toBe('0x00')
    await sweepAll(proofs, 400)
  }, PATIENCE)

  test('of each kind, where a rule is broken', async () => {
    const proofs = await proofsOfFailures(GENESIS)
    expect(proofs).toHaveLength(KIND_NAMES.length)
    for (const { name, outcomes } of proofs) expect(ERRORS[Number(outcomes) - 1], name).toBeDefined()
    await sweepAll(proofs, 200)
  }, PATIENCE)

  test('of each reason to skip an item', async () => {
    const proofs = await proofsOfSkips(GENESIS)
    expect(proofs.map(({ name }) => name).sort()).toEqual(Object.keys(SKIPS).sort())
    for (const { name, outcomes } of proofs) expect(Number(`0x${outcomes.slice(-2)}`), name).toBe(0x80 | Number(SKIPS[name as keyof typeof SKIPS]))
    await sweepAll(proofs, 200)
  }, PATIENCE)

  test('of each kind of inbox entry, whatever comes of it', async () => {
    const proofs = await proofsOfEntries(GENESIS)
    expect(proofs.map(({ outcomes }) => outcomes)).toEqual(['0x00', '0x00', '0x00', '0x04', '0x83', '0x82', '0x81', '0x00', '0x00', '0x04', '0x86', '0x81', '0x00', '0x00', '0x00', '0x00', '0x81'])
    await sweepAll(proofs, 200)
  }, PATIENCE)
})
