import { ZERO_HASH } from '../codec/bytes.ts'
import type { Argument } from '../codec/argument.ts'
import {
  active, claimArguments, claimed, community, COST, did, ERIN, EVIDENCE, FRANK, GINA, inValidation, ONE_TASK, ORIGIN, PATRON, PERIOD, proposed,
  REPUTATION, ROOT, seated, staked, stakeOf, TASKS, TOKENS, worked,
} from './projects.ts'
import { account, pool, record, type Case } from './vector-case.ts'
import { scene } from './vector-scene.ts'
import { ALICE, BOB, CAROL, DAVE, DAY, ETHER, giveTokens, MAX, type World } from './world.ts'

const HASH = new Uint8Array(32).fill(7)
const NO_URI = new Uint8Array(0)
const LONG = new Uint8Array(257)
const project = (fields: Parameters<typeof record>[2]) => record('project', [1n], fields)
const stakeRecord = (who: typeof ALICE, fields: Parameters<typeof record>[2]) => record('stake', [1n, who], fields)
const at = (world: World, time: bigint): World => {
  world.now = time
  return world
}
const after = (enter: (world: World) => unknown, world = community()): World => {
  enter(world)
  return world
}
const poor = (world: World, ether = 11n * ETHER): World => {
  world.setPool({ ether, low: ether, previousLow: ether })
  return world
}

const proposing = (): readonly Case[] => {
  const args = (cost: bigint, period = PERIOD, currency = TOKENS, uri = NO_URI): readonly Argument[] => [cost, period, currency, HASH, uri]
  const fails = (name: string, error: string, list: readonly Argument[], world = community(), who = PATRON) =>
    scene(`propose: ${name}`, world, [who, 'propose', list], { fails: error })
  return [
    scene('propose: a tenth of the pool, 5 % of the tokens as collateral', community(), [DAVE, 'propose', args(COST)], {
      returns: 1n, gives: [
        project({ proposer: DAVE, cost: COST, stage: 1n, deadline: ORIGIN + PERIOD }),
        record('proposal', [1n], { requiredTokens: 1_000n * ETHER, requiredReputation: 6_000n * ETHER, period: PERIOD, collateral: 50n * ETHER }),
        account(DAVE, { tokens: 950n * ETHER, heldTokens: 1_000n * ETHER }), pool({ projects: 1n, ether: 100n * ETHER }),
      ],
    }),
    scene('propose: collateral in reputation', community(), [ERIN, 'propose', args(COST, DAY, REPUTATION, new Uint8Array(256))], {
      returns: 1n, gives: [record('proposal', [1n], { collateralIn: 1n, collateral: 300n * ETHER }), account(ERIN, { reputation: 9_700n * ETHER })],
    }),
    scene('propose: requirements and collateral round up', after((w) => w.setPool({ tokens: 10_000n * ETHER + 1n })), [DAVE, 'propose', args(1n)], {
      returns: 1n, gives: [record('proposal', [1n], { requiredTokens: 101n, requiredReputation: 600n, collateral: 6n })],
    }),
    scene('propose: against a pool pumped today the tokens count by E, the reputation by the low', after((w) => {
      w.deposit(PATRON, 100n * ETHER)
      did(w, PATRON, 'donate', [], { value: 100n * ETHER })
    }), [DAVE, 'propose', args(COST)], {
      returns: 1n, gives: [record('proposal', [1n], { requiredTokens: 500n * ETHER, requiredReputation: 6_000n * ETHER, collateral: 25n * ETHER })],
    }),
    scene('propose: with ether', community(), [DAVE, 'propose', args(0n), { value: 1n }], { fails: 'ValueNotAccepted' }),
    fails('nothing', 'ZeroAmount', args(0n, 0n, 2n, LONG)),
    fails('2^96', 'AmountTooLarge', args(MAX + 1n, 0n, 2n, LONG)),
    fails('a second less than a day', 'BadPeriod', args(MAX, DAY - 1n, 2n, LONG)),
    fails('a second more than 90 days', 'BadPeriod', args(MAX, 90n * DAY + 1n, 2n, LONG)),
    fails('a third currency', 'BadCurrency', args(MAX, DAY, 2n, LONG)),
    fails('257 bytes of uri', 'UriTooLong', args(MAX, DAY, TOKENS, LONG)),
    fails('a wei more than half of the pool', 'CostShareTooLarge', args(50n * ETHER + 1n)),
    scene('propose: more than the pool holds with what goes to others', community({ maxCostShare: 10_000n }), [PATRON, 'propose', args(91n * ETHER)], { fails: 'PoolTooSmall', parameters: { maxCostShare: 10_000n } }),
    fails('nobody holds tokens', 'EmptySupply', args(COST), after((w) => w.setPool({ tokens: 0n }))),
    fails('nobody holds reputation', 'EmptySupply', args(COST), after((w) => w.setPool({ reputation: 0n }))),
    fails('no collateral', 'InsufficientBalance', args(COST)),
  ]
}

const advancing = (): readonly Case[] => {
  const advance = (name: string, world: World, expected: Parameters<typeof scene>[3], id = 1n) => scene(`advance: ${name}`, world, [PATRON, 'advance', [id]], expected)
  const withLeader = after((w) => {
    staked(w)
    did(w, ALICE, 'submitTaskList', [1n, ONE_TASK])
    did(w, CAROL, 'supportTaskList', [1n, stakeOf(w, ALICE).choice])
  })
  const revived = poor(after((w) => {
    poor(after(proposed, w))
    did(w, ALICE, 'stake', [1n, TOKENS, MAX])
    did(w, CAROL, 'stake', [1n, REPUTATION, MAX])
  }), 100n * ETHER)
  return [
    advance('Expired; the collateral is forfeited', at(after(proposed), ORIGIN + PERIOD), { gives: [
      project({ stage: 8n, deadline: ORIGIN + PERIOD }), pool({ tokens: 9_950n * ETHER, forfeited: 50n * ETHER }), account(DAVE, { tokens: 950n * ETHER, heldTokens: 950n * ETHER }),
    ] }),
    advance('Staked, when the pool can pay again', revived, { gives: [project({ stage: 2n, escrow: 11n * ETHER, pot: ETHER / 2n }), pool({ ether: 889n * ETHER / 10n, escrowed: 11n * ETHER })] }),
    advance('Expired all the same at the deadline; the requirements were met: the collateral goes back', at(after((w) => {
      poor(after(proposed, w))
      did(w, ALICE, 'stake', [1n, TOKENS, MAX])
      did(w, CAROL, 'stake', [1n, REPUTATION, MAX])
    }), ORIGIN + PERIOD), { gives: [project({ stage: 8n }), account(DAVE, { tokens: 1_000n * ETHER }), pool({ forfeited: 0n })] }),
    advance('Failed for want of a task list', at(after(staked), ORIGIN + 7n * DAY), { gives: [
      project({ stage: 7n, escrow: 0n, pot: 0n }), pool({ ether: 999n * ETHER / 10n, escrowed: 0n, tokens: 9_000n * ETHER, forfeited: 1_000n * ETHER, reputation: 54_000n * ETHER }),
    ] }),
    advance('two stages at once: Active from the deadline, and Failed without evidence', at(withLeader, ORIGIN + 21n * DAY), { gives: [project({ stage: 7n, deadline: ORIGIN + 21n * DAY, escrow: 0n })] }),
    advance('Validation; what no evidence can earn returns', at(after((w) => {
      active(w)
      worked(w, 1n, 0)
    }), ORIGIN + 14n * DAY), { gives: [project({ stage: 4n, deadline: ORIGIN + 21n * DAY, escrow: 575n * ETHER / 100n }), pool({ escrowed: 575n * ETHER / 100n })] }),
    advance('Voting, commit before reveal', at(after((w) => {
      inValidation(w)
      seated(w, 1n, 0n, GINA, true)
      seated(w, 1n, 0n, ALICE, false)
    }), ORIGIN + 7n * DAY), { gives: [project({ stage: 5n, commitEnd: ORIGIN + 14n * DAY, deadline: ORIGIN + 21n * DAY })] }),
    advance('no such project', after(proposed), { fails: 'UnknownProject' }, 2n),
    advance('a second before the deadline', at(after(proposed), ORIGIN + PERIOD - 1n), { fails: 'NothingDue' }),
  ]
}

const staking = (): readonly Case[] => {
  const stake = (name: string, world: World, expected: Parameters<typeof scene>[3], who = ALICE, amount = ETHER, currency = TOKENS, id = 1n) =>
    scene(`stake: ${name}`, world, [who, 'stake', [id, currency, amount]], expected)
  const unstake = (name: string, world: World, expected: Parameters<typeof scene>[3], amount = ETHER, currency = TOKENS, id = 1n) =>
    scene(`unstake: ${name}`, world, [ALICE, 'unstake', [id, currency, amount]], expected)
  const begun = () => after((w) => {
    proposed(w)
    did(w, ALICE, 'stake', [1n, TOKENS, 900n * ETHER])
  })
  const minted = after((w) => {
    proposed(w)
    giveTokens(w, PATRON, 10_000n * ETHER)
  })
  return [
    stake('clipped to what is missing', begun(), { returns: 100n * ETHER, gives: [project({ stakedTokens: 1_000n * ETHER }), account(BOB, { tokens: 2_900n * ETHER, heldTokens: 3_000n * ETHER })] }, BOB, MAX),
    stake('more is required since others minted', minted, { returns: 2_000n * ETHER, gives: [stakeRecord(ALICE, { tokens: 2_000n * ETHER })] }, ALICE, MAX),
    stake('the last of it: Staked', after((w) => {
      proposed(w)
      did(w, ALICE, 'stake', [1n, TOKENS, MAX])
    }), { returns: 6_000n * ETHER, gives: [
      project({ stage: 2n, escrow: 11n * ETHER, pot: ETHER / 2n, deadline: ORIGIN + 7n * DAY }), account(DAVE, { ether: ETHER / 10n, tokens: 1_000n * ETHER }),
      pool({ ether: 889n * ETHER / 10n, escrowed: 11n * ETHER }), record('proposal', [1n], { collateral: 0n }),
    ] }, CAROL, MAX, REPUTATION),
    stake('a third currency', begun(), { fails: 'BadCurrency' }, PATRON, 0n, 2n, 9n),
    stake('nothing', begun(), { fails: 'ZeroAmount' }, PATRON, 0n, TOKENS, 9n),
    stake('2^96', begun(), { fails: 'AmountTooLarge' }, PATRON, MAX + 1n, TOKENS, 9n),
    stake('no such project', begun(), { fails: 'UnknownProject' }, PATRON, MAX, TOKENS, 9n),
    stake('at the deadline; the implicit advance is undone', at(begun(), ORIGIN + PERIOD), { fails: 'WrongStage', gives: [project({ stage: 1n })] }, PATRON),
    stake('nothing is missing', after((w) => {
      proposed(w)
      did(w, ALICE, 'stake', [1n, TOKENS, MAX])
    }), { fails: 'NothingRequired' }, PATRON),
    stake('more than she has', begun(), { fails: 'InsufficientBalance' }, PATRON),
    unstake('a part', begun(), { gives: [stakeRecord(ALICE, { tokens: 899n * ETHER }), project({ stakedTokens: 899n * ETHER }), account(ALICE, { tokens: 3_101n * ETHER })] }),
    unstake('a third currency', begun(), { fails: 'BadCurrency' }, 0n, 2n, 9n),
    unstake('nothing', begun(), { fails: 'ZeroAmount' }, 0n, TOKENS, 9n),
    unstake('2^96', begun(), { fails: 'AmountTooLarge' }, MAX + 1n, TOKENS, 9n),
    unstake('no such project', begun(), { fails: 'UnknownProject' }, MAX, TOKENS, 9n),
    unstake('at the deadline', at(begun(), ORIGIN + PERIOD), { fails: 'WrongStage' }, MAX),
    unstake('six hours before it', at(begun(), ORIGIN + PERIOD - 21_600n), { fails: 'StakesFrozen' }, MAX),
    unstake('more than she staked', at(begun(), ORIGIN + PERIOD - 21_601n), { fails: 'InsufficientStake' }, MAX),
  ]
}

const HALF = 1_000n * ETHER * 6_000n * ETHER
const listing = (): readonly Case[] => {
  const submit = (name: string, world: World, expected: Parameters<typeof scene>[3], who = ALICE, tasks = TASKS, id = 1n) =>
    scene(`submitTaskList: ${name}`, world, [who, 'submitTaskList', [id, tasks]], expected)
  const support = (name: string, world: World, expected: Parameters<typeof scene>[3], who = BOB, root = ROOT, id = 1n) =>
    scene(`supportTaskList: ${name}`, world, [who, 'supportTaskList', [id, root]], expected)
  const submitted = (more: (world: World) => void = () => undefined) => after((w) => {
    staked(w)
    did(w, ALICE, 'submitTaskList', [1n, TASKS])
    more(w)
  })
  const many = (length: number, weight: bigint) => Array.from({ length }, () => ({ weight, contentHash: ZERO_HASH }))
  return [
    submit('three tasks; her weight is 600·6,000', after(staked), { gives: [record('taskList', [1n, ROOT], { tally: 6n * HALF / 10n, count: 3n }), stakeRecord(ALICE, { choice: ROOT }), project({ leader: ZERO_HASH })] }),
    submit('none', after(staked), { fails: 'BadTaskCount' }, GINA, [], 9n),
    submit('33', after(staked), { fails: 'BadTaskCount' }, GINA, many(33, 1n), 9n),
    submit('one of no weight', after(staked), { fails: 'BadWeight' }, GINA, [...many(2, 5_000n), ...many(1, 0n)], 9n),
    submit('9,999 in sum', after(staked), { fails: 'BadWeightSum' }, GINA, many(1, 9_999n), 9n),
    submit('no such project', after(staked), { fails: 'UnknownProject' }, GINA, TASKS, 9n),
    submit('while Proposed', after(proposed), { fails: 'WrongStage' }, GINA),
    submit('by somebody without a stake', after(staked), { fails: 'NotAStaker' }, GINA),
    support('exactly half leads nothing', submitted(), { gives: [record('taskList', [1n, ROOT], { tally: HALF }), project({ leader: ZERO_HASH })] }),
    support('more than half leads', submitted(), { gives: [record('taskList', [1n, ROOT], { tally: 135n * HALF / 100n }), project({ leader: ROOT, stage: 2n })] }, CAROL),
    support('the whole weight wins at once', submitted((w) => [BOB, CAROL].forEach((who) => did(w, who, 'supportTaskList', [1n, ROOT]))), { gives: [project({ leader: ROOT, stage: 3n, deadline: ORIGIN + 14n * DAY })] }, DAVE),
    support('no such project', submitted(), { fails: 'UnknownProject' }, GINA, ZERO_HASH, 9n),
    support('at the deadline', at(submitted(), ORIGIN + 7n * DAY), { fails: 'WrongStage' }, GINA, ZERO_HASH),
    support('by somebody without a stake', submitted(), { fails: 'NotAStaker' }, GINA, ZERO_HASH),
    support('a list that nobody submitted', submitted(), { fails: 'UnknownTaskList' }, BOB, ZERO_HASH),
  ]
}

const working = (): readonly Case[] => {
  const claim = (name: string, world: World, expected: Parameters<typeof scene>[3], who = ERIN, args = claimArguments(1n, 0)) => scene(`claimTask: ${name}`, world, [who, 'claimTask', args], expected)
  const hand = (name: string, world: World, expected: Parameters<typeof scene>[3], who = ERIN, { index = 0n, hash = EVIDENCE, uri = NO_URI, id = 1n } = {}) =>
    scene(`submitEvidence: ${name}`, world, [who, 'submitEvidence', [id, index, hash, uri]], expected)
  const taken = () => after((w) => {
    active(w)
    claimed(w, 1n, 0)
  })
  const handed = () => after((w) => {
    active(w)
    worked(w, 1n, 0)
  })
  const task = (fields: Parameters<typeof record>[2]) => record('task', [1n, 0n], fields)
  const [, , weight = 0n, content = HASH, proof = []] = claimArguments(1n, 0)
  return [
    claim('half of the reputation staked', after(active), { gives: [task({ claimer: ERIN, collateral: 3_000n * ETHER, weight: 5_000n, claimEnd: ORIGIN + 7n * DAY }), account(ERIN, { reputation: 7_000n * ETHER, heldReputation: 10_000n * ETHER }), stakeRecord(ERIN, { claimed: 1n })] }),
    claim('after one that ran out', at(taken(), ORIGIN + 7n * DAY), { gives: [task({ claimer: FRANK, claimEnd: ORIGIN + 14n * DAY }), account(ERIN, { reputation: 7_000n * ETHER, heldReputation: 7_000n * ETHER }), pool({ reputation: 57_000n * ETHER })] }, FRANK),
    claim('task 32', after(staked), { fails: 'BadProof' }, GINA, [9n, 32n, weight, content, proof]),
    claim('no such project', after(staked), { fails: 'UnknownProject' }, GINA, [9n, 31n, weight, content, proof]),
    claim('while Staked', after(staked), { fails: 'WrongStage' }, GINA),
    claim('by no member', after(active), { fails: 'NotAMember' }, GINA, [1n, 1n, weight, content, proof]),
    claim('at another place', after(active), { fails: 'BadProof' }, ERIN, [1n, 1n, weight, content, proof]),
    claim('done', handed(), { fails: 'TaskDone' }, FRANK),
    claim('claimed', taken(), { fails: 'TaskClaimed' }, FRANK),
    claim('with too little reputation', after((w) => {
      active(w)
      did(w, ERIN, 'requestRights', [REPUTATION, 7_001n * ETHER])
    }), { fails: 'InsufficientBalance' }),
    hand('the validation stake is fixed', taken(), { gives: [
      task({ evidenceHash: EVIDENCE, validationStake: (ETHER / 2n * 10_000n * ETHER * 10n + 999n * ETHER - 1n) / (999n * ETHER) }), project({ evidenceWeight: 5_000n, unsettled: 1n, earmarked: 525n * ETHER / 100n }),
    ] }),
    hand('the last of the weight ends Active', after((w) => {
      active(w)
      worked(w, 1n, 1)
      worked(w, 1n, 2)
      claimed(w, 1n, 0)
    }), { gives: [project({ stage: 4n, deadline: ORIGIN + 7n * DAY, evidenceWeight: 10_000n, escrow: 11n * ETHER })] }),
    hand('no hash', taken(), { fails: 'NoEvidence' }, GINA, { hash: ZERO_HASH, uri: LONG, id: 9n }),
    hand('257 bytes of uri', taken(), { fails: 'UriTooLong' }, GINA, { uri: LONG, id: 9n }),
    hand('no such project', taken(), { fails: 'UnknownProject' }, GINA, { id: 9n }),
    hand('after Active', at(taken(), ORIGIN + 14n * DAY), { fails: 'WrongStage' }, GINA),
    hand('by another', taken(), { fails: 'NotTheClaimer' }, FRANK),
    hand('task 32', taken(), { fails: 'NotTheClaimer' }, ERIN, { index: 32n }),
    hand('twice', at(handed(), ORIGIN + 7n * DAY), { fails: 'TaskDone' }),
    hand('after the claim', at(taken(), ORIGIN + 7n * DAY), { fails: 'ClaimExpired' }),
  ]
}

const ending = (): readonly Case[] => {
  const settle = (name: string, world: World, expected: Parameters<typeof scene>[3], who = ALICE, id = 1n) => scene(`settleStake: ${name}`, world, [PATRON, 'settleStake', [id, who]], expected)
  /** Complete with 80 % passed: a pot of 0.4 ether. */
  const completed = (settled: readonly (typeof ALICE)[] = []) => after((w) => {
    inValidation(w)
    seated(w, 1n, 0n, GINA, true)
    seated(w, 1n, 1n, GINA, true)
    w.now += 7n * DAY
    for (const index of [0n, 1n, 2n]) did(w, PATRON, 'settleTask', [1n, index])
    for (const who of settled) did(w, PATRON, 'settleStake', [1n, who])
  })
  return [
    settle('Complete: the stake and 600/1,000 of the pot', completed(), { gives: [account(ALICE, { ether: 24n * ETHER / 100n, tokens: 4_000n * ETHER }), project({ pot: 16n * ETHER / 100n, unsettledTokens: 400n * ETHER }), stakeRecord(ALICE, { tokens: 0n })] }),
    settle('Complete: half of the reputation again, by passed weight', completed(), { gives: [account(CAROL, { reputation: 11_800n * ETHER, heldReputation: 11_800n * ETHER }), pool({ reputation: 66_600n * ETHER })] }, CAROL),
    settle('Complete: the last token stake empties the pot', completed([ALICE]), { gives: [account(BOB, { ether: 16n * ETHER / 100n }), project({ pot: 0n, unsettledTokens: 0n })] }, BOB),
    settle('Failed: only what is held is cleared', at(after(staked), ORIGIN + 7n * DAY), { gives: [account(ALICE, { tokens: 3_400n * ETHER, heldTokens: 3_400n * ETHER }), project({ stage: 7n })] }),
    settle('Expired: back in full', at(after((w) => {
      proposed(w)
      did(w, ALICE, 'stake', [1n, TOKENS, ETHER])
    }), ORIGIN + PERIOD), { gives: [account(ALICE, { tokens: 4_000n * ETHER, heldTokens: 4_000n * ETHER }), project({ stage: 8n })] }),
    settle('no such project', completed(), { fails: 'UnknownProject' }, ALICE, 9n),
    settle('while Staked', after(staked), { fails: 'WrongStage' }, GINA),
    settle('twice', completed([ALICE]), { fails: 'NothingDue' }),
  ]
}

export const projectsCases = (): readonly Case[] => [...proposing(), ...advancing(), ...staking(), ...listing(), ...working(), ...ending()]
