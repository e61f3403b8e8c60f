import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeOperation, STAGES, toHex } from '@distribute/state-machine'
import type { KindName } from '@distribute/state-machine'
import { budget } from '../test/budget.ts'
import { createCommunity } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { createRandom, MEMBERS, nextDeed, nextWait } from './testing/history.ts'

const SETTLED: ReadonlySet<KindName> = new Set(['advance', 'settleTask', 'settleValidation', 'settleStake', 'settleBallot'])
const DAY = 86_400n

/** What happens to the keeper before a step. */
type Mishap = 'none' | 'killed' | 'rewound'

/** Plays a history; now and then the keeper is killed and started anew, or has to read the chain again. */
async function play(community: Community, seed: number, { steps, mishap }: { readonly steps: number; readonly mishap: () => Mishap }): Promise<void> {
  const { chain } = community
  const random = createRandom(seed)
  community.startKeeper()
  await community.join()
  for (let step = 0; step < steps; step++) {
    const now = mishap()
    if (now === 'rewound') community.keeper()?.onRewind()
    if (now === 'killed') {
      community.stopKeeper()
      community.startKeeper()
    }
    await community.later(nextWait(random))
    const { sender, kind, args, value } = nextDeed(random, chain.state, chain.config.genesis.chainId)
    await community.act(sender, { kind, args }, value)
  }
}

/** Lets time pass, and nobody do anything. */
async function letTimePass({ later }: Community): Promise<void> {
  for (let week = 0; week < 20; week++) await later(7n * DAY)
}

function expectNothingSticks({ read }: Community): void {
  const pool = read('pool')
  expect(pool.escrowed).toBe(0n)
  for (let id = 1n; id <= pool.projects; id++) {
    const { stage, escrow, unsettled } = read('project', id)
    expect({ id, isOver: stage >= STAGES.complete, escrow, unsettled, collateral: read('proposal', id).collateral })
      .toEqual({ id, isOver: true, escrow: 0n, unsettled: 0n, collateral: 0n })
  }
  const accounts = MEMBERS.map((member) => ({ ...read('account', member), rights: read('rights', member) }))
  for (const { rights } of accounts) {
    expect([rights.tokensOpen, rights.tokensHigh, rights.reputationOpen, rights.reputationHigh]).toEqual([0n, 0n, 0n, 0n])
  }
  const total = (of: (account: (typeof accounts)[number]) => bigint): bigint => accounts.reduce((sum, account) => sum + of(account), 0n)
  expect(total(({ tokens, rights }) => tokens + rights.tokens)).toBe(pool.tokens)
  expect(total(({ reputation, rights }) => reputation + rights.reputation)).toBe(pool.reputation)
  for (const { tokens, heldTokens, rights } of accounts) expect(heldTokens).toBe(tokens + rights.tokens)
  for (const { reputation, heldReputation, rights } of accounts) expect(heldReputation).toBe(reputation + rights.reputation)
}

/** What was done without a sender, and when, by block time. */
const operationsOf = ({ chain }: Community): readonly string[] =>
  chain.blocks.flatMap(({ time, outcomes }) =>
    outcomes.flatMap(({ source, call }) => {
      if (source !== 'operation' || call === undefined || !SETTLED.has(call.kind)) return []
      return [`${time} ${call.kind} ${toHex(encodeOperation({ call }))}`]
    }),
  ).sort()

const MISHAPS: readonly Mishap[] = ['killed', 'rewound']

const parameters = fc.record({
  poolMemory: fc.constantFrom('0', '86400'),
  unstakeFreeze: fc.constantFrom('0', '21600'),
  turnover: fc.constantFrom('86400', '604800'),
  passThreshold: fc.constantFrom('3000', '6667'),
})

test('time alone ends every project, empties every escrow and opens every lock, also with keepers that begin in between', async () => {
  const property = fc.asyncProperty(fc.integer(), fc.integer({ min: 20, max: 220 }), parameters, async (seed, steps, chosen) => {
    const chance = createRandom(seed ^ 0x5eed)
    const runs: (readonly string[])[] = []
    for (const mishap of [(): Mishap => 'none', (): Mishap => MISHAPS[chance(12)] ?? 'none']) {
      const community = createCommunity({ parameters: chosen })
      await play(community, seed, { steps, mishap })
      await letTimePass(community)
      expectNothingSticks(community)
      runs.push(operationsOf(community))
      expect(community.log.lines.filter(({ level }) => level !== 'debug')).toEqual([])
      await community.close()
    }
    expect(runs[1]).toEqual(runs[0])
  })
  await fc.assert(property, { numRuns: budget(8) })
})
