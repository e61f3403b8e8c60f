import { afterEach, beforeEach, expect, test } from 'vitest'
import { privateKeyToAccount } from 'viem/accounts'
import type { Hex } from 'viem'
import { encodeCalldata, encodeInboxSegment, encodeTransactionSegment, fromHex, systemAddress, toHex, type Address } from '@distribute/state-machine'
import { compactOf, receiptOf } from '@distribute/bridge-contracts'
import { hexAddress } from './cli/hex-address.ts'
import { devnetAccount } from './devnet/accounts.ts'
import { createForge, emptyBlock } from './testing/forge.ts'
import { HttpAnswer } from './testing/proxy.ts'
import { ETHER, eventually, member, startRig, type Rig, type RigNode } from './testing/rig.ts'

const WINDOW = 600n
const [PAYEE, PROVER] = [5, 6] as const
let rig: Rig

beforeEach(async () => {
  rig = await startRig({ window: WINDOW })
})
afterEach(() => rig.close())

interface Status {
  readonly id: Hex | null
  readonly stage: string
  readonly anew: boolean
  readonly l1Time: Hex
  readonly readyAt: Hex | null
  readonly notBefore: Hex | null
  readonly transaction: { readonly to: Hex; readonly data: Hex; readonly value: Hex } | null
}
const now = async (): Promise<bigint> => (await rig.l1.reader.getBlock()).timestamp
const statusOf = (node: RigNode, of: Hex | number = 1): Promise<Status | null> => node.call<Status | null>('rollup_withdrawalStatus', of)
const whileMining = <T>(what: string, read: () => Promise<T | undefined | false>): Promise<T> =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, 30)
const reaches = (node: RigNode, stage: string): Promise<Status> => whileMining(stage, async () => {
  const found = await statusOf(node)
  return found?.stage === stage && found
})
const signWithdrawal = (nonce = 0): Promise<Hex> => privateKeyToAccount(devnetAccount(0).privateKey).signTransaction({
  type: 'eip1559', chainId: Number(rig.genesis.chainId), nonce, gas: 200_000n, maxFeePerGas: 10n, maxPriorityFeePerGas: 0n, to: hexAddress(systemAddress('bridge')), value: ETHER,
  data: toHex(encodeCalldata({ kind: 'withdraw', args: [member(PAYEE).toLowerCase() as Address] })),
})
/** Anybody can: here one who has nothing to do with it. */
const pay = async ({ transaction }: Status): Promise<bigint> => {
  if (transaction === null) return expect.unreachable()
  const hash = await rig.l1.wallet(3).sendTransaction({ to: transaction.to, data: transaction.data })
  const { status, blockNumber } = await receiptOf(rig.l1.reader, hash)
  expect(status).toBe('success')
  return blockNumber
}
const funds = (): Promise<bigint> => rig.l1.reader.getBalance({ address: member(PAYEE) as Hex })

test('a withdrawal by one clock: every stage to its payment, and an L1 reorg takes stages back', { timeout: 120_000 }, async () => {
  const sequencer = await rig.start('sequencer')
  const replica = await rig.start('replica')
  await rig.deposit(member(0), 5n * ETHER)
  await whileMining('the deposit', async () => (await sequencer.balance(member(0))) > 0n)
  expect(await statusOf(sequencer)).toBeNull()
  // A nonce is missing before it: it waits in the pool.
  const raw = await signWithdrawal(1)
  const hash = await sequencer.call<Hex>('eth_sendRawTransaction', raw)
  expect(await statusOf(sequencer, hash)).toMatchObject({ id: null, stage: 'pending', to: member(PAYEE).toLowerCase(), value: toHexNumber(ETHER), readyAt: null })
  await sequencer.call('eth_sendRawTransaction', await signWithdrawal(0))
  await whileMining('both', async () => (await statusOf(sequencer, 2)) !== null)
  expect(await statusOf(sequencer, hash)).toMatchObject({ id: '0x2' })

  const before = await rig.l1.reader.getBlockNumber()
  const waiting = await reaches(replica, 'in-challenge-window')
  const readyAt = BigInt(waiting.readyAt ?? 0)
  expect(waiting).toMatchObject({ anew: false, transaction: null, notBefore: waiting.readyAt })
  expect(readyAt - (await now())).toBeGreaterThan(WINDOW - 60n)

  // The batch is gone with its L1 block: the withdrawal waits again, and what is posted anew has a window of its own.
  rig.proxy.behave(async ({ method }, ask) => {
    if (method === 'eth_sendRawTransaction') throw new HttpAnswer(503, 'not now')
    return ask()
  })
  await rig.l1.call('anvil_reorg', [Number((await rig.l1.reader.getBlockNumber()) - before), []])
  await whileMining('the batch is gone', async () => (await statusOf(sequencer))?.stage === 'waiting-for-batch')
  await rig.l1.call('evm_increaseTime', [30])
  rig.proxy.behave()
  const again = await whileMining('a later window', async () => {
    const found = await statusOf(replica)
    return found?.stage === 'in-challenge-window' && BigInt(found.readyAt ?? 0) > readyAt && found
  })

  const end = BigInt(again.readyAt ?? 0)
  await rig.l1.call('evm_setNextBlockTimestamp', [Number(end - 3n)])
  await rig.l1.mine()
  await eventually('L1’s clock', async () => (await statusOf(replica))?.l1Time === toHexNumber(end - 3n))
  expect(await statusOf(replica)).toMatchObject({ stage: 'in-challenge-window', readyAt: again.readyAt, transaction: null })
  await rig.l1.call('evm_setNextBlockTimestamp', [Number(end)])
  await rig.l1.mine()
  const ready = await eventually('it is ready at the second that was told', async () => {
    const found = await statusOf(replica)
    return found?.stage === 'ready-to-claim' && found
  })
  expect(ready).toMatchObject({ l1Time: again.readyAt, readyAt: again.readyAt, transaction: { to: rig.rollup.contracts.bridge, value: '0x0' } })

  const held = await funds()
  const paidIn = await pay(ready)
  expect(await funds()).toBe(held + ETHER)
  expect(await statusOf(replica)).toMatchObject({ stage: 'claimed', transaction: null, readyAt: again.readyAt })
  await rig.l1.call('anvil_reorg', [Number((await rig.l1.reader.getBlockNumber()) - paidIn) + 1, []])
  expect(await funds()).toBe(held)
  await pay(await reaches(replica, 'ready-to-claim'))
  expect(await statusOf(replica)).toMatchObject({ stage: 'claimed' })
  expect(replica.said('WRONG ROOT')).toBe(false)
})

test('a withdrawal under false roots says so, waits anew once the right ones are posted, and is paid against those', { timeout: 120_000 }, async () => {
  const forge = createForge(rig)
  await rig.deposit(member(0), 5n * ETHER)
  const t = await now()
  const withdraws = compactOf({ signed: await signWithdrawal(), chainId: rig.genesis.chainId })
  const segments = [encodeInboxSegment({ last: true, inbox: true, t }, 4), encodeTransactionSegment({ last: true, inbox: false, t }, [withdraws])]
  // The last state claims a deposit's worth more for somebody.
  const lie = await forge.batch([...segments, emptyBlock(t)], (tree) => void tree.apply([{ key: fromHex(`0x${'77'.repeat(32)}`), words: new Uint8Array(32).fill(1) }]))
  expect((await rig.post(lie)).status).toBe('success')
  const watcher = await rig.start('replica')
  const doubted = await reaches(watcher, 'waiting-for-conviction')
  expect(doubted).toMatchObject({ id: '0x1', readyAt: null, transaction: null })
  expect(BigInt(doubted.notBefore ?? 0)).toBe(BigInt(doubted.l1Time) + WINDOW)

  const keys = { prover: devnetAccount(PROVER).privateKey }
  const prover = await rig.start('replica', { keys, flags: { prover: true, stake: false } })
  expect(await reaches(watcher, 'waiting-for-roots')).toMatchObject({ anew: true, readyAt: null, transaction: null })
  await prover.close()
  // A claim in the second of the batch itself would be none anew.
  await rig.l1.call('evm_increaseTime', [30])
  const repairer = await rig.start('replica', { keys, directory: prover.directory, flags: { prover: true, stake: true } })
  const anew = await reaches(watcher, 'in-challenge-window')
  expect(anew).toMatchObject({ anew: true, notBefore: anew.readyAt })
  expect(BigInt(anew.readyAt ?? 0)).toBeGreaterThan(t + WINDOW)

  await rig.l1.call('evm_increaseTime', [Number(WINDOW)])
  const held = await funds()
  await pay(await reaches(watcher, 'ready-to-claim'))
  expect(await funds()).toBe(held + ETHER)
  const paid = await eventually('the payment on its prover’s node', async () => {
    const found = await statusOf(repairer)
    return found?.stage === 'claimed' && found
  })
  expect(paid).toMatchObject({ anew: true })
})

const toHexNumber = (value: bigint): Hex => `0x${value.toString(16)}`
