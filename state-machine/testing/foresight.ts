import type { Address } from '../codec/address.ts'
import { STAGES } from '../params.ts'
import type { Random } from '../tree/testing/scenario.ts'
import { BrokenInvariant } from './books.ts'
import { advanceOf, type Settling } from './settlings.ts'
import { pick } from './traffic.ts'
import { DAY, MAX, type World } from './world.ts'

/** Longer than all stages of a project together can last. */
const LONG = 100_000n * DAY

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new BrokenInvariant(what)
}
const textOf = ({ kind, args }: Settling): string => `${kind}(${args.map(String).join(', ')})`

function shuffled(list: readonly Settling[], random: Random): Settling[] {
  const all = [...list]
  for (let i = all.length - 1; i > 0; i--) {
    const j = random(i + 1)
    const [a, b] = [all[i], all[j]]
    if (a !== undefined && b !== undefined) [all[i], all[j]] = [b, a]
  }
  return all
}

interface Settled {
  readonly moved: number
  readonly left: readonly Settling[]
  /** Reputation reached its bound, where grants are cut off. */
  readonly full: boolean
}

/** Tries all in turn, again and again, until none succeeds any more; answers how many did, and those that never did. */
function settle(world: World, people: readonly Address[], all: readonly Settling[], random: Random): Settled {
  let moved = 0
  let full = world.pool().reputation === MAX
  for (let left = all; ; ) {
    const still = left.filter(({ kind, args }) => {
      const failed = world.call(pick(random, people), kind, args).error !== undefined
      if (!failed && world.pool().reputation === MAX) full = true
      return failed
    })
    if (still.length === left.length) return { moved, left: still, full }
    moved += left.length - still.length
    left = still
  }
}

/** All balances, without reputation if that is what is asked. Credits are none: they refill by rounding with each change. */
function balancesOf(world: World, people: readonly Address[], full: boolean): string {
  const { ether, escrowed, tokens, forfeited, reputation, dividendPot } = world.pool()
  const accounts = people.map((address) => {
    const a = world.account(address)
    return [a.ether, a.tokens, a.heldTokens, a.due, ...(full ? [] : [a.reputation, a.heldReputation])].join()
  })
  return [ether, escrowed, tokens, forfeited, dividendPot, ...(full ? [] : [reputation]), ...accounts].join(' ')
}

/**
 * Invariant 7: settles all that is due at this time in the order given and in another; both must leave the same balances. Everything is undone.
 * Throws BrokenInvariant.
 */
export function checkOrders(world: World, people: readonly Address[], settlings: readonly Settling[], random: Random): void {
  const mark = world.ledger.mark()
  const run = (order: readonly Settling[]) => {
    const { moved, full } = settle(world, people, order, random)
    const balances = moved === 0 ? ['', ''] : [false, true].map((without) => balancesOf(world, people, without))
    world.ledger.undoTo(mark)
    return { moved, full, balances }
  }
  const first = run(settlings)
  if (first.moved === 0) return
  const other = run(shuffled(settlings, random))
  // A forfeit makes room for a grant where reputation is at its bound: there the order decides, as a test of rules/validation.ts shows.
  const which = first.full || other.full ? 1 : 0
  must(first.balances[which] === other.balances[which], `7: the order of settling decides: ${first.balances[which]} / ${other.balances[which]}`)
}

/** Lets time pass and settles; each project must have ended, its escrow be empty and none of its records hold anything. */
function endAll(world: World, people: readonly Address[], ids: readonly bigint[], settlings: readonly Settling[], random: Random): void {
  world.now += LONG
  for (const id of ids) for (const { kind, args } of advanceOf(world, id)) world.call(pick(random, people), kind, args)
  const { left } = settle(world, people, settlings, random)
  must(left.length === 0, `8: nothing settles ${left.map(textOf).join(' ')}`)
  for (const id of ids) {
    const { stage, escrow } = world.ledger.get('project', id)
    must(stage >= STAGES.complete && escrow === 0n, `8: project ${id} is in stage ${stage} with ${escrow} wei`)
  }
}

/** Runs what may happen, and takes it back, the clock too. */
function undone(world: World, run: () => void): void {
  const mark = world.ledger.mark()
  const { now } = world
  run()
  world.now = now
  world.ledger.undoTo(mark)
}

/** Invariant 8 for one project. Everything is undone. Throws BrokenInvariant. */
export const checkEnd = (world: World, people: readonly Address[], id: bigint, settlings: readonly Settling[], random: Random): void =>
  undone(world, () => endAll(world, people, [id], settlings, random))

function withdrawAllRights(world: World, people: readonly Address[]): void {
  for (const owner of people) {
    const { tokens, reputation } = world.ledger.get('rights', owner)
    for (const [currency, amount] of [tokens, reputation].entries()) {
      if (amount > 0n) must(world.call(owner, 'withdrawRights', [BigInt(currency), amount]).error === undefined, `8: ${owner} cannot withdraw rights`)
    }
  }
}

function burnEverything(world: World, people: readonly Address[]): void {
  const { ether } = world.pool()
  for (const owner of people) {
    const { tokens } = world.account(owner)
    if (tokens > 0n) world.call(owner, 'burn', [tokens, 0n])
  }
  const after = world.pool()
  must(after.tokens === world.ledger.get('bridged').tokens && after.ether >= 0n && after.ether <= ether, '6: burning everything')
}

/**
 * Invariants 8 and 6 for the whole community: every project ends, every lock opens, and then all tokens can be burned. `accounts` is
 * everybody who may own something. Everything is undone. Throws BrokenInvariant.
 */
export function checkEverythingEnds(world: World, accounts: readonly Address[], ids: readonly bigint[], settlings: readonly Settling[], random: Random): void {
  undone(world, () => {
    endAll(world, accounts, ids, settlings, random)
    withdrawAllRights(world, accounts)
    const free = accounts.map((address) => world.account(address))
    const { tokens, reputation, escrowed } = world.pool()
    must(escrowed === 0n, '8: escrows are not empty')
    must(free.reduce((sum, account) => sum + account.tokens, world.ledger.get('bridged').tokens) === tokens, '8: tokens are locked')
    must(free.reduce((sum, account) => sum + account.reputation, 0n) === reputation, '8: reputation is locked')
    burnEverything(world, accounts)
  })
}
