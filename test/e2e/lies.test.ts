import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hex } from 'viem'
import { Address, encodeCalldata, fromHex, systemAddress, toHex, type Call, type InclusionProof } from '@distribute/state-machine'
import {
  claimCall, claimOf, depositCall, dryRun, readBatchCounts, readConviction, readConvictions, readPostedBatches, type LoggedBatch, type LoggedConviction,
} from '@distribute/bridge-contracts'
import { eventually, rpc, temporaryDirectory } from './testing/devnet.ts'
import { accountAt, addressAt, clientsAt, keyAt, makeCommunity, startLane, toHexNumber, type Lane, type Made } from './testing/lane.ts'
import { orderLie, type LieName } from './testing/lies.ts'
import { startAnvil } from './testing/program.ts'

// A sequencer that tells each lie through its own batcher, and an ordinary replica with --prover --stake that nobody touches. After each
// conviction somebody takes over with a stake of her own, and tells the next one. Two communities at once: most of the time is L1's.

const MINUTES = 60_000
const WINDOW = 600
const LANES: readonly (readonly LieName[])[] = [
  ['wrong root', 'skipped transaction', 'unread entry', 'too many transactions', 'right roots on a false claim'],
  ['wrong chain record', 'doubled mint', 'changed recipient', 'too many records', 'root over garbage'],
]
/** L1 blocks between that of the lie, where a replica can notice it first, and that of the proof. */
const MOST_BLOCKS = 4n
const [MEMBER, ACCOMPLICE, DEPOSITOR] = [6, 7, 8] as const
const RECEIVER = Address(`0x${'ee'.repeat(20)}`)
const THIEF = Address(`0x${'bb'.repeat(20)}`)
const GWEI = 10n ** 9n

interface Receipt {
  readonly blockHash: Hex
  readonly blockNumber: Hex
  readonly status: Hex
}
interface Status {
  readonly lastBatch: { readonly lastBlock: Hex }
  readonly wrongRoots: readonly unknown[]
  readonly voidRoots: readonly { readonly missingFrom: Hex | null }[]
}
interface Waiting {
  readonly stage: string
  readonly transaction?: { readonly to: Hex; readonly data: Hex }
}
/** A lie, convicted; and a withdrawal that stood in its batch. */
interface Told {
  readonly lie: LieName
  readonly batch: LoggedBatch
  readonly conviction: LoggedConviction
  readonly withdrawal: { readonly id: bigint; readonly to: Address; readonly value: bigint }
  readonly receipts: ReadonlyMap<Hex, Receipt>
}

const closers: (() => Promise<void>)[] = []
let l1: string
let lanes: readonly Lane[]
const told: Told[][] = LANES.map(() => [])

const stakersOf = (lane: number): readonly number[] => (LANES[lane] ?? []).map((_, i) => 20 + 10 * lane + i)

beforeAll(async () => {
  const [anvil, directory] = await Promise.all([startAnvil(), temporaryDirectory()])
  closers.push(directory.remove, anvil.stop)
  l1 = anvil.url
  const options = LANES.map((_, i) => ({ l1, root: join(directory.path, `${i}`), window: WINDOW, deployer: i, prover: 2 + i, members: [MEMBER, ACCOMPLICE], stakers: stakersOf(i) }))
  const made: Made[] = []
  for (const one of options) made.push(await makeCommunity(one))
  lanes = await Promise.all(made.map((community, i) => startLane(community, options[i]!)))
  closers.push(async () => void (await Promise.all(lanes.map((lane) => lane.stop()))))
}, 5 * MINUTES)

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close()
}, MINUTES)

const l1Now = () => clientsAt(l1, DEPOSITOR).reader
const range = async () => ({ fromBlock: 0n, toBlock: await l1Now().getBlockNumber() })
const statusOf = ({ replica }: Lane): Promise<Status> => rpc<Status>(replica.url, 'rollup_status')
const receiptOf = (url: string, hash: Hex): Promise<Receipt> =>
  eventually('a receipt', 30, async () => (await rpc<Receipt | null>(url, 'eth_getTransactionReceipt', [hash])) ?? undefined)

interface Deed {
  readonly call: Call
  readonly to?: Address
  readonly value: bigint
}

/** One after the other, so that there are blocks; the receipts as the liar promised them. */
const sendAll = async (lane: Lane, receipts: Map<Hex, Receipt>, deeds: readonly Deed[]): Promise<void> => {
  const [{ url }, chainId] = [lane.liar(), lane.chainId]
  for (const { call, to = systemAddress(call.kind === 'mint' ? 'token' : 'bridge'), value } of deeds) {
    const nonce = Number(await rpc<Hex>(url, 'eth_getTransactionCount', [addressAt(MEMBER), 'latest']))
    const data = call.kind === 'send' ? {} : { data: toHex(encodeCalldata(call)) }
    const raw = await accountAt(MEMBER).signTransaction({ type: 'eip1559', chainId, nonce, gas: 400_000n, maxFeePerGas: 10n, maxPriorityFeePerGas: 0n, to, value, ...data })
    const hash = await rpc<Hex>(url, 'eth_sendRawTransaction', [raw])
    receipts.set(hash, await receiptOf(url, hash))
  }
}

const transfer: Deed = { call: { kind: 'send', args: [] }, to: RECEIVER, value: 1n }
const mint: Deed = { call: { kind: 'mint', args: [GWEI] }, value: 10n ** 17n }
const withdrawTo = (to: Address): Deed => ({ call: { kind: 'withdraw', args: [to] }, value: GWEI })
/** What is told in a block of the liar's own: where it stands nobody else's block must stand, or a promise would be broken beside. */
const IN_OWN_BLOCK: readonly LieName[] = ['unread entry', 'too many transactions', 'too many records', 'root over garbage']

/** Sends what members send, and has the lie told about the batch that holds the withdrawal. */
const provoke = async (lane: Lane, lie: LieName, to: Address): Promise<ReadonlyMap<Hex, Receipt>> => {
  const receipts = new Map<Hex, Receipt>()
  const { contracts } = lane.facts
  const isOwn = IN_OWN_BLOCK.includes(lie)
  if (isOwn) await sendAll(lane, receipts, [transfer, mint])
  const { batches } = await readBatchCounts(l1Now(), contracts.rollup)
  orderLie(lane.lieFile, { lie, member: addressAt(MEMBER), receiver: RECEIVER, thief: THIEF, accomplice: keyAt(ACCOMPLICE) })
  if (lie === 'unread entry') await lane.send(DEPOSITOR, depositCall(contracts.inbox, { to: RECEIVER, value: 1n }))
  await sendAll(lane, receipts, isOwn ? [withdrawTo(to)] : [transfer, withdrawTo(to), mint, transfer])
  if (lie !== 'right roots on a false claim') return receipts
  await eventually('the false claim', 20, async () => (await readBatchCounts(l1Now(), contracts.rollup)).batches > batches)
  await sendAll(lane, receipts, [transfer])
  return receipts
}

const tell = async (lane: Lane, at: number, i: number, lie: LieName): Promise<void> => {
  const { facts: { contracts }, prover } = lane
  const before = (await readConvictions(l1Now(), contracts.challenges, await range())).length
  const to = Address(`0x${toHexNumber(0x1000n + BigInt(16 * at + i)).slice(2).padStart(40, 'a')}`)
  const receipts = await provoke(lane, lie, to)
  const conviction = await eventually(`a conviction of “${lie}”`, 40, async () => (await readConvictions(l1Now(), contracts.challenges, await range()))[before])
    .catch((cause: unknown) => Promise.reject(new Error(`the liar: ${lane.liar().written()}\nthe replica: ${lane.replica.written()}`, { cause })))
  const batch = (await readPostedBatches(l1Now(), contracts.rollup, await range())).find(({ batch: { index } }) => index === conviction.index)
  if (batch === undefined) return expect.unreachable()
  told[at]?.push({ lie, batch, conviction, withdrawal: { id: BigInt(i + 1), to, value: GWEI }, receipts })

  const kept = await readConviction(l1Now(), contracts.challenges, batch.ids.claimId)
  const blocks = conviction.place.blockNumber - batch.place.blockNumber
  process.stderr.write(`${lie}: ${blocks} L1 blocks, segment ${conviction.segment}\n`)
  expect(conviction, lie).toMatchObject({ prover, beneficiary: prover })
  expect(kept?.committedAt, lie).toBeGreaterThanOrEqual(batch.place.blockNumber)
  expect(kept?.committedAt, lie).toBeLessThan(conviction.place.blockNumber)
  expect(blocks, lie).toBeLessThanOrEqual(MOST_BLOCKS)
  // The first false root is what is convicted, however right those on top of it are.
  const isFirst = lie === 'wrong root' || lie === 'right roots on a false claim'
  if (isFirst) expect([conviction.segment, batch.batch.roots.length > 1], lie).toEqual([0, true])

  const next = stakersOf(at)[i] ?? 0
  await lane.takeOver(next)
  await eventually(`the right roots after “${lie}”`, 40, async () => {
    const { batches, claims } = await readBatchCounts(l1Now(), contracts.rollup)
    const { wrongRoots, voidRoots } = await statusOf(lane)
    return batches === claims && wrongRoots.length === 0 && voidRoots.every(({ missingFrom }) => missingFrom === null)
  })
}

test('each lie is told by a sequencer and convicted by a replica without hands, in one transaction within four L1 blocks', { timeout: 5 * MINUTES }, async () => {
  await Promise.all(lanes.map(async (lane, at) => {
    for (const [i, lie] of (LANES[at] ?? []).entries()) await tell(lane, at, i, lie)
  }))
  expect(told.map((all) => all.map(({ lie }) => lie))).toEqual(LANES)
})

const withdrawalOf = async ({ replica }: Lane, to: Address): Promise<Waiting> =>
  (await rpc<readonly Waiting[]>(replica.url, 'rollup_getWithdrawals', [to]))[0] ?? { stage: 'none' }

/** Against the convicted claim, with a proof that holds under the right root. */
const staleClaim = async (lane: Lane, { batch, withdrawal }: Told): Promise<string> => {
  const { lastBatch: { lastBlock } } = await statusOf(lane)
  const proven = await rpc<{ readonly records: readonly [{ readonly inclusion: { readonly depth: Hex; readonly nonEmpty: Hex; readonly siblings: readonly Hex[] } }] }>(
    lane.replica.url, 'rollup_getProof', [[{ type: 'withdrawal', ids: [toHexNumber(withdrawal.id)] }], lastBlock])
  const { depth, nonEmpty, siblings } = proven.records[0].inclusion
  const proof: InclusionProof = { depth: Number(depth), nonEmpty: BigInt(nonEmpty), siblings: siblings.map(fromHex) }
  const call = claimCall(lane.facts.contracts.bridge, { withdrawal, batch: batch.batch.index, claim: claimOf(batch.batch), proof })
  return dryRun(l1Now(), call, lane.prover).then(() => 'paid', (error: unknown) => (error instanceof Error ? error.message : 'unknown'))
}

const each = async (work: (lane: Lane, one: Told) => Promise<void>): Promise<void> => {
  for (const [at, lane] of lanes.entries()) {
    for (const one of told[at] ?? []) {
      await work(lane, one).catch((cause: unknown) => Promise.reject(new Error(`${one.lie}; the liar: ${lane.liar().written()}`, { cause })))
    }
  }
}

test('no transaction is undone by it', { timeout: MINUTES }, async () => {
  await each(async (lane, { lie, receipts }) => {
    expect(receipts.size, lie).toBeGreaterThan(2)
    for (const [hash, { blockHash, blockNumber }] of receipts) {
      expect(await receiptOf(lane.replica.url, hash), lie).toMatchObject({ blockHash, blockNumber, status: '0x1' })
    }
  })
})

test('nothing is paid against void roots, ever; against the right ones once their window is over', { timeout: 2 * MINUTES }, async () => {
  await each(async (lane, one) => {
    expect(await staleClaim(lane, one), one.lie).toMatch(/NotFinal/)
    expect((await withdrawalOf(lane, one.withdrawal.to)).stage, one.lie).toBe('in-challenge-window')
  })
  await rpc(l1, 'evm_increaseTime', [WINDOW])
  await each(async (lane, one) => {
    const { to, value } = one.withdrawal
    const ready = await eventually(`the new window of “${one.lie}”`, 30, async () => {
      const waiting = await withdrawalOf(lane, to)
      return waiting.stage === 'ready-to-claim' && waiting
    })
    expect(await staleClaim(lane, one), one.lie).toMatch(/NotFinal/)
    const { writer, reader } = clientsAt(l1, DEPOSITOR)
    const hash = await writer.sendTransaction({ to: ready.transaction?.to ?? '0x', data: ready.transaction?.data ?? '0x' })
    expect((await reader.waitForTransactionReceipt({ hash })).status, one.lie).toBe('success')
    expect(await reader.getBalance({ address: to }), one.lie).toBe(value)
  })
})
