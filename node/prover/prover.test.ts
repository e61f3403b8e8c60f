import { once } from 'node:events'
import { decodeFunctionData, type Hex } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  createTree, encodeInboxSegment, encodeRecord, executeSegment, genesisRecords, keccak256, merkleRoot, proveInclusion, recordKey, toHex, ZERO_ADDRESS,
  type Address,
} from '@distribute/state-machine'
import {
  depositStakeCall, genesisClaim, postRootsCall, proveFraudWith, readBatchCounts, readConviction, readConvictions, readInboxEntries, isWhole, readPostedBatches,
  readRollupFacts, readStake, type RollupFacts,
} from '@distribute/bridge-contracts'
import { openChain } from '../chain/chain.ts'
import type { NodeConfig } from '../config.ts'
import { devnetAccount } from '../devnet/accounts.ts'
import { recoverNative } from '../recovery/native.ts'
import { createForge, emptyBlock, type Forge } from '../testing/forge.ts'
import { ETHER, eventually, member, startRig, type Rig, type RigNode } from '../testing/rig.ts'
import { loadCases } from './cases.ts'

/** While a test waits L1 makes a block at every look, each a second later than the one before: nothing may become final by that. */
const WINDOW = 100_000n

let rig: Rig
let forge: Forge
let facts: RollupFacts

beforeEach(async () => {
  rig = await startRig({ window: WINDOW })
  forge = createForge(rig)
  facts = await readRollupFacts(rig.l1.reader, rig.rollup.contracts.rollup)
})
afterEach(() => rig.close())

const PROVER = 6
const now = async (): Promise<bigint> => (await rig.l1.reader.getBlock()).timestamp
const addressOf = (account: number): Address => member(account).toLowerCase() as Address
const keys = (account = PROVER): NodeConfig['keys'] => ({ prover: devnetAccount(account).privateKey })
const prove = (flags: Partial<NodeConfig> = {}, directory?: string): Promise<RigNode> =>
  rig.start('replica', { keys: keys(), flags: { prover: true, stake: false, ...flags }, ...(directory === undefined ? {} : { directory }) })
const thief = (tree: Forge['tree']): void =>
  void tree.apply([{ key: recordKey('withdrawal', 1n), words: encodeRecord('withdrawal', { to: addressOf(9), value: ETHER }) }])
const lie = async (): Promise<void> => {
  const t = await now()
  expect((await rig.post(await forge.batch([emptyBlock(t), encodeInboxSegment({ last: true, inbox: true, t }, 4)], thief))).status).toBe('success')
}
const convictions = async () => readConvictions(rig.l1.reader, facts.contracts.challenges, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
/** L1 goes on, a block at a time, until something is so. */
const whileMining = <T>(what: string, read: () => Promise<T | undefined | false>, seconds = 20): Promise<T> =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, seconds)
const status = (node: RigNode) => node.call<{ readonly voidRoots: readonly Record<string, unknown>[]; readonly wrongRoots: readonly unknown[] }>('rollup_status')

test('a false claim is convicted without hands; the node says what is void and until when, posts the right roots and takes the penalty', async () => {
  await rig.deposit(member(0), ETHER)
  const replica = await prove({ stake: true })
  await lie()
  const [conviction] = await whileMining('a conviction', async () => {
    const found = await convictions()
    return found.length > 0 && found
  })
  expect(conviction).toMatchObject({ index: 1n, segment: 1, beneficiary: addressOf(PROVER), prover: addressOf(PROVER) })
  await whileMining('the right roots', async () => (await readBatchCounts(rig.l1.reader, facts.contracts.rollup)).claims === 2n)
  await whileMining('the new claim', async () => (await status(replica)).voidRoots[0]?.['missingFrom'] === null)
  const { voidRoots, wrongRoots } = await status(replica)
  expect(wrongRoots).toEqual([])
  expect(voidRoots).toMatchObject([{ batch: '0x1', lastBatch: '0x1', firstBlock: '0x1', lastBlock: '0x2', withdrawals: null, readyAt: expect.stringMatching(/^0x/) as string }])
  expect(replica.said('a false claim was convicted')).toBe(true)
  expect(await replica.metrics.render()).toMatch(/^distribute_convictions_total 1$/m)
  expect(await replica.metrics.render()).toMatch(/^distribute_void_batches 0$/m)

  // A window later the stake goes: half of it to the prover.
  await rig.l1.call('evm_increaseTime', [Number(WINDOW) + 100])
  await whileMining('the penalty', async () => replica.said('half of it burned'))
  expect((await readStake(rig.l1.reader, facts.contracts.stakes, facts.sequencer.staker)).amount).toBe(0n)
  expect((await readStake(rig.l1.reader, facts.contracts.stakes, addressOf(PROVER))).amount).toBe(facts.requiredStake + facts.requiredStake / 2n)
  await whileMining('all is final again', async () => (await status(replica)).voidRoots.length === 0)
})

test.each(['here is the proof', 'committed to a proof'])('killed right after "%s" it goes on from there', async (step) => {
  await lie()
  const first = await prove()
  await whileMining(step, async () => first.said(step))
  await first.close()
  const second = await prove({}, first.directory)
  await whileMining('a conviction', async () => (await convictions()).length > 0)
  await whileMining('the void roots', async () => (await status(second)).voidRoots.length > 0)
  expect(await convictions()).toMatchObject([{ index: 1n, beneficiary: addressOf(PROVER) }])
  // After a restart it knows what is void.
  await second.close()
  const third = await prove({}, first.directory)
  expect(await status(third)).toMatchObject({ voidRoots: [{ batch: '0x1', missingFrom: '0x1', readyAt: null }], wrongRoots: [] })
})

test('a proof that its database has spoiled is refused in process, nothing of it is sent, and another one is made', async () => {
  await lie()
  const first = await prove()
  await whileMining('the proof', async () => first.said('here is the proof'))
  await first.close()
  const chain = await openChain({ directory: `${first.directory}/chain`, genesis: rig.genesis, recover: recoverNative })
  const cases = await loadCases(chain.meta)
  const [known] = cases.list()
  if (known === undefined) return expect.unreachable()
  await cases.put({ ...known, data: spoiled(known.data) })
  await chain.close()
  const second = await prove({}, first.directory)
  await whileMining('its refusal', async () => second.said('nothing is sent, and the proof is made anew'))
  await whileMining('a conviction', async () => (await convictions()).length > 0)
  expect(await convictions()).toMatchObject([{ index: 1n, beneficiary: addressOf(PROVER) }])
})

/** With the last byte of the witness's multiproof, which is part of a hash, changed. */
const spoiled = (data: Uint8Array): Uint8Array => {
  const { abi } = proveFraudWith(facts.contracts.challenges, toHex(data))
  const [, proof] = decodeFunctionData({ abi, data: toHex(data) }).args as readonly [unknown, { readonly witness: { readonly proof: Hex } }]
  const bytes = Buffer.from(proof.witness.proof.slice(2), 'hex')
  const place = Buffer.from(data).indexOf(bytes) + bytes.length - 1
  return data.map((byte, i) => (i === place ? byte ^ 1 : byte))
}

test('a conviction that an L1 reorg takes away is made again', async () => {
  const replica = await prove()
  await lie()
  const before = await rig.l1.reader.getBlockNumber()
  await whileMining('a conviction', async () => (await convictions()).length > 0)
  await whileMining('the void roots', async () => (await status(replica)).voidRoots.length > 0)
  const depth = Number((await rig.l1.reader.getBlockNumber()) - before)
  await rig.l1.call('anvil_reorg', [depth, []])
  expect(await convictions()).toEqual([])
  await whileMining('the reorg', async () => replica.said('took the conviction of batch 1 away'))
  await whileMining('another conviction', async () => (await convictions()).length > 0)
  await whileMining('the void roots', async () => (await status(replica)).voidRoots.length === 1)
})

test('where L1 does not include its transactions the prover pays more', async () => {
  await lie()
  // Before the prover is there: it sends at its first look.
  await rig.l1.call('evm_setAutomine', [false])
  const replica = await prove({ proverPatienceMs: 1_000 })
  await eventually('a dearer one', async () => replica.said('sent again, dearer'))
  const pending = (await rig.l1.call('txpool_content')) as { readonly pending: Readonly<Record<string, Readonly<Record<string, { readonly maxFeePerGas: string }>>>> }
  expect(Object.keys(Object.values(pending.pending)[0] ?? {})).toHaveLength(1)
  await whileMining('a conviction', async () => (await convictions()).length > 0)
})

test('who proves what this prover had committed to before does not get the reward', async () => {
  await lie()
  const replica = await prove()
  // Without another L1 block it cannot prove yet.
  await eventually('a commitment', async () => replica.said('committed to a proof'))
  await replica.close()
  // A copy of the proof, out of a transaction under way, by somebody who had not committed.
  const chain = await openChain({ directory: `${replica.directory}/chain`, genesis: rig.genesis, recover: recoverNative })
  const [known] = (await loadCases(chain.meta)).list()
  await chain.close()
  const call = proveFraudWith(facts.contracts.challenges, toHex(known?.data ?? new Uint8Array(0)))
  const decoded = decodeFunctionData({ abi: call.abi, data: call.data })
  const [, stolen] = decoded.args as readonly [unknown, unknown]
  const { address, abi, functionName, value } = call
  expect((await rig.run(4, { address, abi, functionName, value, args: [member(4), stolen] })).status).toBe('success')
  expect(await convictions()).toMatchObject([{ beneficiary: ZERO_ADDRESS }])
  const again = await prove({}, replica.directory)
  await whileMining('the reward', async () => again.said('the reward is this prover'))
  const conviction = await readConviction(rig.l1.reader, facts.contracts.challenges, known?.claimId ?? new Uint8Array(32))
  expect(conviction).toMatchObject({ beneficiary: addressOf(PROVER) })
})

test('who listens hears what becomes of claims', async () => {
  const replica = await prove({ stake: true })
  const socket = new WebSocket(replica.node.wsUrl)
  const heard: { readonly method?: string; readonly params?: { readonly result: { readonly type: string } } }[] = []
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as (typeof heard)[number]))
  await once(socket, 'open')
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'rollup_subscribe', params: ['claims'] }))
  await eventually('the subscription', async () => heard.length > 0)
  await lie()
  await whileMining('all of it', async () => heard.some(({ params }) => params?.result.type === 'rootsPosted'))
  expect(heard.slice(1).map(({ method, params }) => [method, params?.result.type])).toEqual([
    ['rollup_subscription', 'wrongRoot'], ['rollup_subscription', 'rootsVoided'], ['rollup_subscription', 'rootsPosted'],
  ])
  socket.close()
  await expect(replica.call('rollup_subscribe', 'claims')).rejects.toThrow('notifications not supported')
})

test('who posts false roots anew is convicted as well; of several void batches the right roots come one after the other', async () => {
  await rig.deposit(member(0), ETHER)
  await lie()
  // Right on top of the false state: void with it.
  expect((await rig.post(await forge.batch([emptyBlock(await now())]))).status).toBe('success')
  const replica = await prove()
  await whileMining('a conviction', async () => (await convictions()).length > 0)
  const { rollup, stakes, challenges } = facts.contracts
  const [first] = await readPostedBatches(rig.l1.reader, rollup, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
  if (first === undefined || !isWhole(first)) return expect.unreachable()
  const { parent, index, poster, l1Time, inboxLength, segments, roots } = first.batch
  const data = { parent, index, poster, l1Time, inboxLength, dataRoot: merkleRoot(segments.map(keccak256)), segments: BigInt(segments.length) }
  const tree = createTree()
  tree.apply(genesisRecords(rig.genesis))
  const genesis = genesisClaim({ l1ChainId: rig.rollup.l1ChainId, rollup, genesis: rig.genesis, genesisRoot: tree.root() })
  const config = { genesis: rig.genesis, recover: recoverNative }
  const entries = await readInboxEntries(rig.l1.reader, facts.contracts.inbox, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
  const inbox = { length: inboxLength, entry: (at: bigint) => entries[Number(at)]?.entry }
  for (const bytes of segments) tree.apply(executeSegment(tree, bytes, inbox, config).writes)
  thief(tree)
  await rig.run(4, depositStakeCall(stakes, { staker: addressOf(4), amount: facts.requiredStake }))
  const again = postRootsCall(rollup, { data, parent: genesis, chain: proveInclusion(tree, recordKey('chain')), roots: [...roots.slice(0, -1), tree.root()] })
  expect((await rig.run(4, again)).status).toBe('success')
  await whileMining('another conviction', async () => (await convictions()).length === 2)
  expect((await convictions()).map(({ claimant, index: at }) => [claimant, at])).toEqual([[facts.sequencer.staker, 1n], [addressOf(4), 1n]])
  await replica.close()

  const staked = await prove({ stake: true }, replica.directory)
  await whileMining('all roots', async () => (await readBatchCounts(rig.l1.reader, rollup)).claims === 3n)
  await whileMining('it is known', async () => (await status(staked)).voidRoots.every(({ missingFrom }) => missingFrom === null))
  expect((await status(staked)).voidRoots).toMatchObject([{ batch: '0x1', lastBatch: '0x2' }, { batch: '0x1', lastBatch: '0x1' }])
  expect((await status(staked)).wrongRoots).toEqual([])
  expect((await readConviction(rig.l1.reader, challenges, first.ids.claimId))?.isCancelled).toBe(false)
})
