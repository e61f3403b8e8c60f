import {
  Address as addressFrom, ballotSecret, bigintToBytes, concat, createTree, encodeMultiproof, encodeOperation, taskListRoot, taskProof, toHex, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type { Argument, Call, KindName } from '@distribute/state-machine'
import { toFunctionSelector } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { startExecutorHarness } from './testing/executor-harness.ts'
import type { Executor, ExecutorHarness, Rerun } from './testing/executor-harness.ts'
import { expectHistory, expectSame, funded, inbox } from './testing/expect-segments.ts'
import { ACTORS, createHistory, deposit, ETHER, genesisOf, recoveryOf, registration, segmentOf, send, START } from './testing/history.ts'
import type { History } from './testing/history.ts'
import { IS_AS_DEPLOYED } from './testing/machine.ts'
import { compareKeys, createRandom } from './testing/scene.ts'

/** The compiler takes its time, more where others use the machine. */
const PATIENCE = 600_000
const GENESIS = genesisOf()
let harness: ExecutorHarness
let executor: Executor
beforeAll(async () => {
  harness = await startExecutorHarness()
  executor = await harness.deploy(GENESIS)
}, PATIENCE)
afterAll(() => harness.close())

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
describe('plain transfers', () => {
  test('of 1, 8 and 16 items', async () => {
    const history = await funded(GENESIS, executor)
    for (const count of [1, 8, 16]) {
      const items: Uint8Array[] = []
      for (let i = 0; i < count; i++) {
        const actor = i % ACTORS.length
        const nonce = history.nonceOf(actor) + BigInt(Math.floor(i / ACTORS.length))
        items.push(await history.signed(actor, { kind: 'send', args: [] }, { value: ETHER, nonce, to: ACTORS[(i + 1) % ACTORS.length]! }))
      }
      const { gas, outcomes } = await expectSame(history, segmentOf(items, START + 10n), executor)
      // Records and the tree's few levels included; the budgets of tall trees stand in tree-gas.test.ts.
      if (IS_AS_DEPLOYED) expect(gas).toBeLessThan(60_000 + 33_000 * count)
      expect(outcomes).toBe(`0x${'00'.repeat(count)}`)
    }
  }, PATIENCE)
})

describe('random histories', () => {
  test('give the same roots and outcomes', async () => {
    const seen = new Set<string>()
    for (let round = 0; round < budget(3); round++) for (const outcome of await expectHistory(GENESIS, executor)) seen.add(outcome)
    // Success, undecodable, wrong nonce, over the limits, no effect; and many a broken rule.
    for (const outcome of ['00', '81', '83', '88', '89']) expect(seen).toContain(outcome)
    expect([...seen].filter((outcome) => outcome > '00' && outcome < '80').length).toBeGreaterThan(5)
  }, PATIENCE)

  test('where fees are the operator’s, dear, and the pool has no memory', async () => {
    const genesis = genesisOf({ feeToPool: '0', baseFee: '1000000000', poolMemory: '0', registrationStipend: '5', memberCredits: '100000', creditsPerEther: '40000' })
    const other = await harness.deploy(genesis)
    for (let round = 0; round < budget(2); round++) await expectHistory(genesis, other)
  }, PATIENCE)
})

test('a send whose sender cannot pay its fee is skipped, and what L1 took for it is the pool’s', async () => {
  const history = await funded(GENESIS, executor)
  history.entries.push(send(addressFrom(`0x${'ab'.repeat(20)}`), { kind: 'send', args: [] }, { to: ACTORS[0]!, value: 1n }))
  expect((await expectSame(history, inbox(4, START), executor)).outcomes).toBe('0x86')
}, PATIENCE)

test('an inbox segment where nothing is unread reads nothing, and a call to nobody’s address is not one', async () => {
  const history = await funded(GENESIS, executor)
  expect((await expectSame(history, inbox(4, START), executor)).outcomes).toBe('0x')
  const entry = send(ACTORS[0]!, { kind: 'send', args: [] })
  history.entries.push({ ...entry, payload: concat(new Uint8Array(32), new Uint8Array(20).fill(0xab), Uint8Array.of(1, 2, 3, 4)) })
  expect((await expectSame(history, inbox(4, START), executor)).outcomes).toBe('0x81')
}, PATIENCE)

test('without a registrar an empty signature admits anybody, and no other does', async () => {
  const genesis = { ...genesisOf(), registrar: ZERO_ADDRESS }
  const open = await harness.deploy(genesis)
  const history = await funded(genesis, open)
  const register = (signature: Uint8Array): Uint8Array => encodeOperation({ call: { kind: 'register', args: [ACTORS[0]!, hash(1), START + 9n, signature] } })
  const { outcomes } = await expectSame(history, segmentOf([register(Uint8Array.of(1)), register(new Uint8Array(0))], START + 1n), open)
  expect(outcomes).toBe('0x8900')
}, PATIENCE)

describe('a community from its first deposit to its last settlement', () => {
  const [TOKENS, REPUTATION] = [0n, 1n]
  const TASKS = [{ weight: 6_000n, contentHash: hash(1) }, { weight: 4_000n, contentHash: hash(2) }]
  const claim = (index: number): Argument[] => [1n, BigInt(index), TASKS[index]!.weight, TASKS[index]!.contentHash, taskProof(TASKS, index)]
  const secret = (voter: number, currency: bigint, choice: boolean): Uint8Array =>
    ballotSecret(GENESIS.chainId, { id: 1n, index: 0n, currency }, ACTORS[voter]!, choice, hash(9))
  const operation = (kind: KindName, args: readonly Argument[]): Deed => ({ kind, args })
  const deed = (actor: number, kind: KindName, args: readonly Argument[] = [], value = 0n): Deed => ({ actor, kind, args, value })

  interface Deed {
    /** None: an operation. */
    readonly actor?: number
    readonly kind: KindName
    readonly args: readonly Argument[]
    readonly value?: bigint
  }

  /** All in one segment, each with success. */
  async function play(history: History, t: bigint, deeds: readonly Deed[]): Promise<void> {
    const nonces = new Map<number, bigint>()
    const items: Uint8Array[] = []
    for (const { actor, kind, args, value = 0n } of deeds) {
      if (actor === undefined) {
        items.push(encodeOperation({ call: { kind, args } }))
        continue
      }
      const nonce = nonces.get(actor) ?? history.nonceOf(actor)
      nonces.set(actor, nonce + 1n)
      items.push(await history.signed(actor, { kind, args }, { nonce, value, type: actor % 2 === 0 ? 2 : 0 }))
    }
    const { outcomes } = await expectSame(history, segmentOf(items, START + t), executor)
    expect(outcomes, deeds.map(({ kind }) => kind).join()).toBe(`0x${'00'.repeat(deeds.length)}`)
  }

  test('has the same roots in both languages', async () => {
    const history = await funded(GENESIS, executor)
    const everybody = ACTORS.map((_, i) => i)
    await play(history, 1n, await Promise.all(everybody.map((i) => registration(GENESIS, ACTORS[i]!, hash(0x10 + i), START + 1_000n))))
    await play(history, 2n, [deed(5, 'donate', [], 20n * ETHER), ...everybody.map((i) => deed(i, 'mint', [20_000n * ETHER], 5n * ETHER))])
    // Two windows later the whole pool counts.
    await play(history, 8_000n, [deed(3, 'propose', [2n * ETHER, 1_000n, TOKENS, hash(7), Uint8Array.of(0x61)])])
    await play(history, 8_010n, [deed(0, 'stake', [1n, TOKENS, 3_000n * ETHER]), deed(2, 'stake', [1n, REPUTATION, 3_000n * ETHER])])
    await play(history, 8_011n, [deed(2, 'unstake', [1n, REPUTATION, ETHER]), deed(1, 'stake', [1n, TOKENS, 20_000n * ETHER]), deed(3, 'stake', [1n, REPUTATION, 10_000n * ETHER])])
    await play(history, 8_020n, [deed(0, 'submitTaskList', [1n, TASKS])])
    await play(history, 8_021n, [1, 2, 3].map((actor) => deed(actor, 'supportTaskList', [1n, taskListRoot(TASKS)])))
    await play(history, 8_030n, [deed(4, 'claimTask', claim(0)), deed(5, 'claimTask', claim(1))])
    await play(history, 8_040n, [deed(4, 'submitEvidence', [1n, 0n, hash(3), Uint8Array.of(0x62)]), deed(5, 'submitEvidence', [1n, 1n, hash(4), new Uint8Array(40)])])
    await play(history, 8_050n, [deed(0, 'validate', [1n, 0n, true]), deed(1, 'validate', [1n, 0n, false]), deed(2, 'validate', [1n, 1n, true])])
    await play(history, 8_200n, [operation('advance', [1n])])
    await play(history, 8_201n, [
      deed(2, 'requestRights', [TOKENS, 100n * ETHER]), deed(3, 'requestRights', [REPUTATION, 50n * ETHER]),
      deed(2, 'commit', [1n, 0n, TOKENS, secret(2, TOKENS, true), 100n * ETHER]), deed(3, 'commit', [1n, 0n, REPUTATION, secret(3, REPUTATION, false), 50n * ETHER]),
    ])
    await play(history, 8_400n, [deed(2, 'reveal', [1n, 0n, TOKENS, true, hash(9)]), deed(3, 'reveal', [1n, 0n, REPUTATION, false, hash(9)])])
    await play(history, 8_700n, [operation('settleTask', [1n, 0n]), operation('settleTask', [1n, 1n]), operation('settleBallot', [1n, 0n, ACTORS[2]!, TOKENS])])
    await play(history, 8_701n, [[0n, 0], [0n, 1], [1n, 2]].map(([index, who]) => operation('settleValidation', [1n, BigInt(index!), ACTORS[Number(who)]!])))
    await play(history, 8_702n, [0, 1, 2, 3].map((who) => operation('settleStake', [1n, ACTORS[who]!])))
    await play(history, 8_710n, [deed(0, 'payDividend', [], 2n * ETHER), deed(4, 'tokenApprove', [ACTORS[1]!, 5n * ETHER]), deed(1, 'tokenTransferFrom', [ACTORS[4]!, ACTORS[0]!, 4n * ETHER])])
    await play(history, 8_900n, [1, 2, 3, 4, 5].map((actor) => deed(actor, 'collectDividend', [ACTORS[actor]!])))
    await play(history, 8_901n, [deed(4, 'burn', [10n * ETHER, 0n]), deed(5, 'tokenTransfer', [ACTORS[0]!, 1n]), deed(5, 'withdraw', [ACTORS[5]!], ETHER), deed(5, 'withdrawTokens', [ACTORS[4]!, ETHER]), deed(2, 'withdrawRights', [TOKENS, 100n * ETHER])])
    const recovery = (deadline: bigint): Promise<Call> => recoveryOf(GENESIS, ACTORS[0]!, addressFrom(`0x${'ab'.repeat(20)}`), START + deadline)
    await play(history, 8_902n, [{ actor: 1, ...(await recovery(9_000n)) }])
    await play(history, 8_903n, [deed(0, 'cancelRecovery')])
    await play(history, 8_904n, [{ actor: 1, ...(await recovery(9_001n)) }])
    await play(history, 8_960n, [deed(1, 'finishRecovery', [ACTORS[0]!])])
  }, PATIENCE)
})

describe('what a prover may try', () => {
  const transfers = async (history: History): Promise<Rerun> => {
    const items = await Promise.all([0, 1, 2].map((actor) => history.signed(actor, { kind: 'send', args: [] }, { value: 1n, to: ACTORS[3]! })))
    return history.run(segmentOf([...items, Uint8Array.of(1, 2, 3)], history.now() + 1n)).rerun
  }
  const provenFor = (history: History, rerun: Rerun, keys: readonly Uint8Array[]): Rerun => {
    const sorted = [...keys].sort(compareKeys)
    return { ...rerun, rootBefore: history.tree.root(), keys: sorted, proof: encodeMultiproof(history.tree.prove(sorted)) }
  }

  test('leaving out a record proves nothing', async () => {
    const history = await funded(GENESIS, executor)
    const copy = createTree()
    copy.apply([...history.tree.entries()])
    const rerun = await transfers(history)
    for (const left of rerun.keys) {
      const fewer = provenFor({ ...history, tree: copy }, rerun, rerun.keys.filter((key) => key !== left))
      expect((await executor.run(fewer)).root).toMatch(/^(Inconclusive|RecordMissing)/)
    }
  }, PATIENCE)

  test('showing more records than the segment reads changes nothing, whatever their keys', async () => {
    const history = await funded(GENESIS, executor)
    const copy = createTree()
    copy.apply([...history.tree.entries()])
    const rerun = await transfers(history)
    const after = toHex(history.tree.root())
    const strangers = [hash(1), hash(0x55), hash(0xfe)]
    expect((await executor.run(provenFor({ ...history, tree: copy }, rerun, [...rerun.keys, ...strangers]))).root).toBe(after)
    // A record has seven words of room behind its key, and a flag: one so near would write into another's words.
    for (const key of rerun.keys) {
      for (const distance of [-8n, -7n, -6n, -5n, -4n, -3n, -2n, -1n, 1n, 2n, 5n, 7n, 8n]) {
        const near = bigintToBytes(BigInt.asUintN(256, BigInt(toHex(key)) + distance), 32)
        const { root } = await executor.run(provenFor({ ...history, tree: copy }, rerun, [...rerun.keys, near]))
        expect([after, 'BadWitness'], `${toHex(key)} ${distance}`).toContain(root)
      }
    }
  }, PATIENCE)

  test('two proofs in one transaction', async () => {
    const history = await funded(GENESIS, executor)
    expect(await executor.twice(await transfers(history))).toBe('OneProofATransaction')
  }, PATIENCE)

  /** A signature that is nobody's: 5 is no x coordinate of the curve. */
  const unsigned = async (history: History): Promise<Uint8Array> => {
    const bytes = await history.signed(3, { kind: 'send', args: [] }, { to: ACTORS[0]! })
    bytes.set(bigintToBytes(5n, 32), bytes.length - 64)
    return bytes
  }

  test('with any gas there is the right root or none', async () => {
    const history = await funded(GENESIS, executor)
    const segment = segmentOf([
      encodeOperation({ call: await registration(GENESIS, ACTORS[1]!, hash(1), START + 9n) }),
      await history.signed(0, { kind: 'send', args: [] }, { value: 1n, to: ACTORS[1]! }),
      await unsigned(history),
      await history.signed(2, { kind: 'mint', args: [10n * ETHER] }, { value: 1n }),
      Uint8Array.of(0x80, 0x13, 0),
    ], START + 1n)
    const { gas, outcomes, rerun } = await expectSame(history, segment, executor)
    expect(outcomes).toBe('0x0000820681')
    const random = createRandom(Math.floor(Math.random() * 2 ** 31))
    const after = toHex(history.tree.root())
    let reached = 0
    for (let round = 0; round < budget(4); round++) {
      const amounts = [Math.ceil(gas * 1.1), ...Array.from({ length: 40 }, () => random(Math.floor(gas * 1.05)))]
      for (const root of await executor.starve(rerun, amounts)) {
        if (root === after) reached += 1
        else expect(root).not.toMatch(/^0x[0-9a-f]{64}$/)
      }
    }
    expect(reached).toBeGreaterThanOrEqual(budget(4))
  }, PATIENCE)

  test('keeping entries back', async () => {
    const history = createHistory(GENESIS)
    history.entries.push(deposit(ACTORS[0]!, 5n), deposit(ACTORS[1]!, 6n))
    const { rerun } = history.run(inbox(2, START + 1n))
    for (const entries of [[], rerun.inbox.entries.slice(0, 1), rerun.inbox.entries.slice(1)]) {
      expect((await executor.run({ ...rerun, inbox: { ...rerun.inbox, entries } })).root === toHex(history.tree.root())).toBe(false)
    }
    const later = { ...rerun.inbox, first: 1n, entries: rerun.inbox.entries.slice(1) }
    expect((await executor.run({ ...rerun, inbox: later })).root).toBe('EntryMissing')
  }, PATIENCE)
})

test('an executor fits into a contract, and is made of contracts alone', async () => {
  if (IS_AS_DEPLOYED) expect(harness.size).toBeLessThan(24_576)
  expect(await harness.deployWithout()).toContain(toFunctionSelector('NoContract(address)'))
}, PATIENCE)
