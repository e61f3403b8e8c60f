import { decodeFunctionData, encodeFunctionData, parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bridgeAbi, l1BridgeAbi } from '@distribute/bridge-contracts'
import {
  Address, createTree, decodeGenesis, fromHex, genesisHash, genesisRecords, KINDS, recordKey, recoverAddress, rerunSegment, systemAddress, toHex, verifyInclusion, verifyMultiproof,
  ZERO_ADDRESS, ZERO_HASH,
} from '@distribute/state-machine'
import type { StoredBatch } from './ports.ts'
import { accounts, CHAIN_ID, L1_CONTRACTS, START, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

let node: TestNode
let withdrawal: { hash: string; block: bigint }
const [ada, bob] = accounts
const bridge = systemAddress('bridge')

async function withdraw(value: bigint): Promise<{ hash: string; block: bigint }> {
  const nonce = Number(await node.call('eth_getTransactionCount', [ada.address, 'pending']))
  const data = encodeFunctionData({ abi: bridgeAbi, functionName: 'withdraw', args: [bob.address] })
  const raw = await ada.signTransaction({ chainId: CHAIN_ID, nonce, gas: 500_000n, maxFeePerGas: 2n, to: bridge, value, data })
  const receipt = (await node.call('eth_sendRawTransactionSync', [raw])) as { transactionHash: string; blockNumber: string; status: string }
  expect(receipt.status).toBe('0x1')
  return { hash: receipt.transactionHash, block: BigInt(receipt.blockNumber) }
}

const batch = (index: bigint, blocks: { first: bigint; last: bigint }, lastRoot: Uint8Array): StoredBatch => ({
  index, firstBlock: blocks.first, lastBlock: blocks.last, l1Block: 7n, l1Hash: ZERO_HASH, transactionHash: ZERO_HASH, parentDataId: ZERO_HASH,
  dataId: new Uint8Array(32).fill(1), poster: ZERO_ADDRESS, l1Time: START, inboxLength: 1n, dataRoot: ZERO_HASH, segments: 3n,
  claimId: ZERO_HASH, round: 0n, claimant: ZERO_ADDRESS, claimTime: START, rootsRoot: ZERO_HASH, lastRoot, cursor: 1n,
})

beforeAll(async () => {
  node = await startTestNode()
  await node.deposit(ada.address, parseEther('10'))
  withdrawal = await withdraw(parseEther('2'))
})
afterAll(() => node.close())

const listed = async (of: string): Promise<readonly Record<string, unknown>[]> => (await node.call('rollup_getWithdrawals', [of])) as Record<string, unknown>[]

test('a withdrawal from request to payment, by L1\'s clock', async () => {
  const waiting = { id: '0x1', from: ada.address.toLowerCase(), to: bob.address.toLowerCase(), value: '0x1bc16d674ec80000', transactionHash: withdrawal.hash, stage: 'waiting-for-batch' }
  for (const of of [ada.address, bob.address, withdrawal.hash]) expect(await listed(of)).toEqual([expect.objectContaining(waiting)])
  expect(await listed(accounts[2].address)).toEqual([])

  const { stateRoot } = node.chain.head().header
  const last = node.chain.head().header.number
  await node.chain.batches.put(batch(0n, { first: 1n, last: 0n }, ZERO_HASH))
  await node.chain.batches.put(batch(1n, { first: 1n, last }, stateRoot))
  expect(await listed(ada.address)).toEqual([expect.objectContaining({ stage: 'in-challenge-window', batch: '0x1', readyAt: `0x${(START + 60n).toString(16)}` })])

  node.l1.head = START + 60n
  await withdraw(5n)
  const [ready, second] = await listed(ada.address)
  expect(second).toMatchObject({ id: '0x2', stage: 'waiting-for-batch' })
  expect(ready).toMatchObject({ stage: 'ready-to-claim', transaction: { to: L1_CONTRACTS.bridge, value: '0x0' } })
  const { data } = (ready as { transaction: { data: `0x${string}` } }).transaction
  const decoded = decodeFunctionData({ abi: l1BridgeAbi, data })
  if (decoded.functionName !== 'claim') expect.unreachable()
  const [paid, index, standing, proof] = decoded.args
  expect([paid.id, paid.value, index, standing.lastRoot]).toEqual([1n, parseEther('2'), 1n, toHex(stateRoot)])
  const words = (await node.chain.proveAt(last, [recordKey('withdrawal', 1n)])).inclusion[0]?.words ?? ZERO_HASH
  const inclusion = { depth: Number(proof.depth), nonEmpty: proof.nonEmpty, siblings: proof.siblings.map((sibling) => fromHex(sibling)) }
  expect(verifyInclusion(stateRoot, recordKey('withdrawal', 1n), words, inclusion)).toBe(true)

  node.l1.claimed.add(1n)
  expect((await listed(ada.address))[0]).toMatchObject({ stage: 'claimed' })
})

test('batches by block', async () => {
  expect(await node.call('rollup_getBatchByBlock', ['0x1'])).toMatchObject({ index: '0x1', firstBlock: '0x1', claim: { round: '0x0', segments: '0x3' } })
  expect(await node.call('rollup_getBatchByBlock', ['latest'])).toBeNull()
  expect(await node.call('rollup_getBatchByBlock', ['0x99'])).toMatchObject({ error: { code: -32000, message: 'header not found' } })
})

test('the segments of a batch, each with what proving it costs at most; and what its transaction cost on L1', async () => {
  const segments = (await node.call('rollup_getSegments', ['0x1'])) as readonly Record<string, string>[]
  const { lastBlock } = (await node.call('rollup_getBatch', ['0x1'])) as { lastBlock: string }
  expect(segments.map(({ index }) => Number(index))).toEqual(segments.map((_, i) => i))
  expect(segments.at(-1)?.['block']).toBe(lastBlock)
  expect(segments[0]).toMatchObject({ block: '0x1', items: '0x1', inbox: true })
  // By params.ts: around a run, five shared records, and one withdrawal with two of its own.
  const [, withdrawn] = segments
  expect(Number(withdrawn?.['proofGas'])).toBe(400_000 + 5 * 93_000 + KINDS.withdraw.rerun + KINDS.withdraw.records * 93_000)
  expect(BigInt(withdrawn?.['proofGasInBlobs'] ?? 0) - BigInt(withdrawn?.['proofGas'] ?? 0)).toBe(3_666_000n)
  expect(await node.call('rollup_getBatchCost', ['0x1'])).toMatchObject({ gasUsed: '0x15f90', gasPrice: '0x3', blobGasUsed: '0x20000', cost: `0x${(90_000 * 3 + 131_072 * 2).toString(16)}` })
  for (const method of ['rollup_getSegments', 'rollup_getBatchCost']) expect(await node.call(method, ['0x63'])).toBeNull()
  node.l1.silent = true
  expect(await node.call('rollup_getBatchCost', ['0x1'])).toMatchObject({ error: { code: -32002 } })
  node.l1.silent = false
})

test('what anybody may know of the node: its health, and what waits to be posted', async () => {
  const before = (await node.call('rollup_node')) as { unposted: { blocks: string } }
  await withdraw(7n)
  const after = (await node.call('rollup_node')) as { unposted: { blocks: string; transactions: string } }
  expect(after).toMatchObject({ version: 'distribute/test', ready: true, code: null, words: null, l1Silence: '0x3', l1Behind: '0x0', pool: { pending: '0x0', queued: '0x0' } })
  expect(BigInt(after.unposted.blocks)).toBe(BigInt(before.unposted.blocks) + 1n)
  expect(after.unposted.transactions).toBe(after.unposted.blocks)
  // Counted on from what was counted, as often as it is asked: the same as all segments together.
  let bytes = 0
  for (let block = node.chain.head().header.number - BigInt(after.unposted.blocks) + 1n; block <= node.chain.head().header.number; block++) for (const segment of (await node.chain.segmentsOf(block)) ?? []) bytes += segment.bytes.length
  expect(await node.call('rollup_node')).toMatchObject({ unposted: { ...after.unposted, bytes: `0x${bytes.toString(16)}` } })
})

interface Proof {
  readonly stateRoot: string
  readonly records: readonly { readonly key: string; readonly words: string | null; readonly inclusion: { depth: string; nonEmpty: string; siblings: string[] } | null }[]
  readonly multiproof: string
}

test('state proofs verify against the block\'s root, absence included', async () => {
  for (const at of ['latest', `0x${withdrawal.block.toString(16)}`]) {
    const keys = [{ type: 'account', ids: [ada.address] }, { type: 'withdrawal', ids: ['0x1'] }, { type: 'account', ids: [`0x${'77'.repeat(20)}`] }, { type: 'chain', ids: [] }]
    const { stateRoot, records, multiproof } = (await node.call('rollup_getProof', [keys, at])) as Proof
    expect(stateRoot).toBe(((await node.call('eth_getBlockByNumber', [at, false])) as { stateRoot: string }).stateRoot)
    expect(records.map(({ words }) => words === null)).toEqual([false, false, true, false])
    for (const { key, words, inclusion } of records) {
      if (words === null || inclusion === null) continue
      const proof = { depth: Number(inclusion.depth), nonEmpty: BigInt(inclusion.nonEmpty), siblings: inclusion.siblings.map(fromHex) }
      expect(verifyInclusion(fromHex(stateRoot), fromHex(key), fromHex(words), proof)).toBe(true)
    }
    const verdict = verifyMultiproof(fromHex(stateRoot), records.map(({ key }) => fromHex(key)), fromHex(multiproof))
    expect(verdict.ok && verdict.records.map((words) => (words === null ? null : toHex(words)))).toEqual(records.map(({ words }) => words))
  }
  const key = toHex(recordKey('account', ZERO_ADDRESS))
  expect(((await node.call('rollup_getProof', [key])) as Proof).records).toEqual([{ key, words: null, inclusion: null }])
  for (const type of ['nothing', '__proto__', 'constructor']) expect(await node.call('rollup_getProof', [{ type }])).toMatchObject({ error: { code: -32602 } })
  expect(await node.call('rollup_getProof', [{ type: 'account', ids: [] }])).toMatchObject({ error: { code: -32602, message: 'invalid argument 0: ids of account: address' } })
})

interface Witnesses {
  readonly segments: readonly { readonly bytes: string; readonly keys: readonly string[]; readonly multiproof: string; readonly firstEntry: string; readonly entries: readonly Record<string, string>[] }[]
  readonly next: string | null
}

test('who has the root before a batch runs it again from what the node hands out, by the genesis that it hands out', async () => {
  const stored = await node.chain.batches.get(1n)
  if (stored === undefined) return expect.unreachable()
  const config = { genesis: decodeGenesis((await node.call('rollup_getGenesis')) as string), recover: recoverAddress }
  expect(genesisHash(config.genesis)).toEqual(node.chain.genesisHash)
  const { segments } = (await node.call('rollup_getWitnesses', ['0x1'])) as Witnesses
  expect(segments).toHaveLength(2)
  const tree = createTree()
  tree.apply(genesisRecords(config.genesis))
  const entryOf = ({ kind = '', time = '', from = '', value = '', payload = '' }: Record<string, string>) =>
    ({ kind: Number(kind), time: BigInt(time), from: Address(from), value: BigInt(value), payload: fromHex(payload) })
  const root = segments.reduce((rootBefore, { bytes, keys, multiproof, firstEntry, entries }) => {
    const witness = { keys: keys.map(fromHex), proof: fromHex(multiproof), entries: { first: BigInt(firstEntry), list: entries.map(entryOf) } }
    return rerunSegment({ rootBefore, bytes: fromHex(bytes), witness, inboxLength: stored.inboxLength }, config)
  }, tree.root())
  expect(toHex(root)).toBe(toHex(stored.lastRoot))
  const [, second] = segments
  expect(await node.call('rollup_getWitnesses', ['0x1', '0x1'])).toMatchObject({ segments: [second] })
  for (const nowhere of [['0x1', '0x2'], ['0x0'], ['0x7']]) expect(await node.call('rollup_getWitnesses', nowhere)).toBeNull()
})

test('status and sync status name all heads', async () => {
  const latest = (await node.call('eth_getBlockByNumber', ['latest', false])) as { number: string; hash: string; timestamp: string }
  expect(await node.call('rollup_status')).toMatchObject({
    role: 'sequencer', chainId: '0x116a3', l1ChainId: '0x7a69', contracts: L1_CONTRACTS,
    heads: { latest: { number: latest.number, hash: latest.hash, timestamp: latest.timestamp }, safe: { number: '0x0' }, finalized: { number: '0x0' } },
    l1: { head: { number: '0x9' }, safe: null, finalized: null }, lastBatch: { index: '0x1' }, inbox: { length: '0x1', cursor: '0x1' }, voidRoots: [],
  })
  expect(await node.call('rollup_syncStatus')).toMatchObject({
    head_l1: { number: 9 }, safe_l1: { number: 0 }, unsafe_l2: { number: Number(latest.number), hash: latest.hash, l1origin: { number: 0 } }, finalized_l2: { number: 0 },
  })
})

test('deposits by their L1 transaction', async () => {
  node.l1.entries = [
    { index: 0n, entry: { kind: 0, time: START, from: ZERO_ADDRESS, value: parseEther('10'), payload: fromHex(ada.address) } },
    { index: 4n, entry: { kind: 1, time: START, from: ZERO_ADDRESS, value: 1n, payload: new Uint8Array(3) } },
  ]
  const [read, unread] = (await node.call('rollup_getDeposit', [`0x${'00'.repeat(32)}`])) as Record<string, unknown>[]
  expect(read).toMatchObject({ index: '0x0', kind: 'deposit', to: ada.address.toLowerCase(), stage: 'included', blockNumber: '0x1', status: '0x1' })
  expect(await node.call('eth_getTransactionReceipt', [read?.['transactionHash']])).toMatchObject({ blockNumber: '0x1', type: '0x7e' })
  expect(unread).toMatchObject({ index: '0x4', kind: 'forced', stage: 'waiting-to-be-read' })
  node.l1.silent = true
  expect(await node.call('rollup_getDeposit', [`0x${'00'.repeat(32)}`])).toEqual({ error: { code: -32002, message: 'resource unavailable: L1 does not answer' } })
})

test('prices and contracts', async () => {
  expect(await node.call('rollup_gasPolicy')).toMatchObject({ baseFee: '0x1', tipsTaken: false, gas: { send: '0x5208' } })
  const contracts = (await node.call('rollup_getSystemContracts')) as Record<string, { address: string; abi: unknown[] }>
  expect(contracts['token']?.address).toBe(systemAddress('token'))
  expect(contracts['bridge']?.abi.length).toBeGreaterThan(3)
  expect(await node.call('rollup_getPromise', ['latest'])).toBeNull()
})

test('the devnet\'s methods exist on a devnet alone', async () => {
  for (const [method, params] of [['evm_mine', []], ['evm_increaseTime', [5]], ['evm_snapshot', []], ['evm_revert', ['0x1']]] as const) {
    expect(await node.call(method, params)).toMatchObject({ error: { code: -32601, message: `the method ${method} does not exist/is not available` } })
  }
  const calls: unknown[] = []
  const devnet = {
    increaseTime: async (seconds: bigint) => (calls.push(seconds), seconds),
    mine: async (blocks: number) => void calls.push(blocks),
    snapshot: async () => 3n,
    revert: async (id: bigint) => id === 3n,
  }
  const other = await startTestNode({ devnet })
  expect(await other.call('evm_increaseTime', [60])).toBe(60)
  expect(await other.call('evm_increaseTime', ['0x3c'])).toBe(60)
  expect(await other.call('evm_mine')).toBe('0x0')
  expect(await other.call('evm_mine', [{ blocks: 4 }])).toBe('0x0')
  expect(await other.call('evm_snapshot')).toBe('0x3')
  expect([await other.call('evm_revert', ['0x3']), await other.call('evm_revert', ['0x4'])]).toEqual([true, false])
  expect(calls).toEqual([60n, 60n, 1, 4])
  await other.close()
})
