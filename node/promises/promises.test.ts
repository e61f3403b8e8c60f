import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { depositStakeCall, readBreaches, readKeptBlockHash, readRollupFacts, readStake, readSuccession, takeoverCall, type RollupFacts } from '@distribute/bridge-contracts'
import { addressOfKey } from '../sequencing/signer.ts'
import { devnetAccount, operatorAccounts } from '../devnet/accounts.ts'
import { keepOrigin } from '../prover/breach.ts'
import { createPatientSend } from '../prover/send.ts'
import { ETHER, eventually, member, rpc, signTransfer, startRig, type NodeOptions, type Rig, type RigNode, type RigOptions } from '../testing/rig.ts'

const WINDOW = 600n
const TERMS = { takeoverDelay: 600n, grace: 10n } as const
const PROVER = devnetAccount(5)
const [TAKER_POSTING, TAKER_SIGNING, TAKER_STAKE] = [devnetAccount(6), devnetAccount(7), devnetAccount(8)]

let rig: Rig
let facts: RollupFacts
let port: number

/** A community, with one address for whoever sequences. */
const found = async (options: RigOptions = {}): Promise<void> => {
  rig = await startRig({ window: WINDOW, terms: TERMS, ...options })
  facts = await readRollupFacts(rig.l1.reader, rig.rollup.contracts.rollup)
  // Below those that the kernel gives to outgoing connections: it has to be free again for whoever sequences next.
  port = randomInt(16_000, 32_000)
}
afterEach(() => rig.close())

const sequence = (options: NodeOptions = {}): Promise<RigNode> =>
  rig.start('sequencer', { ...options, flags: { rpcPort: port, batchIntervalMs: 60_000, ...options.flags } })
const watch = (options: NodeOptions = {}): Promise<RigNode> =>
  rig.start('replica', { ...options, flags: { sequencerUrl: `http://127.0.0.1:${port}`, prover: true }, keys: { prover: PROVER.privateKey } })

const mining = <T>(what: string, read: () => Promise<T | undefined | false>, seconds = 15) =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, seconds)
const later = async (seconds: bigint): Promise<void> => {
  await rig.l1.call('evm_increaseTime', [Number(seconds)])
  await rig.l1.mine()
}
const has = (node: RigNode, to: string, value: bigint) => mining(`${value} for ${to}`, async () => (await node.balance(to)) === value)

interface Promised {
  readonly header: { readonly number: string; readonly l1Number: string; readonly l1Hash: string; readonly parentHash: string }
  readonly blockHash: string | null
  readonly signature: string
  readonly term: string
}
const promiseOf = (node: RigNode, number: string) => node.call<Promised | null>('rollup_getPromise', number)
const send = async (node: RigNode, nonce: number, value = 1n): Promise<string> => {
  const hash = await node.call<string>('eth_sendRawTransaction', await signTransfer(0, { nonce, to: member(9), value }))
  const { blockNumber } = await eventually('a receipt', async () => (await node.call<{ readonly blockNumber: string } | null>('eth_getTransactionReceipt', hash)) ?? undefined)
  return blockNumber
}
/** That the replica has the sequencer's very promise. */
const isKept = (replica: RigNode, sequencer: RigNode, number: string) => eventually('the promise is kept', async () => {
  const [kept, given] = await Promise.all([promiseOf(replica, number), promiseOf(sequencer, number)])
  return kept !== null && kept.signature === given?.signature
})
interface Status {
  readonly heads: { readonly latest: { readonly number: string; readonly hash: string }; readonly safe: { readonly hash: string } }
  readonly brokenPromises: readonly { readonly breach: string; readonly number: string }[]
}
const statusOf = (node: RigNode) => node.call<Status>('rollup_status')
const breaches = async () => readBreaches(rig.l1.reader, facts.contracts.promises, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
const stakeOf = async (staker: string) => (await readStake(rig.l1.reader, facts.contracts.stakes, staker as never)).amount
const operator = operatorAccounts().stake.address

const deposited = async (sequencer: RigNode): Promise<void> => {
  await rig.deposit(member(0), ETHER)
  await has(sequencer, member(0), ETHER)
}

test('a sequencer that forgets what it signed, signs again and posts that: convicted by a replica without hands, across a restart', async () => {
  await found()
  const first = await sequence()
  let replica = await watch()
  await deposited(first)
  const number = await send(first, 0, 1n)
  await isKept(replica, first, number)
  const given = await promiseOf(first, '0x1')
  await first.close()
  // Its disk is gone; the same keys build on what L1 has, which is nothing.
  const second = await sequence()
  await has(second, member(0), ETHER)
  await send(second, 0, 2n)
  await mining('the breach is known', async () => (await statusOf(replica)).brokenPromises.some(({ breach }) => breach === 'equivocation'))
  expect(replica.said('BROKEN PROMISE: its sequencer signed two headers')).toBe(true)
  expect(await replica.metrics.render()).toContain('distribute_broken_promises_total{breach="equivocation"} 1')
  await mining('a commitment', async () => replica.said('committed to a proof of the broken promise'))
  await replica.close()
  replica = await watch({ directory: replica.directory })
  await mining('the breach is proven', async () => (await breaches()).length > 0)
  await eventually('the proof is counted', async () => (await replica.metrics.render()).includes('distribute_prover_breaches_total{breach="equivocation"} 1'))
  expect((await breaches())[0]).toMatchObject({ breach: 'equivocation', term: 0n, staker: operator, beneficiary: PROVER.address })
  // A receipt that somebody else held: handed in, it is known.
  expect(await replica.call('rollup_submitPromise', given)).toMatchObject({ breaches: expect.arrayContaining(['equivocation']) as string[] })
  await later(WINDOW)
  await mining('the stake is taken', async () => (await stakeOf(operator)) === 0n)
  expect(await stakeOf(PROVER.address)).toBe(facts.requiredStake / 2n)
  await mining('it is settled', async () => (await statusOf(replica)).brokenPromises.length === 0)
})

interface Told {
  readonly method?: string
  readonly params?: { readonly result: Promised & { readonly signer: string } }
}

/** What a node tells of promises from now on. */
const listen = async (node: RigNode): Promise<{ readonly heard: readonly Promised[]; close(): void }> => {
  const socket = new WebSocket(node.node.wsUrl)
  const heard: Promised[] = []
  const opened = once(socket, 'open')
  socket.on('message', (data: Buffer) => {
    const { params } = JSON.parse(data.toString()) as Told
    if (params !== undefined) heard.push(params.result)
  })
  await opened
  const answered = once(socket, 'message')
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'rollup_subscribe', params: ['promises'] }))
  await answered
  return { heard, close: () => socket.close() }
}

test('who listens hears each promise as it is signed, and of another node as it is kept', async () => {
  await found()
  const sequencer = await sequence()
  const replica = await watch()
  const [signed, kept] = [await listen(sequencer), await listen(replica)]
  await deposited(sequencer)
  const number = await send(sequencer, 0)
  await eventually('both have told it', async () => [signed, kept].every(({ heard }) => heard.some(({ header }) => header.number === number)))
  const given = await promiseOf(sequencer, number)
  expect(given).toMatchObject({ header: { number }, term: '0x0' })
  expect(signed.heard.filter(({ header }) => header.number === number)).toEqual([given])
  // The replica has no such block yet.
  expect(kept.heard.filter(({ header }) => header.number === number)).toEqual([{ ...given, blockHash: null }])
  expect(signed.heard.map(({ header }) => header.number)).toEqual(signed.heard.map((_, i) => `0x${(i + 1).toString(16)}`))
  signed.close()
  kept.close()
  await expect(replica.call('rollup_subscribe', 'promises')).rejects.toThrow('notifications not supported')
})

test('another block than the promised one on L1: convicted by whoever is handed the promise', async () => {
  await found()
  const first = await sequence()
  await deposited(first)
  const number = await send(first, 0, 1n)
  const given = await promiseOf(first, number)
  await first.close()
  const second = await sequence({ flags: { batchIntervalMs: 200 } })
  // This replica never hears of the first one but through the promise.
  const replica = await watch()
  await has(second, member(0), ETHER)
  while (BigInt(await second.height()) < BigInt(number)) await send(second, Number(await second.call('eth_getTransactionCount', member(0), 'latest')), 2n)
  await mining('the block is on L1', async () => BigInt(await replica.height()) >= BigInt(number))
  const forged = { ...given, signature: `0x${'11'.repeat(64)}1b` }
  await expect(replica.call('rollup_submitPromise', forged)).rejects.toThrow('not signed by a sequencer')
  expect(await replica.call('rollup_submitPromise', given)).toMatchObject({ breaches: expect.arrayContaining(['broken']) as string[] })
  expect(replica.said(`BROKEN PROMISE: block ${Number(number)} on L1 is not the one`)).toBe(true)
  await mining('the breach is proven', async () => (await breaches()).some(({ breach, beneficiary }) => breach === 'broken' && beneficiary === PROVER.address))
})

const takeOver = async (): Promise<void> => {
  const staker = TAKER_STAKE.address
  await rig.run(8, depositStakeCall(facts.contracts.stakes, { staker, amount: facts.requiredStake }))
  await later(TERMS.takeoverDelay + 1n)
  const next = { poster: addressOfKey(TAKER_POSTING.privateKey), signer: addressOfKey(TAKER_SIGNING.privateKey), staker }
  await rig.run(8, takeoverCall(facts.contracts.rollup, next))
  await later(TERMS.grace + 1n)
  expect((await readSuccession(rig.l1.reader, facts.contracts.rollup, await rig.l1.reader.getBlockNumber())).current.number).toBe(1n)
}

test('what was signed and never posted costs half of the stake once the term is over', async () => {
  await found()
  const first = await sequence()
  const replica = await watch()
  await deposited(first)
  const number = await send(first, 0)
  await isKept(replica, first, number)
  await first.close()
  // Nobody may come to take over for days, and L1 forgets the blocks that promises name: then the prover has them kept.
  const origin = BigInt((await promiseOf(replica, number))?.header.l1Number ?? 0)
  const { reader } = rig.l1
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const patience = { chainId: rig.rollup.l1ChainId, pollMs: 20, patienceMs: 5_000 }
  const patiently = createPatientSend(patience, { reader, account: privateKeyToAccount(devnetAccount(4).privateKey), log, signal: new AbortController().signal })
  for (let times = 0; times < 2; times++) await keepOrigin(origin, { reader, contracts: facts.contracts, send: patiently, log })
  expect(await readKeptBlockHash(reader, facts.contracts.rollup, origin)).toBeDefined()
  expect(await reader.getTransactionCount({ address: devnetAccount(4).address })).toBe(1)
  await takeOver()
  await mining('the breach is proven', async () => (await breaches()).length > 0)
  expect(await breaches()).toMatchObject([{ breach: 'abandoned', term: 0n, beneficiary: undefined }])
  await later(WINDOW)
  await mining('half of the stake is burned', async () => (await stakeOf(operator)) === facts.requiredStake - facts.requiredStake / 2n)
  await mining('it is settled', async () => (await statusOf(replica)).brokenPromises.length === 0)
  expect(await breaches()).toHaveLength(1)
})

test('nothing kept convicts an honest sequencer: through a restart, an L1 reorg, a post that waits, and a takeover by another', async () => {
  await found()
  const first = await sequence()
  const replica = await watch()
  await deposited(first)
  await isKept(replica, first, await send(first, 0))
  await first.close()
  const second = await sequence({ directory: first.directory })
  await isKept(replica, second, await send(second, 1))

  const snapshot = await rig.l1.call('evm_snapshot')
  await rig.deposit(member(4), ETHER)
  await has(second, member(4), ETHER)
  const number = `0x${(await second.height()).toString(16)}`
  const before = await promiseOf(second, number)
  await isKept(replica, second, await send(second, 2))
  await isKept(replica, second, number)
  await rig.l1.call('evm_revert', [snapshot])
  await rig.l1.call('evm_increaseTime', [9])
  await mining('the deposit is gone', async () => (await second.balance(member(4))) === 0n)
  await mining('signed anew', async () => {
    const now = await promiseOf(second, number).catch(() => null)
    return now !== null && now.header.l1Hash !== before?.header.l1Hash
  })
  const again = await promiseOf(second, number)
  expect(again?.header.parentHash).toBe(before?.header.parentHash)
  // Two headers for one place are here now; the first one names an L1 block that is gone.
  const judged = await mining('the replica knows the L1 block that it names', () => replica.call('rollup_submitPromise', again).catch(() => undefined))
  expect(judged).toMatchObject({ breaches: [] })
  expect(await replica.call('rollup_submitPromise', before)).toMatchObject({ breaches: [] })
  await second.close()

  const third = await sequence({ directory: first.directory, flags: { batchIntervalMs: 200 } })
  await isKept(replica, third, await send(third, Number(await third.call('eth_getTransactionCount', member(0), 'latest'))))
  const isPosted = (node: RigNode) => mining('all is on L1', async () => {
    const [ours, theirs] = await Promise.all([statusOf(replica), statusOf(node)])
    return ours.heads.latest.hash === theirs.heads.latest.hash && theirs.heads.safe.hash === theirs.heads.latest.hash
  })
  await isPosted(third)
  await third.close()
  await takeOver()
  const fourth = await sequence({ flags: { batchIntervalMs: 200 }, keys: { posting: TAKER_POSTING.privateKey, signing: TAKER_SIGNING.privateKey } })
  await isPosted(fourth)
  const taken = await send(fourth, Number(await fourth.call('eth_getTransactionCount', member(0), 'latest')))
  await isKept(replica, fourth, taken)
  expect(await promiseOf(replica, taken)).toMatchObject({ term: '0x1' })
  await isPosted(fourth)

  expect((await statusOf(replica)).brokenPromises).toEqual([])
  expect(replica.said('BROKEN PROMISE')).toBe(false)
  expect(await breaches()).toEqual([])
  expect(await rpc<string>(rig.l1.url, 'eth_getTransactionCount', [PROVER.address, 'latest'])).toBe('0x0')
  expect(BigInt(String((await replica.metrics.render()).match(/distribute_promises_kept_total (\d+)/)?.[1]))).toBeGreaterThan(5n)
})
