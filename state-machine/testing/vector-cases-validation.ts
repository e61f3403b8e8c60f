import { community, did, ERIN, FRANK, GINA, HUGO, IDA, inValidation, inVoting, JOHN, KIM, LEO, ORIGIN, PATRON, seated, taskOf, TOKENS, revealed, voted, active, claimed } from './projects.ts'
import { ZERO_ADDRESS } from '../codec/address.ts'
import { account, pool, record, type Case } from './vector-case.ts'
import { scene } from './vector-scene.ts'
import { BOB, DAY, ETHER, type World } from './world.ts'

type Expected = Parameters<typeof scene>[3]
const project = (fields: Parameters<typeof record>[2]) => record('project', [1n], fields)
const task = (fields: Parameters<typeof record>[2], index = 0n) => record('task', [1n, index], fields)
const END = ORIGIN + 7n * DAY
/** In Validation, then `more`, then at `time`. */
const scenery = (more: (world: World) => void = () => undefined, time = ORIGIN): World => {
  const world = community()
  inValidation(world)
  more(world)
  world.now = time
  return world
}
type Seat = readonly [typeof GINA, boolean]
const sides = (...seats: readonly Seat[]) => (world: World): void => seats.forEach(([who, approve]) => void seated(world, 1n, 0n, who, approve))
/** ceil(0.5 ether · 10,000 tokens / 99.9 ether). */
const STAKE = (ETHER / 2n * 10_000n * ETHER * 10n + 999n * ETHER - 1n) / (999n * ETHER)

const validating = (): readonly Case[] => {
  const validate = (name: string, world: World, expected: Expected, who = GINA, approve = true, index = 0n, id = 1n) =>
    scene(`validate: ${name}`, world, [who, 'validate', [id, index, approve]], expected)
  const full = sides([GINA, true], [HUGO, true], [IDA, true], [JOHN, true], [KIM, true])
  return [
    validate('the first seat for', scenery(), { gives: [task({ approvals: 1n, validationStake: STAKE }), record('seat', [1n, 0n, GINA], { side: 1n, position: 1n }), account(GINA, { tokens: 200n * ETHER - STAKE, heldTokens: 200n * ETHER })] }),
    validate('the second seat against', scenery(sides([HUGO, false])), { gives: [task({ rejections: 2n }), record('seat', [1n, 0n, GINA], { side: 2n, position: 2n }), project({ disputed: 0n })] }, GINA, false),
    validate('the other side: a dispute', scenery(sides([HUGO, true])), { gives: [project({ disputed: 1n }), record('poll', [1n, 0n], { supplyTokens: 10_000n * ETHER, supplyReputation: 60_000n * ETHER })] }, GINA, false),
    validate('in the last day, where there is a seat', scenery(sides([HUGO, true]), END - 1n), { gives: [task({ approvals: 2n })] }),
    validate('no such project', scenery(), { fails: 'UnknownProject' }, ERIN, true, 32n, 9n),
    validate('at the deadline', scenery(() => undefined, END), { fails: 'WrongStage' }, ERIN),
    validate('by a claimer', scenery(), { fails: 'ClaimerMayNotValidate' }, FRANK, true, 32n),
    validate('task 32', scenery(), { fails: 'NoEvidence' }, GINA, true, 32n),
    validate('a task without evidence', scenery(), { fails: 'NoEvidence' }, GINA, true, 3n),
    validate('twice, on the other side', scenery(full), { fails: 'AlreadyValidated' }, GINA, false),
    validate('the sixth', scenery(full), { fails: 'SeatsFull' }, PATRON),
    validate('the first in the last day', scenery(() => undefined, END - DAY), { fails: 'TooLateForFirstSeat' }, PATRON),
    validate('without the stake', scenery(full), { fails: 'InsufficientBalance' }, PATRON, false),
    validate('the first a second before the last day', scenery(() => undefined, END - DAY - 1n), { gives: [task({ approvals: 1n })] }, LEO),
  ]
}

/** Voting over task 0; Bob's tokens decide, if he reveals. */
const polled = (choice: boolean | undefined, time = ORIGIN + 21n * DAY, more: (world: World) => void = () => undefined): World => {
  const world = community()
  inVoting(world)
  voted(world, 1n, 0n, BOB, TOKENS, choice ?? true, ETHER)
  world.now = ORIGIN + 14n * DAY
  if (choice !== undefined) revealed(world, 1n, 0n, BOB, TOKENS, choice)
  world.now = time
  more(world)
  return world
}

const settling = (): readonly Case[] => {
  const settle = (name: string, world: World, expected: Expected, index = 0n, id = 1n) => scene(`settleTask: ${name}`, world, [PATRON, 'settleTask', [id, index]], expected)
  const V = ETHER / 4n
  return [
    settle('only approvals', scenery(sides([GINA, true]), END), { gives: [task({ settled: 1n, passed: 1n }), account(ERIN, { ether: 5n * ETHER, reputation: 11_200n * ETHER }), pool({ reputation: 63_000n * ETHER }), project({ passedWeight: 5_000n, unsettled: 2n, escrow: 6n * ETHER })] }),
    settle('only rejections', scenery(sides([GINA, false]), END), { gives: [task({ settled: 1n, passed: 0n, undecided: 0n }), account(ERIN, { ether: 0n, reputation: 5_200n * ETHER, heldReputation: 7_000n * ETHER }), pool({ ether: 889n * ETHER / 10n + 5n * ETHER, reputation: 57_000n * ETHER })] }),
    settle('nobody', scenery(() => undefined, END), { gives: [task({ settled: 1n, passed: 0n, undecided: 1n }), account(ERIN, { reputation: 8_200n * ETHER }), pool({ ether: 889n * ETHER / 10n + 5n * ETHER + V, reputation: 60_000n * ETHER })] }),
    settle('the poll is for', polled(true), { gives: [task({ passed: 1n }), account(ERIN, { ether: 5n * ETHER, reputation: 11_200n * ETHER })] }),
    settle('the poll is against', polled(false), { gives: [task({ passed: 0n, undecided: 0n }), account(ERIN, { ether: 0n, heldReputation: 7_000n * ETHER })] }),
    settle('an empty poll, one to one', polled(undefined), { gives: [task({ passed: 0n, undecided: 1n }), account(ERIN, { ether: 0n, reputation: 8_200n * ETHER }), project({ escrow: 11n * ETHER - 5n * ETHER - V })] }),
    settle('an undisputed one during Voting', polled(undefined, ORIGIN + 7n * DAY), { gives: [task({ settled: 1n, passed: 1n }, 1n), project({ stage: 5n, unsettled: 2n, passedWeight: 3_000n })] }, 1n),
    settle('the last: Complete', polled(true, ORIGIN + 21n * DAY, (w) => [1n, 2n].forEach((index) => did(w, PATRON, 'settleTask', [1n, index]))), { gives: [project({ stage: 6n, passedWeight: 10_000n, unsettled: 0n, pot: ETHER / 2n, unsettledTokens: 1_000n * ETHER })] }),
    settle('the last: Failed; the validators’ pay stays', polled(false, ORIGIN + 21n * DAY, (w) => [1n, 2n].forEach((index) => did(w, PATRON, 'settleTask', [1n, index]))), { gives: [project({ stage: 7n, passedWeight: 5_000n, pot: 0n, escrow: ETHER / 2n }), pool({ escrowed: ETHER / 2n, forfeited: 1_000n * ETHER })] }),
    settle('a claim that ran out', (() => {
      const world = community()
      active(world)
      claimed(world, 1n, 0)
      world.now = END
      return world
    })(), { gives: [task({ claimer: ZERO_ADDRESS, collateral: 0n }), account(ERIN, { heldReputation: 7_000n * ETHER }), pool({ reputation: 57_000n * ETHER })] }),
    settle('no such project', scenery(), { fails: 'UnknownProject' }, 0n, 9n),
    settle('no claim', scenery(), { fails: 'NothingDue' }, 3n),
    settle('task 32', scenery(), { fails: 'NothingDue' }, 32n),
    settle('a second before the deadline', scenery(sides([GINA, true]), END - 1n), { fails: 'TooEarly' }),
    settle('a disputed one a second before the end of reveal', polled(true, ORIGIN + 21n * DAY - 1n), { fails: 'TooEarly' }),
    settle('twice', scenery((w) => {
      w.now = END
      did(w, PATRON, 'settleTask', [1n, 0n])
    }, END), { fails: 'AlreadySettled' }),
  ]
}

const paying = (): readonly Case[] => {
  const settle = (name: string, world: World, expected: Expected, who = GINA, index = 0n, id = 1n) => scene(`settleValidation: ${name}`, world, [PATRON, 'settleValidation', [id, index, who]], expected)
  const settled = (...seats: readonly Seat[]) => scenery((w) => {
    sides(...seats)(w)
    w.now = END
    did(w, PATRON, 'settleTask', [1n, 0n])
  }, END)
  const voted_ = (choice: boolean | undefined) => polled(choice, ORIGIN + 21n * DAY, (w) => void did(w, PATRON, 'settleTask', [1n, 0n]))
  return [
    settle('alone: all of V', settled([GINA, true]), { gives: [account(GINA, { ether: ETHER / 4n, tokens: 200n * ETHER }), record('seat', [1n, 0n, GINA], { settled: 1n }), project({ escrow: 575n * ETHER / 100n })] }),
    settle('the second of three: 24 % and a third of 23 %', settled([HUGO, true], [GINA, true], [IDA, true]), { gives: [account(GINA, { ether: (ETHER / 4n * 95n) / 300n })] }),
    settle('the first of three: the rest', settled([GINA, true], [HUGO, true], [IDA, true]), { gives: [account(GINA, { ether: ETHER / 4n - (ETHER / 4n * 95n) / 300n - (ETHER / 4n * 74n) / 300n })] }),
    settle('wrong: the stake is forfeited', voted_(false), { gives: [account(GINA, { ether: 0n, tokens: 200n * ETHER - STAKE, heldTokens: 200n * ETHER - STAKE }), pool({ tokens: 10_000n * ETHER - STAKE, forfeited: STAKE })] }),
    settle('undecided: the stake goes back', voted_(undefined), { gives: [account(GINA, { ether: 0n, tokens: 200n * ETHER }), pool({ forfeited: 0n })] }),
    settle('no such project', scenery(), { fails: 'UnknownProject' }, GINA, 0n, 9n),
    settle('no seat', scenery(), { fails: 'NoSeat' }),
    settle('task 32', scenery(), { fails: 'NoSeat' }, GINA, 32n),
    settle('the task is open', scenery(sides([GINA, true]), END), { fails: 'TooEarly' }),
    settle('twice', scenery((w) => {
      sides([GINA, true])(w)
      w.now = END
      did(w, PATRON, 'settleTask', [1n, 0n])
      did(w, PATRON, 'settleValidation', [1n, 0n, GINA])
    }, END), { fails: 'AlreadySettled' }),
  ]
}

export const validationCases = (): readonly Case[] => {
  const stake = taskOf(scenery(), 0n).validationStake
  if (stake !== STAKE) throw new TypeError(`the validation stake is ${stake}`)
  return [...validating(), ...settling(), ...paying()]
}
