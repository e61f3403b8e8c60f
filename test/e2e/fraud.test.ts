import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPublicClient, createWalletClient, http, type Hex } from 'viem'
import { mnemonicToAccount, type HDAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Address, encodeCalldata, fromHex, systemAddress, toHex, type InclusionProof } from '@distribute/state-machine'
import {
  claimCall, claimOf, dryRun, readBatchCounts, readConvictions, readPostedBatches, readRollupFacts, readRollupLogs, submit, takeoverCall, type RollupFacts,
} from '@distribute/bridge-contracts'
import { eventually, PROGRAM, rpc, temporaryDirectory } from './testing/devnet.ts'
import { freePort } from '../free-port.ts'
import { orderLie } from './testing/lies.ts'
import { distributeJson, startAnvil, startNode, startProgram, untilAnswers, type RunningNode } from './testing/program.ts'

// A sequencer patched to lie, and an ordinary replica with --prover --stake: nobody touches either.

const MINUTES = 60_000
const WINDOW = 15
const MNEMONIC = 'test test test test test test test test test test test junk'
const ETHER = 10n ** 18n
const GAS = 200_000n

const account = (place: number): HDAccount => mnemonicToAccount(MNEMONIC, { addressIndex: place })
const keyOf = (place: number): Hex => toHex(account(place).getHdKey().privateKey ?? new Uint8Array(32))
const [MEMBER, OTHER, POSTER, SIGNER, PROVER] = [3, 4, 7, 8, 9] as const

const closers: (() => Promise<void>)[] = []
let root: string
let l1: string
let chainId: number
let facts: RollupFacts
let liar: RunningNode
let replica: RunningNode

const clients = (place: number) => {
  const common = { chain: foundry, transport: http(l1), pollingInterval: 100, cacheTime: 0 } as const
  return { reader: createPublicClient(common), writer: createWalletClient({ ...common, account: account(place) }) }
}

const startPatched = async (directory: string, lieFile: string): Promise<RunningNode> => {
  const port = await freePort()
  const patch = fileURLToPath(new URL('testing/lying-sequencer.mjs', import.meta.url))
  const place = ['--data-dir', directory, '--role', 'sequencer', '--l1-url', l1, '--l1-poll-ms', '150', '--rpc-port', String(port), '--metrics-port', '0']
  const program = startProgram(process.execPath, ['--import', patch, PROGRAM, 'node', ...place, '--block-time-ms', '50', '--batch-interval-ms', '2000'], { env: { ...process.env, LIE_FILE: lieFile } })
  const url = `http://127.0.0.1:${port}`
  await untilAnswers(url, program)
  return { ...program, url }
}

/** Keys come as variables: what is started sees those of now. */
const withVariables = async <T>(variables: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> => {
  Object.assign(process.env, variables)
  try {
    return await work()
  } finally {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name)
  }
}

const second = (): string => join(root, 'second')

beforeAll(async () => {
  const [anvil, directory] = await Promise.all([startAnvil(), temporaryDirectory()])
  closers.push(directory.remove, anvil.stop)
  ;[l1, root] = [anvil.url, directory.path]
  const first = join(root, 'first')
  const made = await distributeJson<{ chainId: string }>('init', '--data-dir', first, '--name', 'Fraud', '--insecure-plain')
  chainId = Number(made.chainId)
  const { contracts } = await distributeJson<{ contracts: { rollup: string } }>('deploy', '--data-dir', first, '--l1-url', l1, '--account', '0', '--window', String(WINDOW))
  facts = await readRollupFacts(clients(PROVER).reader, Address(contracts.rollup))
  liar = await startPatched(first, join(root, 'lie'))
  closers.push(() => liar.stop())
  await mkdir(second())
  for (const file of ['genesis.json', 'rollup.json']) await copyFile(join(first, file), join(second(), file))
  replica = await withVariables({ DISTRIBUTE_PROVER_KEY: keyOf(PROVER) }, () => startNode(second(), l1, ['--prover', '--stake', '--sequencer-url', liar.url]))
  closers.push(() => replica.stop())
  await distributeJson('deposit', '5', '--account', String(MEMBER), '--l1-url', l1, '--l2-url', liar.url)
}, 3 * MINUTES)

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close()
}, MINUTES)

const send = async (url: string, nonce: number, call: { readonly to: Hex; readonly value: bigint; readonly data?: Hex }): Promise<Hex> => {
  const raw = await account(MEMBER).signTransaction({ type: 'eip1559', chainId, nonce, gas: GAS, maxFeePerGas: 10n, maxPriorityFeePerGas: 0n, ...call })
  return rpc<Hex>(url, 'eth_sendRawTransaction', [raw])
}
interface Receipt {
  readonly blockHash: Hex
  readonly blockNumber: Hex
  readonly status: Hex
}
const receiptOf = (url: string, hash: Hex): Promise<Receipt> =>
  eventually('a receipt', 30, async () => (await rpc<Receipt | null>(url, 'eth_getTransactionReceipt', [hash])) ?? undefined)
interface Status {
  readonly lastBatch: { readonly index: Hex; readonly lastBlock: Hex }
  readonly wrongRoots: readonly unknown[]
  readonly voidRoots: readonly { readonly batch: Hex; readonly lastBatch: Hex; readonly missingFrom: Hex | null; readonly withdrawals: { readonly first: Hex; readonly last: Hex } | null }[]
}
const status = (): Promise<Status> => rpc<Status>(replica.url, 'rollup_status')
interface Waiting {
  readonly stage: string
  readonly readyAt?: Hex
  readonly transaction?: { readonly to: Hex; readonly data: Hex }
}
const withdrawal = async (): Promise<Waiting> => {
  const [one] = await rpc<readonly Waiting[]>(replica.url, 'rollup_getWithdrawals', [account(OTHER).address])
  return one ?? { stage: 'none' }
}

test('a sequencer patched to lie is convicted without hands; nothing that was sent is undone, and withdrawals wait anew', { timeout: 5 * MINUTES }, async () => {
  const { reader } = clients(PROVER)
  const { contracts } = facts
  const receiver = Address(account(OTHER).address)
  orderLie(join(root, 'lie'), { lie: 'wrong root', member: Address(account(MEMBER).address), receiver, thief: receiver, accomplice: keyOf(MEMBER) })
  const withdraw = { to: systemAddress('bridge') as Hex, value: ETHER, data: toHex(encodeCalldata({ kind: 'withdraw', args: [Address(account(OTHER).address)] })) }
  const receipts = new Map<Hex, Receipt>()
  for (let nonce = 0; nonce < 8; nonce++) {
    const hash = await send(liar.url, nonce, nonce === 2 ? withdraw : { to: account(OTHER).address, value: BigInt(nonce + 1) })
    receipts.set(hash, await receiptOf(liar.url, hash))
  }

  const conviction = await eventually('a conviction', 60, async () =>
    (await readConvictions(reader, contracts.challenges, { fromBlock: 0n, toBlock: await reader.getBlockNumber() }))[0])
  expect(conviction).toMatchObject({ prover: Address(account(PROVER).address), beneficiary: Address(account(PROVER).address) })
  const posted = await readPostedBatches(reader, contracts.rollup, { fromBlock: 0n, toBlock: conviction.place.blockNumber })
  const lie = posted.find(({ batch }) => batch.index === conviction.index)
  if (lie === undefined) return expect.unreachable()
  expect(conviction.place.blockNumber - lie.place.blockNumber).toBeLessThanOrEqual(4n)

  await eventually('the right roots', 60, async () => {
    const { batches, claims } = await readBatchCounts(reader, contracts.rollup)
    return batches === claims
  })
  const { events } = await readRollupLogs(reader, contracts.rollup, { fromBlock: conviction.place.blockNumber, toBlock: await reader.getBlockNumber() })
  expect(events.map(({ kind }) => kind)).toContain('void')
  expect(events.flatMap((event) => (event.kind === 'roots' ? [event.claim.claimant] : []))).toContain(Address(account(PROVER).address))

  // The node says what is void, and what waits until when; the withdrawal is one of it.
  await eventually('the news', 30, async () => (await status()).voidRoots[0]?.missingFrom === null && (await status()).wrongRoots.length === 0)
  const [told] = (await status()).voidRoots
  expect(told).toMatchObject({ batch: toHexNumber(conviction.index) })
  await eventually('the withdrawal waits', 30, async () => ['in-challenge-window', 'ready-to-claim'].includes((await withdrawal()).stage))

  // Against the convicted claim nothing is paid, however long one waits.
  const proven = await rpc<{ readonly records: readonly [{ readonly inclusion: { readonly depth: Hex; readonly nonEmpty: Hex; readonly siblings: readonly Hex[] } }] }>(
    replica.url, 'rollup_getProof', [[{ type: 'withdrawal', ids: ['0x1'] }], toHexNumber(BigInt((await status()).lastBatch.lastBlock))])
  const { depth, nonEmpty, siblings } = proven.records[0].inclusion
  const proof: InclusionProof = { depth: Number(depth), nonEmpty: BigInt(nonEmpty), siblings: siblings.map(fromHex) }
  const stale = claimCall(contracts.bridge, { withdrawal: { id: 1n, to: Address(account(OTHER).address), value: ETHER }, batch: conviction.index, claim: claimOf(lie.batch), proof })
  await expect(dryRun(reader, stale, Address(account(PROVER).address))).rejects.toThrow(/NotFinal/)

  // No member's transaction is undone: on the replica too each stands where its receipt said.
  const end = BigInt((await status()).lastBatch.lastBlock)
  const derived = [...receipts].filter(([, { blockNumber }]) => BigInt(blockNumber) <= end)
  expect(derived.length).toBeGreaterThan(2)
  for (const [hash, { blockHash, blockNumber }] of derived) {
    expect(await receiptOf(replica.url, hash)).toMatchObject({ blockHash, blockNumber, status: '0x1' })
  }

  const verified = await distributeJson<{ roots: number; voidBatches: number; mismatches: unknown[] }>('verify', '--data-dir', second(), '--l1-url', l1)
  expect(verified).toMatchObject({ voidBatches: 0, mismatches: [] })
  expect(verified.roots).toBeGreaterThan(2)

  const ready = await eventually('the new window', 90, async () => {
    const one = await withdrawal()
    return one.stage === 'ready-to-claim' && one
  })
  await expect(dryRun(reader, stale, Address(account(PROVER).address))).rejects.toThrow(/NotFinal/)
  const before = await reader.getBalance({ address: account(OTHER).address })
  const hash = await clients(PROVER).writer.sendTransaction({ to: ready.transaction?.to ?? '0x', data: ready.transaction?.data ?? '0x' })
  expect((await reader.waitForTransactionReceipt({ hash })).status).toBe('success')
  expect(await reader.getBalance({ address: account(OTHER).address })).toBe(before + ETHER)
})

const toHexNumber = (value: bigint): Hex => `0x${value.toString(16)}`

test('a second operator takes over, and the chain goes on', { timeout: 3 * MINUTES }, async () => {
  const { reader, writer } = clients(PROVER)
  await liar.stop()
  const next = { poster: Address(account(POSTER).address), signer: Address(account(SIGNER).address), staker: Address(account(PROVER).address) }
  const hash = await submit(writer, takeoverCall(facts.contracts.rollup, next))
  expect((await reader.waitForTransactionReceipt({ hash })).status).toBe('success')
  await replica.stop()
  const keys = { DISTRIBUTE_POSTING_KEY: keyOf(POSTER), DISTRIBUTE_SIGNING_KEY: keyOf(SIGNER) }
  const sequencer = await withVariables(keys, () => startNode(second(), l1, ['--role', 'sequencer', '--batch-interval-ms', '1000']))
  closers.push(sequencer.stop)
  const nonce = Number(await rpc<Hex>(sequencer.url, 'eth_getTransactionCount', [account(MEMBER).address, 'latest']))
  expect(nonce).toBeGreaterThan(0)
  const { batches } = await readBatchCounts(reader, facts.contracts.rollup)
  const sent = await send(sequencer.url, nonce, { to: account(OTHER).address, value: 5n })
  expect(await receiptOf(sequencer.url, sent)).toMatchObject({ status: '0x1' })
  await eventually('a batch of the second operator', 60, async () => (await readBatchCounts(reader, facts.contracts.rollup)).claims > batches)
})
