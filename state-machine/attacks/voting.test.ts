import { describe, expect, test } from 'vitest'
import type { Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import type { InboxEntry } from '../codec/entry.ts'
import { encodeInboxSegment, encodeTransactionSegment } from '../codec/segment.ts'
import { executeSegment } from '../execute/segment.ts'
import { PARAMETERS, type KindName } from '../params.ts'
import { createLedger } from '../state/ledger.ts'
import { inboxOf, sendOf } from '../testing/chain.ts'
import { community, did, FRANK, GINA, inVoting, PATRON, REPUTATION, SALT, secretOf, TOKENS, voted } from '../testing/projects.ts'
import { DAY, ETHER } from '../testing/world.ts'
import { createTree } from '../tree/tree.ts'

const DELAY = PARAMETERS.inboxDelay.default
/** The shortest that a genesis may have (state/genesis.ts). */
const [COMMIT, REVEAL] = [2n * DELAY, 2n * DELAY]

/**
 * Task 0 is voted on. Frank has a ballot against it, of one unit, and his friend makes all blocks: he reads an entry of the inbox as late as he
 * can and puts what he likes into the time of his blocks. Gina can reach the chain through L1 alone. Times count from the vote's beginning.
 */
function censored() {
  const world = community({ commit: COMMIT, reveal: REVEAL })
  for (const who of [GINA, FRANK, PATRON]) world.deposit(who, ETHER)
  inVoting(world)
  did(world, GINA, 'requestRights', [TOKENS, 100n * ETHER])
  voted(world, 1n, 0n, FRANK, REPUTATION, false, 1n)
  const { config, ledger, now: began } = world
  ledger.put('chain', { ...ledger.get('chain'), time: began })
  const tree = createTree()
  tree.apply(ledger.flush())
  const entries: InboxEntry[] = []
  const far = began + 90n * DAY
  const run = (bytes: Uint8Array): readonly string[] => {
    const { writes, outcomes } = executeSegment(tree, bytes, inboxOf(entries), config)
    tree.apply(writes)
    return outcomes.map((outcome) => (outcome.included ? outcome.error ?? 'ok' : outcome.reason))
  }
  return {
    secret: secretOf(world, 1n, 0n, GINA, TOKENS, true),
    send: (from: Address, kind: KindName, args: readonly Argument[], time: bigint) => void entries.push(sendOf({ from, call: { kind, args } }, began + time)),
    /** Blocks far ahead in time that read nothing; answers the time that they reach. */
    stall: () => {
      for (let i = 0; i < 3; i++) run(encodeTransactionSegment({ last: true, inbox: false, t: far }, []))
      return createLedger(tree).get('chain').time - began
    },
    /** How the next entry ends. */
    read: () => run(encodeInboxSegment({ last: true, inbox: true, t: far }, 1)).join(),
    task: () => createLedger(tree).get('task', 1n, 0n),
  }
}

describe('a sequencer who keeps ballots out', () => {
  test('stops the clock of the vote with it: what was sent in the first half of a period counts', () => {
    const { secret, send, stall, read, task } = censored()
    send(GINA, 'commit', [1n, 0n, TOKENS, secret, 100n * ETHER], DELAY - 1n)
    expect(stall()).toBe(COMMIT - 1n)
    expect(read()).toBe('ok')
    for (const [who, currency, choice] of [[GINA, TOKENS, true], [FRANK, REPUTATION, false]] as const) {
      send(who, 'reveal', [1n, 0n, currency, choice, SALT], COMMIT + DELAY - 1n)
    }
    expect(stall()).toBe(COMMIT + REVEAL - 1n)
    expect([read(), read()]).toEqual(['ok', 'ok'])
    send(PATRON, 'settleTask', [1n, 0n], COMMIT + REVEAL)
    expect(stall()).toBe(COMMIT + REVEAL + DELAY)
    expect(read()).toBe('ok')
    expect(task()).toMatchObject({ settled: 1n, passed: 1n, undecided: 0n })
  })

  test('decides it where a ballot is sent later than that: half a period is what everybody can count on', () => {
    const { secret, send, stall, read, task } = censored()
    send(GINA, 'commit', [1n, 0n, TOKENS, secret, 100n * ETHER], DELAY)
    expect(stall()).toBe(COMMIT)
    expect(read()).toBe('CommitClosed')
    send(FRANK, 'reveal', [1n, 0n, REPUTATION, false, SALT], COMMIT + DELAY - 1n)
    stall()
    expect(read()).toBe('ok')
    send(PATRON, 'settleTask', [1n, 0n], COMMIT + REVEAL)
    stall()
    expect(read()).toBe('ok')
    expect(task()).toMatchObject({ settled: 1n, passed: 0n, undecided: 0n })
  })
})
