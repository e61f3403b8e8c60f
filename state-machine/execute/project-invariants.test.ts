import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { KINDS, type KindName } from '../params.ts'
import { runHistory, type Tally } from '../testing/project-history.ts'
import { randomParameters } from '../testing/random-parameters.ts'
import { outcomesByKind } from '../testing/vector-outcomes.ts'

const MINUTES = 60_000
const CALLS_EACH = 1_500
/** 1,050,000 calls. */
const HISTORIES = budget(700)
/** A second try would begin elsewhere and hide what the first one found. */
const OPTIONS = { retry: 0, timeout: 20 * MINUTES * Math.max(1, budget(1)) }

describe('random histories of all calls by many members with time jumps, two in three with random parameters', () => {
  test('leave all eight invariants standing after every call, and no call asks for more records than it declares', OPTIONS, () => {
    const tally: Tally = new Map()
    const first = Math.floor(Math.random() * 2 ** 31)
    console.log(`${HISTORIES} histories of ${CALLS_EACH} calls from seed ${first}`)
    // What fails names its seed; `run-histories.ts 1500 seed` runs that history alone.
    for (let seed = first; seed < first + HISTORIES; seed++) runHistory({ seed, calls: CALLS_EACH, parameters: randomParameters(seed), tally })
    // Histories in which a call never succeeds, or a stage never comes, would show nothing of it.
    const never = (Object.keys(KINDS) as KindName[]).filter((kind) => !tally.has(`${kind} ok`) && !kind.startsWith('reputation'))
    expect(never).toEqual([])
    expect([2, 3, 4, 5, 6, 7, 8].filter((stage) => !tally.has(`stage ${stage}`))).toEqual([])
    // However a call ended here, a vector shows it: no rule can give an error that the vectors lack.
    const outcomes = outcomesByKind()
    const inVectors = (kind: string, how: string): boolean => how === 'skipped' || how === 'ValueNotAccepted' || outcomes.get(kind)?.has(how) === true
    const ends = [...tally.keys()].map((what) => what.split(' ')).filter(([kind]) => kind !== 'stage')
    expect(ends.filter(([kind = '', how = '']) => !inVectors(kind, how))).toEqual([])
  })
})
