import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, http } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isSealed, SEGMENT } from '@distribute/state-machine'
import { readPostedBatches } from '@distribute/bridge-contracts'
import { createRunner, openBatch, prepareConviction, readDistributeChain, rerunBatch, type OpenStep } from '@distribute/client'
import { startSequencerProcess } from '../testing/rig-process.ts'
import { ETHER, eventually, member, rpc, signTransfer, startRig, type NodeOptions, type Rig, type RigNode } from '../testing/rig.ts'
import { createBlobStore } from './store.ts'
import { exportBlobs, importBlobs } from './archive.ts'

let rig: Rig
let nonce = 0
beforeAll(async () => {
  rig = await startRig({ window: 3_600n })
  await rig.deposit(member(0), ETHER)
}, 60_000)
afterAll(() => rig.close())

const HIDDEN = 'anvil_getBlobByHash'
/** L1 keeps no blobs any more: it has forgotten them, as after 18 days. */
const forget = (): void => rig.proxy.behave(({ method }, ask) => (method === HIDDEN ? Promise.resolve(null) : ask()))
const blobsOf = async ({ directory }: RigNode): Promise<readonly string[]> => (await readdir(join(directory, 'blobs')).catch(() => [])).sort()
const sequencer = (options: NodeOptions = {}): Promise<RigNode> =>
  rig.start('sequencer', { ...options, flags: { da: 'blob', batchIntervalMs: 300, ...options.flags } })
const transfer = async (node: RigNode): Promise<void> =>
  void (await node.call('eth_sendRawTransaction', await signTransfer(0, { nonce: nonce++, to: member(1) })))
const safeBatch = async (node: RigNode): Promise<number> => {
  const { lastBatch } = await node.call<{ readonly lastBatch: { readonly index: string } | null }>('rollup_status')
  return Number(lastBatch?.index ?? 0)
}
/** L1 goes on until something is so. */
const whileMining = <T>(what: string, read: () => Promise<T | undefined | false>): Promise<T> =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, 90)
/** Counts the transactions that nodes send, and lets none of them come into a block that is being made. */
const createSendWatch = () => {
  let [sent, mining] = [0, Promise.resolve()]
  rig.proxy.behave(async ({ method }, ask) => {
    if (method !== 'eth_sendRawTransaction') return ask()
    sent += 1
    await mining
    return ask()
  })
  return {
    count: () => sent,
    /** Another L1 block, while none has been sent. */
    async mineBefore(): Promise<false> {
      mining = rig.l1.mine()
      await mining
      return false
    },
  }
}
const loggedOnL1 = async () => readPostedBatches(rig.l1.reader, rig.rollup.contracts.rollup, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
const batchesOnL1 = async (): Promise<number> => (await loggedOnL1()).length
const blocksOnL1 = async (): Promise<number> =>
  (await loggedOnL1()).flatMap(({ batch }) => (isSealed(batch) ? batch.heads : batch.segments)).filter(([flags = 0]) => (flags & SEGMENT.flagLast) !== 0).length
const headOf = async (node: RigNode): Promise<string> => (await node.call<{ readonly hash: string }>('eth_getBlockByNumber', 'latest', false)).hash

test('blob mode end to end: posted in blobs, derived, restarted, and had from a peer once L1 has forgotten them', async () => {
  const first = await sequencer()
  await whileMining('the deposit', async () => (await first.balance(member(0))) > 0n)
  await transfer(first)
  await whileMining('a batch', async () => (await safeBatch(first)) >= 1)
  expect(first.lines.filter(({ msg }) => msg === 'batch posted').every(({ carrier }) => carrier === 'blob')).toBe(true)
  const replica = await rig.start('replica')
  await whileMining('the replica', async () => (await headOf(replica)) === (await headOf(first)))
  const kept = await blobsOf(replica)
  expect(kept.length).toBeGreaterThan(0)
  expect(await blobsOf(first)).toEqual(expect.arrayContaining([...kept]))

  // Stopped with a block that is not posted yet, it posts it after its restart.
  await transfer(first)
  await eventually('a block', async () => (await first.balance(member(1))) === 2n)
  await first.close()
  const again = await sequencer({ directory: first.directory })
  const [batches, head] = [await safeBatch(again), await headOf(again)]
  await whileMining('another batch', async () => (await safeBatch(again)) > batches)
  await whileMining('the replica', async () => (await headOf(replica)) === (await headOf(again)) && (await replica.balance(member(1))) === 2n)
  expect(head).not.toBe('')

  // Killed while a batch in blobs waits in L1's pool, it finds it on L1 and does not post it twice.
  await again.close()
  const doomed = await startSequencerProcess(rig, first.directory, ['--da', 'blob', '--batch-interval-ms', '300', '--block-time-ms', '20'])
  await rig.l1.call('evm_setAutomine', [false])
  const poolOf = async () => Number(((await rig.l1.call('txpool_status')) as { readonly pending: string }).pending)
  const sends = createSendWatch()
  await rpc(doomed.url, 'eth_sendRawTransaction', [await signTransfer(0, { nonce: nonce++, to: member(1) })])
  await eventually('a batch on its way', async () => sends.count() > 0 || (await sends.mineBefore()), 60)
  await eventually('it waits', async () => (await poolOf()) === 1, 60)
  await doomed.kill()
  const [waiting, seen] = [await batchesOnL1(), sends.count()]
  const third = await sequencer({ directory: first.directory })
  expect(await third.balance(member(1))).toBe(3n)
  // It tries, since L1 has no such batch yet, and is refused: by the dry run on what waits, or as its nonce is taken.
  const isRefused = ({ component, level }: RigNode['lines'][number]): boolean => component === 'batcher' && (level === 'warn' || level === 'error')
  await eventually('a second try', async () => sends.count() > seen || third.lines.some(isRefused), 60)
  expect(await batchesOnL1()).toBe(waiting)
  rig.proxy.behave()
  await rig.l1.call('evm_setAutomine', [true])
  await whileMining('the batch', async () => (await safeBatch(third)) > waiting && (await headOf(replica)) === (await headOf(third)) && (await replica.balance(member(1))) === 3n)
  await whileMining('nothing waits any more', async () => (await poolOf()) === 0)
  // No gap and no double: together the batches hold every block once.
  expect(await blocksOnL1()).toBe(await third.height())
  await third.close()

  forget()
  const lost = await rig.start('replica')
  await eventually('words about the blobs', async () => lost.said('is not to be had') && lost.said('has it not'), 30)
  expect(await lost.height()).toBe(0)
  const [hash] = await blobsOf(replica)
  const liar = await startLiar()
  const peers = { blobUrl: [liar.url, replica.node.rpcUrl] }
  const late = await rig.start('replica', { flags: peers })
  await whileMining('the late replica', async () => (await headOf(late)) === (await headOf(replica)))
  expect(liar.asked()).toBeGreaterThan(0)
  expect(await late.call<string>('rollup_getBlob', hash)).toBe(await replica.call<string>('rollup_getBlob', hash))
  expect(await late.call<unknown>('rollup_getBlob', `0x01${'00'.repeat(31)}`)).toBe(null)
  await liar.close()
  await runByAMember(late)

  // And from a file, without anybody to ask.
  const place = await mkdtemp(join(tmpdir(), 'distribute-blobs-'))
  const file = join(place, 'blobs.bin')
  try {
    expect(await exportBlobs(createBlobStore(join(replica.directory, 'blobs')), file)).toEqual((await blobsOf(replica)).length)
    const spoilt = Buffer.from(await readFile(file))
    spoilt.writeUInt8(1, spoilt.length - 1)
    await writeFile(`${file}.spoilt`, spoilt)
    const own = createBlobStore(join(lost.directory, 'blobs'))
    await expect(importBlobs(`${file}.spoilt`, { store: createBlobStore(join(place, 'other')), kzg: rig.kzg })).rejects.toThrow('is not the one')
    expect(await importBlobs(file, { store: own, kzg: rig.kzg })).toEqual((await blobsOf(replica)).length)
    await whileMining('the replica that was lost', async () => (await headOf(lost)) === (await headOf(replica)))
  } finally {
    await rm(place, { recursive: true })
  }
}, 240_000)

/** Who has no KZG runs a batch by the node's bodies, is told so, and convicts nobody; with no L1 at all she does not know the data's hash. */
const runByAMember = async ({ node: { rpcUrl } }: RigNode): Promise<void> => {
  const parties = { l1: rig.l1.reader, l2: createClient({ transport: http(rpcUrl) }), chain: await readDistributeChain(rpcUrl) }
  const steps: OpenStep[] = []
  const batch = await openBatch(parties, 1n, (step) => steps.push(step))
  expect(steps.find(({ step }) => step === 'data')).toMatchObject({ inBlobs: true })
  const runner = createRunner(batch.genesis)
  expect(await rerunBatch(batch, { run: async (segment) => runner(segment) })).toMatchObject({ kind: 'right' })
  const [witness] = batch.witnesses
  if (witness === undefined) return expect.unreachable()
  const root = batch.rootBefore
  const accused = prepareConviction(batch, { segment: 0, rootBefore: root, claimed: root, right: root, witness }, { ...parties, beneficiary: rig.l1.wallet(0).account.address })
  await expect(accused).rejects.toMatchObject({ code: 'InBlobs' })
  await expect(openBatch({ l2: parties.l2, chain: parties.chain }, 1n)).rejects.toMatchObject({ code: 'WrongData' })
}

/** A peer that has something else for every blob. */
const startLiar = async () => {
  let asked = 0
  const server = createServer((_, response) => {
    asked += 1
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: `0x${'00'.repeat(131_072)}` }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, asked: () => asked, close: async () => void (await new Promise((resolve) => server.close(resolve))) }
}
