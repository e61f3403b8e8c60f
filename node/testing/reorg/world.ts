import { privateKeyToAccount } from 'viem/accounts'
import type { Hex } from 'viem'
import { encodeCalldata, systemAddress, toHex, type Address } from '@distribute/state-machine'
import { depositCall, submit, receiptOf } from '@distribute/bridge-contracts'
import { hexAddress } from '../../cli/hex-address.ts'
import { devnetAccount } from '../../devnet/accounts.ts'
import { ETHER, eventually, member, startRig, type Rig, type RigNode } from '../rig.ts'

/** Seconds of L1's clock. A block of L1 takes one, unless a test says otherwise: what is posted, and what becomes final, is decided by it. */
export const WINDOW = 240n
const BATCH_INTERVAL = 300n
/** After these everything built is posted, although a block's time can be ahead of L1's. */
export const POST_AFTER = BATCH_INTERVAL + 60n
const GAS = 200_000n
/** L1 blocks whose state anvil keeps in memory, for good: by itself it keeps fewer and fewer, and what it reads back from the disk has lost the contracts' code. */
const STATES = '256'
/** More blocks than any reorg takes: what all lives rest on stays. */
const DEEP = 70
/** Seconds; a machine can have much else to do. */
const PATIENCE = 300

interface Head {
  readonly number: Hex
  readonly hash: Hex
}
export interface Status {
  readonly heads: { readonly latest: Head; readonly safe: Head; readonly finalized: Head }
  readonly lastBatch: { readonly index: Hex; readonly lastBlock: Hex } | null
  readonly inbox: { readonly length: Hex; readonly cursor: Hex }
  readonly l1: { readonly derived: Head | null }
}

/** What was sent, whatever L1 has made of it since. */
export interface Withdrawal {
  readonly payee: Address
  readonly value: bigint
  readonly hash: Hex
}

/** A sequencer and a replica over an L1 that the test moves, and all that was ever sent to either. */
export interface World {
  readonly rig: Rig
  readonly pollMs: number
  readonly replica: RigNode
  sequencer(): RigNode
  /** What ended a node, if anything did. */
  readonly faults: readonly unknown[]
  /** Wei that everybody was sent by a deposit at some time; L1 may have forgotten it. */
  readonly depositedTo: ReadonlySet<Address>
  readonly withdrawals: readonly Withdrawal[]
  /** In one L1 block of its own. Answers whom it is for. */
  deposit(): Promise<Address>
  /** In a block of the sequencer's when it resolves. */
  withdraw(): Promise<Withdrawal>
  /** An L1 block this many seconds after the last one. */
  wait(seconds: bigint): Promise<void>
  /** Nodes see no later safe L1 block than the one there is now, until `releaseSafe`. */
  holdSafe(): Promise<void>
  releaseSafe(): void
  /** Nodes' requests to L1 wait until `work` is done: they see what was before it, or what is after it. */
  unseen<T>(work: () => Promise<T>): Promise<T>
  stopSequencer(): Promise<void>
  startSequencer(): Promise<void>
  close(): Promise<void>
}

export const statusOf = (node: RigNode): Promise<Status> => node.call<Status>('rollup_status')

const addressOf = (kind: number, index: number): Address => `0x${kind.toString(16).padStart(2, '0')}${'00'.repeat(15)}${index.toString(16).padStart(8, '0')}` as Address

const signWithdrawal = ({ genesis }: Rig, { nonce, payee, value }: { readonly nonce: number; readonly payee: Address; readonly value: bigint }): Promise<Hex> =>
  privateKeyToAccount(devnetAccount(0).privateKey).signTransaction({
    type: 'eip1559', chainId: Number(genesis.chainId), nonce, gas: GAS, maxFeePerGas: 10n, maxPriorityFeePerGas: 0n, value,
    to: hexAddress(systemAddress('bridge')), data: toHex(encodeCalldata({ kind: 'withdraw', args: [payee] })),
  })

/** What nodes see of L1. */
const createCurtain = (rig: Rig) => {
  let safe: Hex | undefined
  let opening: Promise<unknown> = Promise.resolve()
  rig.proxy.behave(async ({ method, params }, ask) => {
    await opening
    if (safe === undefined || method !== 'eth_getBlockByNumber' || params[0] !== 'safe') return ask()
    return rig.l1.call(method, [safe, false])
  })
  return {
    async holdSafe() {
      safe = toHex0x((await rig.l1.reader.getBlock({ blockTag: 'safe' })).number)
    },
    releaseSafe: () => void (safe = undefined),
    async unseen<T>(work: () => Promise<T>): Promise<T> {
      const done = work()
      opening = done.catch(() => undefined)
      return done
    },
  }
}

const toHex0x = (value: bigint): Hex => `0x${value.toString(16)}`

/** `pollMs`: how often the nodes look at L1. Where many worlds share a machine most of its time would go into looking. */
export const startWorld = async (pollMs = 50): Promise<World> => {
  const rig = await startRig({ window: WINDOW, anvil: ['--prune-history', STATES] })
  await rig.l1.call('anvil_setBlockTimestampInterval', [1])
  const curtain = createCurtain(rig)
  const flags = { batchIntervalMs: Number(BATCH_INTERVAL) * 1_000, l1PollMs: pollMs }
  let sequencer = await rig.start('sequencer', { flags })
  const replica = await rig.start('replica', { flags: { l1PollMs: pollMs } })
  /** Nodes that could not go on: kept, as whoever waits for something asks for it only then. */
  const faults: unknown[] = []
  const watch = (node: RigNode): RigNode => {
    node.node.failed.catch((fault: unknown) => faults.push(fault))
    return node
  }
  watch(sequencer)
  watch(replica)
  const depositedTo = new Set<Address>([member(0).toLowerCase() as Address])
  const withdrawals: Withdrawal[] = []
  const wait = async (seconds: bigint): Promise<void> => {
    const { timestamp } = await rig.l1.reader.getBlock()
    await rig.l1.call('evm_setNextBlockTimestamp', [Number(timestamp + seconds)])
    await rig.l1.mine()
  }
  await rig.deposit(member(0), 100n * ETHER)
  await rig.l1.mine(DEEP)
  await eventually('the first deposit', async () => (await sequencer.balance(member(0))) > 0n, PATIENCE, pollMs)
  await wait(POST_AFTER)
  await eventually('the first batch', async () => (await statusOf(replica)).lastBatch?.index === '0x1', PATIENCE, pollMs)
  await rig.l1.mine(DEEP)
  return {
    rig, pollMs, replica, faults, depositedTo, withdrawals, wait, ...curtain,
    sequencer: () => sequencer,
    async deposit() {
      const to = addressOf(0xd0, depositedTo.size)
      depositedTo.add(to)
      const call = depositCall(rig.rollup.contracts.inbox, { to, value: 1_000_000n + BigInt(depositedTo.size) })
      await receiptOf(rig.l1.reader, await submit(rig.l1.wallet(1), call, { gas: GAS }))
      return to
    },
    async withdraw() {
      const nonce = withdrawals.length
      const facts = { payee: addressOf(0xa0, nonce), value: 2_000_000n + BigInt(nonce) }
      const hash = await sequencer.call<Hex>('eth_sendRawTransaction', await signWithdrawal(rig, { nonce, ...facts }))
      const withdrawal = { ...facts, hash }
      withdrawals.push(withdrawal)
      await eventually('the withdrawal in a block', async () => (await sequencer.call('eth_getTransactionReceipt', hash)) !== null, PATIENCE, pollMs)
      return withdrawal
    },
    stopSequencer: () => sequencer.close(),
    async startSequencer() {
      sequencer = watch(await rig.start('sequencer', { flags, directory: sequencer.directory }))
    },
    close: () => rig.close(),
  }
}
