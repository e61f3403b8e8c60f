import { community, did, GINA, HUGO, inValidation, inVoting, ORIGIN, PATRON, REPUTATION, revealed, SALT, seated, secretOf, TOKENS, voted } from './projects.ts'
import { record, account, rights, type Case } from './vector-case.ts'
import { scene } from './vector-scene.ts'
import { BOB, DAY, ETHER, MAX, type World } from './world.ts'

type Expected = Parameters<typeof scene>[3]
const HASH = new Uint8Array(32).fill(3)
const after = (enter: (world: World) => unknown, time = ORIGIN + 7n * DAY): World => {
  const world = community()
  enter(world)
  world.now = time
  return world
}
const locked = (tokens: bigint) => (world: World): void => {
  inVoting(world)
  did(world, BOB, 'requestRights', [TOKENS, tokens])
}
const ballot = (fields: Parameters<typeof record>[2], currency = TOKENS) => record('ballot', [1n, 0n, BOB, currency], fields)
const committed = (choice: boolean, currency = TOKENS) => (world: World): void => {
  inVoting(world)
  voted(world, 1n, 0n, BOB, currency, choice, 10n)
}
const REVEAL = ORIGIN + 14n * DAY
const END = ORIGIN + 21n * DAY

const locking = (): readonly Case[] => {
  const request = (name: string, expected: Expected, amount: bigint, currency = TOKENS) => scene(`requestRights: ${name}`, community(), [BOB, 'requestRights', [currency, amount]], expected)
  const withdraw = (name: string, world: World, expected: Expected, amount: bigint, currency = TOKENS) => scene(`withdrawRights: ${name}`, world, [BOB, 'withdrawRights', [currency, amount]], expected)
  return [
    request('tokens', { gives: [rights(BOB, { tokens: 7n }), account(BOB, { tokens: 3_000n * ETHER - 7n, heldTokens: 3_000n * ETHER })] }, 7n),
    request('reputation', { gives: [rights(BOB, { reputation: 10_000n * ETHER }), account(BOB, { reputation: 0n, heldReputation: 10_000n * ETHER })] }, 10_000n * ETHER, REPUTATION),
    request('a third currency', { fails: 'BadCurrency' }, 0n, 2n),
    request('nothing', { fails: 'ZeroAmount' }, 0n),
    request('2^96', { fails: 'AmountTooLarge' }, MAX + 1n),
    request('more than is free', { fails: 'InsufficientBalance' }, 3_000n * ETHER + 1n),
    withdraw('down to the largest commit', after((w) => {
      locked(10n)(w)
      did(w, BOB, 'commit', [1n, 0n, TOKENS, HASH, 7n])
    }), { gives: [rights(BOB, { tokens: 7n, tokensHigh: 7n, tokensOpen: 1n }), account(BOB, { tokens: 2_600n * ETHER - 7n })] }, 3n),
    withdraw('a third currency', after(locked(10n)), { fails: 'BadCurrency' }, 0n, 2n),
    withdraw('nothing', after(locked(10n)), { fails: 'ZeroAmount' }, 0n),
    withdraw('2^96', after(locked(10n)), { fails: 'AmountTooLarge' }, MAX + 1n),
    withdraw('more than there is', after(locked(10n)), { fails: 'InsufficientRights' }, 11n),
    withdraw('what a ballot holds', after(committed(true)), { fails: 'RightsLocked' }, 1n),
  ]
}

const voting = (): readonly Case[] => {
  const commit = (name: string, world: World, expected: Expected, amount = 10n, { currency = TOKENS, index = 0n, id = 1n } = {}) =>
    scene(`commit: ${name}`, world, [BOB, 'commit', [id, index, currency, HASH, amount]], expected)
  const reveal = (name: string, world: World, expected: Expected, { choice = true, currency = TOKENS, index = 0n, id = 1n, salt = SALT } = {}) =>
    scene(`reveal: ${name}`, world, [BOB, 'reveal', [id, index, currency, choice, salt]], expected)
  const disputed = (world: World): void => {
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    seated(world, 1n, 0n, HUGO, false)
  }
  return [
    commit('a ballot', after(locked(10n)), { gives: [ballot({ secretHash: HASH, amount: 10n }), rights(BOB, { tokens: 10n, tokensHigh: 10n, tokensOpen: 1n })] }),
    commit('the first, which begins Voting', after((w) => {
      disputed(w)
      did(w, BOB, 'requestRights', [TOKENS, 10n])
    }), { gives: [record('project', [1n], { stage: 5n, commitEnd: REVEAL, deadline: END }), ballot({ amount: 10n })] }),
    commit('another in its place', after(committed(true)), { gives: [ballot({ secretHash: HASH, amount: 4n }), rights(BOB, { tokens: 10n, tokensHigh: 10n, tokensOpen: 1n })] }, 4n),
    commit('a third currency', after(locked(10n)), { fails: 'BadCurrency' }, 0n, { currency: 2n, id: 9n }),
    commit('nothing', after(locked(10n)), { fails: 'ZeroAmount' }, 0n, { id: 9n }),
    commit('2^96', after(locked(10n)), { fails: 'AmountTooLarge' }, MAX + 1n, { id: 9n }),
    commit('no such project', after(locked(10n)), { fails: 'UnknownProject' }, MAX, { id: 9n }),
    commit('during Validation', after(disputed, ORIGIN + 7n * DAY - 1n), { fails: 'WrongStage' }, MAX, { index: 1n }),
    commit('on what nobody disputes', after(locked(10n), REVEAL), { fails: 'NotDisputed' }, MAX, { index: 1n }),
    commit('on task 32', after(locked(10n)), { fails: 'NotDisputed' }, MAX, { index: 32n }),
    commit('after the commit period', after(locked(10n), REVEAL), { fails: 'CommitClosed' }, MAX),
    commit('more than the rights', after(locked(10n), REVEAL - 1n), { fails: 'InsufficientRights' }, 11n),
    reveal('tokens for', after(committed(true), REVEAL), { gives: [ballot({ amount: 10n, revealed: 1n }), record('poll', [1n, 0n], { tokensFor: 10n, tokensAgainst: 0n })] }),
    reveal('reputation against', after(committed(false, REPUTATION), END - 1n), { gives: [ballot({ revealed: 1n }, REPUTATION), record('poll', [1n, 0n], { reputationAgainst: 10n, reputationFor: 0n })] }, { choice: false, currency: REPUTATION }),
    reveal('a third currency', after(committed(true), REVEAL), { fails: 'BadCurrency' }, { currency: 2n, id: 9n }),
    reveal('no such project', after(committed(true), REVEAL), { fails: 'UnknownProject' }, { id: 9n }),
    reveal('during Validation', after(disputed, ORIGIN + 7n * DAY - 1n), { fails: 'WrongStage' }, { index: 32n }),
    reveal('task 32', after(committed(true), REVEAL), { fails: 'NoBallot' }, { index: 32n }),
    reveal('no ballot in this currency', after(committed(true), REVEAL - 1n), { fails: 'NoBallot' }, { currency: REPUTATION }),
    reveal('before the reveal period', after(committed(true), REVEAL - 1n), { fails: 'RevealClosed' }, { choice: false }),
    reveal('after it', after(committed(true), END), { fails: 'RevealClosed' }, { choice: false }),
    reveal('twice', after((w) => {
      committed(true)(w)
      w.now = REVEAL
      revealed(w, 1n, 0n, BOB, TOKENS, true)
    }, REVEAL), { fails: 'AlreadyRevealed' }, { choice: false }),
    reveal('the other choice', after(committed(true), REVEAL), { fails: 'WrongSecret' }, { choice: false }),
    reveal('another salt', after(committed(true), REVEAL), { fails: 'WrongSecret' }, { salt: HASH }),
  ]
}

const settling = (): readonly Case[] => {
  const settle = (name: string, world: World, expected: Expected, { currency = TOKENS, index = 0n, id = 1n } = {}) =>
    scene(`settleBallot: ${name}`, world, [PATRON, 'settleBallot', [id, index, BOB, currency]], expected)
  return [
    settle('the last open one', after(committed(true), END), { gives: [ballot({ settled: 1n }), rights(BOB, { tokens: 10n, tokensHigh: 0n, tokensOpen: 0n })] }),
    settle('one of two', after((w) => {
      inValidation(w)
      for (const index of [0n, 1n]) {
        seated(w, 1n, index, GINA, true)
        seated(w, 1n, index, HUGO, false)
      }
      w.now = ORIGIN + 7n * DAY
      did(w, BOB, 'requestRights', [TOKENS, 10n])
      for (const index of [0n, 1n]) did(w, BOB, 'commit', [1n, index, TOKENS, secretOf(w, 1n, index, BOB, TOKENS, true), 10n])
    }, END), { gives: [rights(BOB, { tokens: 10n, tokensHigh: 10n, tokensOpen: 1n })] }),
    settle('a third currency', after(committed(true), END), { fails: 'BadCurrency' }, { currency: 2n, id: 9n }),
    settle('no such project', after(committed(true), END), { fails: 'UnknownProject' }, { id: 9n }),
    settle('no ballot', after(committed(true), END - 1n), { fails: 'NoBallot' }, { currency: REPUTATION }),
    settle('task 32', after(committed(true), END - 1n), { fails: 'NoBallot' }, { index: 32n }),
    settle('a second before the end', after(committed(true), END - 1n), { fails: 'TooEarly' }),
    settle('twice', after((w) => {
      committed(true)(w)
      w.now = END
      did(w, PATRON, 'settleBallot', [1n, 0n, BOB, TOKENS])
    }, END), { fails: 'AlreadySettled' }),
  ]
}

export const votingCases = (): readonly Case[] => [...locking(), ...voting(), ...settling()]
