import { describe, expect, test } from 'vitest'
import type { Address } from '../codec/address.ts'
import { STAGES, type KindName } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { createLedger } from '../state/ledger.ts'
import { createRandom } from '../tree/testing/scenario.ts'
import { Books, BrokenInvariant } from './books.ts'
import { checkEnd, checkOrders } from './foresight.ts'
import { runHistory, type Fault } from './project-history.ts'
import { community, EVERYBODY, GINA, HUGO, IDA, inVoting } from './projects.ts'
import { PEOPLE, type Deed } from './random-deeds.ts'
import type { Settling } from './settlings.ts'
import { watched } from './watched-ledger.ts'
import { ALICE, BOB, CAROL, DAVE, DAY, genesisOf, giveTokens, recoverFromR, worldOver, type World } from './world.ts'

type AccountChange = (account: RecordOf<'account'>) => Partial<RecordOf<'account'>>
const changeAccount = (world: World, change: AccountChange, who: Address = PEOPLE[0] ?? ALICE): void => world.setAccount(who, change(world.account(who)))
const changeProject = (world: World, id: bigint, change: Partial<RecordOf<'project'>>): void => world.ledger.put('project', { ...world.ledger.get('project', id), ...change }, id)
const changeRights = (world: World, who: Address, change: Partial<RecordOf<'rights'>>): void => world.ledger.put('rights', { ...world.ledger.get('rights', who), ...change }, who)
const changeEscrow = (world: World, id: bigint, change: bigint): void => {
  changeProject(world, id, { escrow: world.ledger.get('project', id).escrow + change })
  world.setPool({ escrowed: world.pool().escrowed + change })
}
const projectOf = ({ args: [id] }: Deed): bigint => id as bigint
const earning = (world: World, currency: 'tokens' | 'reputation'): void => world.setStream(currency, { earning: world.stream(currency).earning + 1n })

/** A unit of tokens or reputation that nobody paid for. */
const made = (world: World, currency: 'tokens' | 'reputation'): void => {
  const held = currency === 'tokens' ? 'heldTokens' : 'heldReputation'
  changeAccount(world, (account) => ({ [currency]: account[currency] + 1n, [held]: account[held] + 1n }))
  earning(world, currency)
}

/** What a history ends in when the first call of a kind after fifty that succeed does this too. */
function found(fault: Fault, kind: KindName = 'collectDividend'): string {
  let calls = 0
  let planted = false
  const once: Fault = (world, peek, deed) => {
    calls += 1
    if (calls < 50 || planted || deed.kind !== kind) return
    planted = true
    fault(world, peek, deed)
  }
  try {
    runHistory({ seed: 4, calls: 600, fault: once })
  } catch (error) {
    const cause = error instanceof BrokenInvariant ? error.cause : undefined
    return cause instanceof BrokenInvariant ? cause.message : String(error)
  }
  return planted ? 'nothing' : 'no such call'
}

describe('a history finds', () => {
  test('nothing wrong where there is nothing', () => {
    expect(found(() => undefined)).toBe('nothing')
    expect(found(() => undefined, 'stake')).toBe('nothing')
  })

  const FAULTS: readonly (readonly [what: string, told: RegExp, fault: Fault, kind?: KindName])[] = [
    ['a wei in the pool that nobody sent', /^1: ether/, (world) => world.setPool({ ether: world.pool().ether + 1n })],
    ['a wei that an account lost', /^1: ether/, (world) => changeAccount(world, ({ ether }) => ({ ether: ether - 1n }))],
    ['a wei counted as escrow that no project has', /^2: X/, (world) => world.setPool({ ether: world.pool().ether - 1n, escrowed: world.pool().escrowed + 1n })],
    ['a token beside the supply', /^2: S/, (world) => made(world, 'tokens')],
    ['reputation beside the supply', /^2: Q/, (world) => made(world, 'reputation')],
    ['more that earns than is held', /^2: what earns, tokens/, (world) => earning(world, 'tokens')],
    ['more held than an account has', /^2: tokens held/, (world) => {
      changeAccount(world, ({ heldTokens }) => ({ heldTokens: heldTokens + 1n }))
      earning(world, 'tokens')
    }],
    ['a token out of nothing', /^3: S/, (world) => {
      made(world, 'tokens')
      world.setPool({ tokens: world.pool().tokens + 1n })
    }],
    ['reputation out of nothing', /^3: Q/, (world) => {
      made(world, 'reputation')
      world.setPool({ reputation: world.pool().reputation + 1n })
    }],
    ['a forfeit without a cause', /^3: F/, (world) => world.setPool({ forfeited: world.pool().forfeited + 1n })],
    ['escrow that an account has, and no event says why', /^5: escrow of/, (world, _peek, deed) => {
      changeEscrow(world, projectOf(deed), -5n)
      changeAccount(world, ({ ether }) => ({ ether: ether + 5n }), deed.sender)
    }, 'claimTask'],
    ['escrow taken out of the pool', /^5: project \d+ takes from the pool/, (world, _peek, deed) => {
      changeEscrow(world, projectOf(deed), 5n)
      world.setPool({ ether: world.pool().ether - 5n })
    }, 'claimTask'],
    ['a claim that nobody can settle', /^8: nothing settles settleTask/, ({ ledger }, _peek, { args: [id, index] }) => {
      const ids = [id as bigint, index as bigint] as const
      ledger.put('task', { ...ledger.get('task', ...ids), claimEnd: 2n ** 40n - 1n }, ...ids)
    }, 'claimTask'],
    ['a project without an end', /^8: project \d+ is in stage 1/, (world) => changeProject(world, world.pool().projects, { deadline: 2n ** 40n - 1n }), 'propose'],
    ['rights bound by no ballot', /^8: rights of/, (world, _peek, { sender }) => changeRights(world, sender, { tokensHigh: world.ledger.get('rights', sender).tokens, reputationHigh: world.ledger.get('rights', sender).reputation }), 'requestRights'],
    ['ballots open that there are not', /^8: open ballots/, (world, _peek, { sender }) => changeRights(world, sender, { tokensOpen: 9n }), 'requestRights'],
    ['records that a call need not ask for', /asks for 3[12] records/, (world) => {
      for (let i = 0; i < 30; i++) world.ledger.get('task', 7n, BigInt(i))
    }],
  ]
  for (const [what, told, fault, kind] of FAULTS) {
    test(what, () => {
      expect(found(fault, kind)).toMatch(told)
    })
  }

  test('a change that nobody saw, when it counts everything anew', () => {
    const message = found((_world, peek) => changeAccount(peek, ({ ether }) => ({ ether: ether + 1n })))
    expect(message).toMatch(/^1: ether/)
  })
})

describe('books find', () => {
  const check = (paidIn: bigint, setUp: (world: World) => void): void => {
    const watch = watched(createLedger({ get: () => undefined }))
    const world = worldOver(watch.ledger, { genesis: genesisOf(), recover: recoverFromR })
    setUp(world)
    const books = new Books(watch.ledger, world.config.genesis.parameters)
    books.enter(watch.all())
    books.check(paidIn)
  }

  test('escrow left in a project that has ended and settled all', () => {
    const leftIn = (stage: bigint) => () => check(7n, (world) => {
      world.setPool({ projects: 1n, escrowed: 7n })
      changeProject(world, 1n, { stage, escrow: 7n })
    })
    expect(leftIn(STAGES.active)).not.toThrow()
    for (const stage of [STAGES.complete, STAGES.failed, STAGES.expired]) expect(leftIn(stage)).toThrow('4: escrow of 1')
  })

  test('a supply that is worth more than the pool', () => {
    const withForfeited = (forfeited: bigint) => () => check(7n, (world) => {
      giveTokens(world, ALICE, 10n)
      world.setPool({ ether: 7n, forfeited })
    })
    expect(withForfeited(3n)).not.toThrow()
    expect(withForfeited(-3n)).toThrow('6: the whole supply')
  })
})

describe('what may come next', () => {
  const PERSONS = [ALICE, BOB, ...EVERYBODY]
  const RIPE: readonly Settling[] = [0n, 1n, 2n].map((index) => ({ kind: 'settleTask', args: [1n, index] }))

  /** All tasks can be settled; `meddle` runs behind each call that succeeds. */
  const ripe = (meddle: (world: World, calls: number, deed: Settling) => void): World => {
    const world = community()
    inVoting(world)
    world.now += 14n * DAY
    let calls = 0
    return {
      ...world,
      get now() { return world.now },
      set now(now) { world.now = now },
      call: (sender, kind, args, options) => {
        const result = world.call(sender, kind, args, options)
        if (result.error === undefined) meddle(world, calls++, { kind, args: args ?? [] })
        return result
      },
    }
  }
  const orders = (world: World) => () => {
    for (let seed = 0; seed < 8; seed++) checkOrders(world, PERSONS, RIPE, createRandom(seed))
  }
  const STAKES: readonly Settling[] = [ALICE, BOB, CAROL, DAVE].map((staker) => ({ kind: 'settleStake', args: [1n, staker] }))
  const SEATS: readonly Settling[] = ([[0n, GINA], [0n, HUGO], [1n, IDA], [2n, IDA]] as const).map((seat) => ({ kind: 'settleValidation', args: [1n, ...seat] }))
  const end = (world: World, settlings = [...RIPE, ...STAKES, ...SEATS]) => () => checkEnd(world, PERSONS, 1n, settlings, createRandom(1))

  test('is taken back, the clock too', () => {
    const world = ripe(() => undefined)
    const before = [world.now, world.pool(), world.ledger.get('project', 1n)]
    orders(world)()
    end(world)()
    expect([world.now, world.pool(), world.ledger.get('project', 1n)]).toEqual(before)
  })

  test('shows when the order of settling decides who gets what', () => {
    // Whoever is settled first gets a wei from who is settled last.
    const firstGains = (world: World, calls: number, { args: [, index] }: Settling): void => {
      if (calls % 3 === 0 && index === 0n) changeAccount(world, ({ ether }) => ({ ether: ether + 1n }), ALICE)
    }
    expect(orders(ripe(firstGains))).toThrow('7: the order of settling decides')
  })

  test('shows what never settles', () => {
    const world = ripe(() => undefined)
    const stuck: World = { ...world, call: (sender, kind, ...more) => (kind === 'settleStake' ? { error: 'TooEarly', output: new Uint8Array(0), events: [] } : world.call(sender, kind, ...more)) }
    expect(end(stuck)).toThrow('8: nothing settles settleStake')
  })

  test('shows ether that stays in an escrow', () => {
    // Validators who are never paid, as their seats have been lost sight of.
    expect(end(ripe(() => undefined), [...RIPE, ...STAKES])).toThrow(/8: project 1 is in stage \d with \d+ wei/)
  })
})
