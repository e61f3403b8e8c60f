import {
  concat, createPublicClient, createWalletClient, defineChain, encodeAbiParameters, encodeFunctionData, encodePacked, http, keccak256, toHex,
  type Hex,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as books from './testing/books.ts'
import type { Books, Currency, Project } from './testing/books.ts'
import { eventually, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from './testing/devnet.ts'
import { PROJECTS, projectsAbi, REPUTATION, reputationAbi, TOKEN, tokenAbi, VOTING, votingAbi } from './testing/system-abi.ts'

// A community from outside, with viem alone: what everybody has is worked out beside the chain, from protocol.md, and compared to the
// wei. Nobody ever calls advance or settle…: the sequencer does what is due.

const { UNIT } = books
const DAY = 86_400
const NUMBERS: { readonly [currency in Currency]: number } = { tokens: 0, reputation: 1 }
const ZERO = `0x${'0'.repeat(64)}` as const
/** By the index of the devnet's account. Ada is none of them: she never had any ether. */
const NAMES = ['anna', 'bert', 'carl', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7'] as const
const MEMBERS = ['anna', 'bert', 'carl', 'ada']

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let devnet: RunningDevnet
const keys = new Map<string, Hex>()
const expected: Books = { pool: 0n, escrowed: 0n, tokens: 0n, reputation: 0n, forfeited: 0n, members: new Map() }

const chain = () => defineChain({
  id: devnet.chainId, name: 'Test', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [devnet.l2] } },
  // Asked so often, a slow machine would make viem miss the last block while it looks for replacements (wait-for-receipt.ts).
  supportsTransactionReplacementDetection: false,
})
const client = () => createPublicClient({ chain: chain(), transport: http(), pollingInterval: 40 })
const accountOf = (name: string) => privateKeyToAccount(keys.get(name) ?? ZERO)

beforeAll(async () => {
  directory = await temporaryDirectory()
  devnet = await startDevnet(directory.path, ['--batch-interval', '500', '--block-time', '40'])
  NAMES.forEach((name, i) => keys.set(name, devnet.accounts[i]?.privateKey ?? ZERO))
  keys.set('ada', generatePrivateKey())
  for (const name of NAMES) {
    const { address } = accountOf(name)
    // The first deposits come in blocks of their own, and not in the accounts' order.
    books.heldBy(expected, name).ether = await eventually(`the deposit of ${name}`, 20, () => client().getBalance({ address }).then((wei) => wei > 0n && wei))
  }
  expected.pool = await client().readContract({ address: TOKEN, abi: tokenAbi, functionName: 'pool' })
}, 60_000)

afterAll(async () => {
  await devnet.stop()
  await directory.remove()
})

/** Sends one call; `effect` says what it does. Its fee, 1 wei a gas, leaves the sender before it and reaches the pool after it. */
const act = async (name: string, to: Hex, data: Hex, effect: () => void, value = 0n): Promise<void> => {
  const wallet = createWalletClient({ account: accountOf(name), chain: chain(), transport: http() })
  const receipt = await client().waitForTransactionReceipt({ hash: await wallet.sendTransaction({ to, data, value }), timeout: 20_000 })
  expect({ name, status: receipt.status }).toEqual({ name, status: 'success' })
  books.heldBy(expected, name).ether -= receipt.gasUsed
  effect()
  expected.pool += receipt.gasUsed
}

interface Sight {
  readonly globals: readonly bigint[]
  readonly members: { readonly [name: string]: readonly bigint[] }
}

const seen = async (): Promise<Sight> => {
  const read = client()
  const token = { address: TOKEN, abi: tokenAbi } as const
  const reputation = { address: REPUTATION, abi: reputationAbi } as const
  const names = ['pool', 'escrowed', 'totalSupply', 'forfeited'] as const
  const globals = await Promise.all(names.map((functionName) => read.readContract({ ...token, functionName })))
  const members: { [name: string]: readonly bigint[] } = {}
  for (const name of keys.keys()) {
    const { address } = accountOf(name)
    members[name] = await Promise.all([
      read.getBalance({ address }),
      read.readContract({ ...token, functionName: 'balanceOf', args: [address] }),
      read.readContract({ ...reputation, functionName: 'balanceOf', args: [address] }),
    ])
  }
  return { globals: [...globals, await read.readContract({ ...reputation, functionName: 'totalSupply' })], members }
}

const shouldBe = (): Sight => ({
  globals: [expected.pool, expected.escrowed, expected.tokens, expected.forfeited, expected.reputation],
  members: Object.fromEntries([...keys.keys()].map((name) => {
    const { ether, tokens, reputation } = books.heldBy(expected, name)
    return [name, [ether, tokens, reputation]]
  })),
})

/** The chain comes to what the books say, to the wei, without anybody's help. */
const agrees = async (): Promise<void> => {
  const json = (sight: Sight): string => JSON.stringify(sight, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
  const wanted = json(shouldBe())
  await eventually('the books', 15, async () => json(await seen()) === wanted).catch(() => undefined)
  expect(await seen()).toEqual(shouldBe())
}

const view = (id: bigint) => client().readContract({ address: PROJECTS, abi: projectsAbi, functionName: 'projectOf', args: [id] })

/** What blocks hold, not what a call now would find. */
const stagesOf = async (id: bigint): Promise<readonly number[]> => {
  const logs = await client().getContractEvents({ address: PROJECTS, abi: projectsAbi, eventName: 'StageChanged', args: { id }, fromBlock: 0n })
  return logs.map(({ args }) => args.stage ?? 0)
}

const reaches = (id: bigint, stage: number): Promise<boolean> =>
  eventually(`stage ${stage} of project ${id}`, 20, async () => (await stagesOf(id)).at(-1) === stage)

/** Moves L1 and L2 past a time. */
const passTime = async (until: number): Promise<void> => {
  const { timestamp } = await rpc<{ readonly timestamp: string }>(devnet.l1, 'eth_getBlockByNumber', ['latest', false])
  await rpc(devnet.l2, 'evm_increaseTime', [until - Number(timestamp) + 1])
}
const passDeadline = async (id: bigint): Promise<void> => passTime(Number((await view(id)).deadline))

const register = async (name: string): Promise<void> => {
  const [member, identity, deadline] = [accountOf(name).address, keccak256(toHex(name)), 2n ** 40n]
  const signature = await privateKeyToAccount(devnet.registrar.privateKey).signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: devnet.chainId, verifyingContract: REPUTATION },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member, identity, deadline },
  })
  await rpc(devnet.l2, 'distribute_register', [member, identity, toHex(deadline), signature])
  books.register(expected, name)
}

const mint = async (name: string, amount: bigint): Promise<void> =>
  act(name, TOKEN, encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [amount] }), () => void books.mint(expected, name, amount), 10n * UNIT)

const propose = async (name: string, cost: bigint, currency: Currency, seconds: number): Promise<Project> => {
  let project: Project | undefined
  const args = [cost, BigInt(seconds), NUMBERS[currency], keccak256('0x'), 'ipfs://plan'] as const
  await act(name, PROJECTS, encodeFunctionData({ abi: projectsAbi, functionName: 'propose', args }), () => (project = books.propose(expected, name, cost, currency)))
  if (project === undefined) throw new Error('no project')
  return project
}

const stake = async (name: string, id: bigint, project: Project, currency: Currency, amount: bigint): Promise<boolean> => {
  let isStaked = false
  const data = encodeFunctionData({ abi: projectsAbi, functionName: 'stake', args: [id, NUMBERS[currency], amount] })
  await act(name, PROJECTS, data, () => (isStaked = books.stake(expected, project, name, currency, amount)))
  return isStaked
}

const nothing = (): void => undefined
const contentOf = (index: number): Hex => keccak256(toHex(`task ${index}`))
const leafOf = (weight: bigint, index: number): Hex =>
  keccak256(encodePacked(['uint8', 'uint16', 'bytes32'], [0, Number(weight), contentOf(index)]))
const nodeOf = (left: Hex, right: Hex): Hex => (left === ZERO && right === ZERO ? ZERO : keccak256(concat(['0x01', left, right])))

/** Levels of the tree of 32 leaves, the leaves first. */
const levelsOf = (weights: readonly bigint[]): readonly (readonly Hex[])[] => {
  const levels: Hex[][] = [Array.from({ length: 32 }, (_, i) => (weights[i] === undefined ? ZERO : leafOf(weights[i], i)))]
  for (let below = levels[0]!; below.length > 1; below = levels.at(-1)!) {
    levels.push(Array.from({ length: below.length / 2 }, (_, i) => nodeOf(below[2 * i]!, below[2 * i + 1]!)))
  }
  return levels
}
const rootOf = (weights: readonly bigint[]): Hex => levelsOf(weights).at(-1)![0]!
const proofOf = (weights: readonly bigint[], index: number): readonly [Hex, Hex, Hex, Hex, Hex] => {
  const [a, b, c, d, e] = levelsOf(weights).map((level, i) => level[(index >> i) ^ 1] ?? ZERO)
  return [a ?? ZERO, b ?? ZERO, c ?? ZERO, d ?? ZERO, e ?? ZERO]
}

const submitList = async (name: string, id: bigint, weights: readonly bigint[]): Promise<void> => {
  const tasks = weights.map((weight, i) => ({ weight: Number(weight), contentHash: contentOf(i) }))
  await act(name, PROJECTS, encodeFunctionData({ abi: projectsAbi, functionName: 'submitTaskList', args: [id, tasks] }), nothing)
}

const claim = async (name: string, id: bigint, project: Project, index: number): Promise<void> => {
  const task = project.tasks[index]!
  const proof = proofOf(project.tasks.map(({ weight }) => weight), index)
  const args = [id, BigInt(index), Number(task.weight), contentOf(index), proof] as const
  await act(name, PROJECTS, encodeFunctionData({ abi: projectsAbi, functionName: 'claimTask', args }), () => books.claim(expected, project, task, name))
}

const handIn = async (id: bigint, project: Project, index: number, then: () => void = nothing): Promise<void> => {
  const task = project.tasks[index]!
  const data = encodeFunctionData({ abi: projectsAbi, functionName: 'submitEvidence', args: [id, BigInt(index), keccak256('0x01'), 'ipfs://work'] })
  await act(task.claimer, PROJECTS, data, () => {
    books.handIn(expected, project, task)
    then()
  })
}

const validate = async (name: string, id: bigint, project: Project, index: number, isApproved: boolean): Promise<void> => {
  const data = encodeFunctionData({ abi: projectsAbi, functionName: 'validate', args: [id, BigInt(index), isApproved] })
  await act(name, PROJECTS, data, () => books.validate(expected, project.tasks[index]!, name, isApproved))
}

interface Ballot {
  readonly name: string
  readonly currency: Currency
  readonly amount: bigint
  readonly choice: boolean
}

const saltOf = ({ name }: Ballot): Hex => keccak256(toHex(`salt of ${name}`))
const PLACE_TYPES = ['uint256', 'uint256', 'uint256', 'address', 'uint8', 'bool', 'bytes32'].map((type) => ({ type }))

const commit = async (id: bigint, index: bigint, ballot: Ballot): Promise<void> => {
  const { name, currency, amount, choice } = ballot
  const number = NUMBERS[currency]
  const request = encodeFunctionData({ abi: votingAbi, functionName: 'requestRights', args: [number, amount] })
  await act(name, VOTING, request, () => void (books.heldBy(expected, name)[currency] -= amount))
  const place = [BigInt(devnet.chainId), id, index, accountOf(name).address, number, choice, saltOf(ballot)]
  const secret = keccak256(encodeAbiParameters(PLACE_TYPES, place))
  await act(name, VOTING, encodeFunctionData({ abi: votingAbi, functionName: 'commit', args: [id, index, number, secret, amount] }), nothing)
}

const reveal = (id: bigint, index: bigint, ballot: Ballot): Promise<void> => {
  const args = [id, index, NUMBERS[ballot.currency], ballot.choice, saltOf(ballot)] as const
  return act(ballot.name, VOTING, encodeFunctionData({ abi: votingAbi, functionName: 'reveal', args }), nothing)
}

/** Only when ballots are settled do the locked rights come out. */
const withdrawRights = ({ name, currency, amount }: Ballot): Promise<void> =>
  act(name, VOTING, encodeFunctionData({ abi: votingAbi, functionName: 'withdrawRights', args: [NUMBERS[currency], amount] }),
    () => void (books.heldBy(expected, name)[currency] += amount))

const LONG = 240_000
const ALL = 2n ** 95n

test('members join, with and without ether, and money is minted', { timeout: LONG }, async () => {
  await mint('anna', 20_000n * UNIT)
  await mint('bert', 10_000n * UNIT + 1n)
  for (const name of NAMES.slice(3)) await mint(name, 1_000n * UNIT + 7n)
  for (const name of MEMBERS) await register(name)
  expect(await client().getBalance({ address: accountOf('ada').address })).toBe(books.STIPEND)
  await agrees()
})

test('a project of four tasks is completed: two claimers, seven validators, one dispute decided by vote', { timeout: LONG }, async () => {
  const project = await propose('anna', UNIT + 12_347n, 'tokens', DAY)
  await stake('anna', 1n, project, 'tokens', project.required.tokens - 1_000n * UNIT)
  await stake('bert', 1n, project, 'tokens', ALL)
  await stake('anna', 1n, project, 'reputation', 6_000n * UNIT + 3n)
  expect(await stake('bert', 1n, project, 'reputation', ALL)).toBe(true)
  await agrees()

  const weights = [4_000n, 3_000n, 2_000n, 1_000n]
  await submitList('anna', 1n, weights)
  await act('bert', PROJECTS, encodeFunctionData({ abi: projectsAbi, functionName: 'supportTaskList', args: [1n, rootOf(weights)] }), nothing)
  books.addTasks(project, weights)
  for (const [name, index] of [['ada', 0], ['carl', 1], ['carl', 2], ['ada', 3]] as const) await claim(name, 1n, project, index)
  for (const index of [3, 2, 1]) await handIn(1n, project, index)
  await handIn(1n, project, 0, () => books.endActive(expected, project))
  await agrees()

  const approvals = [['v1', 0], ['v2', 0], ['v3', 0], ['v4', 1], ['v5', 1], ['v1', 2], ['v4', 2]] as const
  for (const [name, index] of approvals) await validate(name, 1n, project, index, true)
  for (const [name, index] of [['v6', 1], ['v7', 1], ['v2', 3]] as const) await validate(name, 1n, project, index, false)
  await agrees()
  expect(await stagesOf(1n)).toEqual([2, 3, 4])

  await passDeadline(1n)
  await reaches(1n, 5)
  for (const index of [0, 2, 3]) books.settle(expected, project, project.tasks[index]!)
  await agrees()

  const ballots: readonly Ballot[] = [
    { name: 'ada', currency: 'reputation', amount: 2_000n * UNIT, choice: true },
    { name: 'anna', currency: 'tokens', amount: 500n * UNIT, choice: true },
    { name: 'carl', currency: 'reputation', amount: 1_000n * UNIT, choice: false },
  ]
  for (const ballot of ballots) await commit(1n, 1n, ballot)
  await passTime(Number((await view(1n)).commitEnd))
  for (const ballot of ballots) await reveal(1n, 1n, ballot)
  await passDeadline(1n)
  await reaches(1n, 6)
  books.settle(expected, project, project.tasks[1]!, 'for')
  expect(books.end(expected, project)).toBe(6)
  await agrees()
  for (const ballot of ballots) await withdrawRights(ballot)
  await agrees()
  expect(await stagesOf(1n)).toEqual([2, 3, 4, 5, 6])
  // Ada was paid for a task of four tenths; beside her stipend no ether ever came from elsewhere.
  expect(await client().getBalance({ address: accountOf('ada').address })).toBeGreaterThan((project.cost * 4n) / 10n)
})

test('one fails: a claim runs out, a task is never claimed, two polls stay undecided; and one expires', { timeout: LONG }, async () => {
  const project = await propose('bert', UNIT / 2n + 333n, 'reputation', DAY)
  await stake('anna', 2n, project, 'tokens', (project.required.tokens * 3n) / 4n)
  await stake('bert', 2n, project, 'tokens', ALL)
  await stake('bert', 2n, project, 'reputation', project.required.reputation / 3n)
  expect(await stake('anna', 2n, project, 'reputation', ALL)).toBe(true)
  const weights = [3_000n, 2_000n, 1_000n, 4_000n]
  await submitList('anna', 2n, weights)
  books.addTasks(project, weights)

  const hopeless = await propose('v1', UNIT / 5n + 1n, 'tokens', DAY)
  await stake('anna', 3n, hopeless, 'tokens', 100n * UNIT + 5n)
  await stake('carl', 3n, hopeless, 'reputation', 50n * UNIT)
  await agrees()
  await passDeadline(3n)
  await reaches(3n, 8)
  books.expire(expected, hopeless)
  await agrees()

  await passDeadline(2n)
  await reaches(2n, 3)
  for (const [name, index] of [['carl', 0], ['ada', 1], ['bert', 2]] as const) await claim(name, 2n, project, index)
  await handIn(2n, project, 0)
  await handIn(2n, project, 1)
  await agrees()
  const { claimEnd } = await client().readContract({ address: PROJECTS, abi: projectsAbi, functionName: 'taskOf', args: [2n, 2n] })
  await passTime(Number(claimEnd))
  books.runOut(expected, project.tasks[2]!)
  await agrees()
  await passDeadline(2n)
  await reaches(2n, 4)
  books.endActive(expected, project)
  await agrees()

  for (const [name, index, isApproved] of [['v1', 0, true], ['v2', 0, true], ['v3', 0, false], ['v4', 1, true], ['v5', 1, false]] as const) {
    await validate(name, 2n, project, index, isApproved)
  }
  await passDeadline(2n)
  await reaches(2n, 5)
  await passDeadline(2n)
  await reaches(2n, 7)
  books.settle(expected, project, project.tasks[0]!, 'undecided')
  books.settle(expected, project, project.tasks[1]!, 'undecided')
  expect(books.end(expected, project)).toBe(7)
  await agrees()
  expect([await stagesOf(2n), await stagesOf(3n)]).toEqual([[2, 3, 4, 5, 7], [8]])
})

/** By project: advances, tasks, claims run out, seats, stakes, ballots. */
const OPERATIONS = (1 + 4 + 0 + 10 + 2 + 3) + (3 + 2 + 1 + 5 + 2 + 0) + (1 + 0 + 0 + 0 + 2 + 0)

test('nothing is left in any escrow or lock, and the replica has the same state from L1', { timeout: LONG }, async () => {
  for (const id of [1n, 2n, 3n]) expect(await view(id)).toMatchObject({ escrow: 0n, collateral: 0n, unsettled: 0 })
  expect(expected.escrowed).toBe(0n)
  const all = [...expected.members.values()]
  const total = (of: (held: books.Held) => bigint): bigint => all.reduce((sum, held) => sum + of(held), 0n)
  expect(total(({ tokens }) => tokens)).toBe(expected.tokens)
  expect(total(({ reputation }) => reputation)).toBe(expected.reputation)
  expect(total(({ ether }) => ether) + expected.pool).toBe(BigInt(NAMES.length) * 100n * UNIT)

  const { number, stateRoot } = await client().getBlock()
  const replica = createPublicClient({ transport: http(devnet.replica) })
  type Status = { readonly heads: { readonly safe: { readonly number: string } } }
  await eventually('the last block in a batch', 60, async () => BigInt((await rpc<Status>(devnet.replica, 'rollup_status')).heads.safe.number) >= number)
  expect((await replica.getBlock({ blockNumber: number })).stateRoot).toBe(stateRoot)
  // Every stage that time ended, every task, seat, stake and ballot: none of it was asked for by anybody.
  const metrics = await (await fetch(`${devnet.metrics}/metrics`)).text()
  expect(metrics).toMatch(/^distribute_keeper_due 0$/m)
  expect(Number(/^distribute_keeper_done_total (\d+)$/m.exec(metrics)?.[1])).toBe(OPERATIONS)
})
