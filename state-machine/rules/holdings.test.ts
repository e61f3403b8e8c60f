import { describe, expect, test } from 'vitest'
import { systemAddress, ZERO_ADDRESS } from '../codec/address.ts'
import type { Event } from '../codec/events.ts'
import { ALICE, BOB, createWorld, ETHER, genesisOf, giveTokens, START, type World } from '../testing/world.ts'
import type { CallContext } from './context.ts'
import { forfeit, forfeitSupply, freeOf, lock, unlock } from './holdings.ts'

function contextOf(world: World): { readonly context: CallContext; readonly events: Event[] } {
  const events: Event[] = []
  const { ledger, config } = world
  return { events, context: { ledger, ...config, now: START, sender: BOB, value: 0n, emit: (event) => void events.push(event) } }
}
const some = { currency: 'tokens', amount: 4n } as const

describe('holdings', () => {
  test('lock and unlock move between free and locked; what is held in all stays', () => {
    const world = createWorld()
    giveTokens(world, ALICE, 10n)
    const { context, events } = contextOf(world)
    lock(context, ALICE, some, 'projects')
    expect(freeOf(context, ALICE, 'tokens')).toBe(6n)
    unlock(context, ALICE, { ...some, amount: 1n }, 'voting')
    expect(world.account(ALICE)).toMatchObject({ tokens: 7n, heldTokens: 10n })
    expect(events.map(({ args }) => args)).toEqual([[ALICE, systemAddress('projects'), 4n], [systemAddress('voting'), ALICE, 1n]])
  })

  test('nothing of anything leaves no trace', () => {
    const world = createWorld()
    const { context, events } = contextOf(world)
    const none = { currency: 'reputation', amount: 0n } as const
    lock(context, ALICE, none, 'voting')
    unlock(context, ALICE, none, 'voting')
    forfeit(context, ALICE, none)
    forfeitSupply(context, none)
    expect(events).toEqual([])
    expect(world.ledger.flush()).toEqual([])
  })

  test('forfeited tokens count on as F, forfeited reputation is gone', () => {
    const world = createWorld()
    giveTokens(world, ALICE, 10n)
    world.setAccount(ALICE, { reputation: 9n, heldReputation: 9n })
    world.setPool({ reputation: 9n })
    world.setStream('reputation', { earning: 9n })
    const { context, events } = contextOf(world)
    lock(context, ALICE, some, 'projects')
    forfeit(context, ALICE, some)
    forfeit(context, ALICE, { currency: 'reputation', amount: 2n })
    expect(world.pool()).toMatchObject({ tokens: 6n, forfeited: 4n, reputation: 7n })
    expect(world.account(ALICE)).toMatchObject({ tokens: 6n, heldTokens: 6n, heldReputation: 7n })
    expect([world.stream('tokens').earning, world.stream('reputation').earning]).toEqual([6n, 7n])
    expect(events.slice(1).map(({ contract, args }) => [contract, ...args])).toEqual([
      ['token', systemAddress('projects'), ZERO_ADDRESS, 4n], ['reputation', systemAddress('projects'), ZERO_ADDRESS, 2n],
    ])
  })

  test('what is forfeited earned dividends up to that second and not after', () => {
    const world = createWorld(genesisOf({ dividendPeriod: 100n }))
    giveTokens(world, ALICE, 5n)
    giveTokens(world, BOB, 5n)
    world.deposit(BOB, ETHER)
    world.call(BOB, 'payDividend', [], { value: 1_000n })
    const { context } = contextOf(world)
    forfeit({ ...context, now: START + 50n }, ALICE, { currency: 'tokens', amount: 5n })
    world.now = START + 100n
    const due = (who: typeof ALICE) => world.call(BOB, 'collectDividend', [who]).events[0]?.args[1]
    // 250 of the first half for Alice; Bob has the other 250 and the second half.
    expect([due(ALICE), due(BOB)]).toEqual([250n, 750n])
  })
})
