import type { Hex } from 'viem'
import { readInboxLength, readIsClaimed, receiptOf } from '@distribute/bridge-contracts'
import { eventually } from '../rig.ts'
import { POST_AFTER, statusOf, WINDOW, type Withdrawal, type World } from './world.ts'

interface WithdrawalStatus {
  readonly id: Hex | null
  readonly stage: string
  readonly transaction: { readonly to: Hex; readonly data: Hex } | null
}
/** At nodes that are behind, before L1 has another block. */
const LOOKS = 15
const GAS = 1_000_000n
/** A sequencer that was refused waits up to a minute before it tries again; and a machine can have much else to do. */
const PATIENCE = 600

/** By somebody who has nothing to do with it; false where L1 refuses. */
export const claimWithdrawal = async ({ rig, replica }: World, hash: Hex): Promise<boolean> => {
  const { transaction } = await replica.call<WithdrawalStatus>('rollup_withdrawalStatus', hash)
  if (transaction === null) return false
  const sent = await rig.l1.wallet(3).sendTransaction({ to: transaction.to, data: transaction.data, gas: GAS })
  return (await receiptOf(rig.l1.reader, sent)).status === 'success'
}

/** Everything that L1 holds is read, everything that was built is posted, and both nodes have it. */
const isWhole = async (world: World): Promise<'whole' | 'behind' | 'unread' | 'unposted'> => {
  const { rig, replica, faults } = world
  if (faults.length > 0) throw faults[0]
  const length = await readInboxLength(rig.l1.reader, rig.rollup.contracts.inbox)
  const [ours, theirs] = await Promise.all([statusOf(world.sequencer()), statusOf(replica)])
  const head = await rig.l1.reader.getBlock()
  if (![ours, theirs].every(({ l1 }) => l1.derived?.hash === head.hash)) return 'behind'
  if (BigInt(ours.inbox.cursor) !== length) return 'unread'
  if (!(await haveReceipts(world))) return 'unread'
  const isPosted = [ours, theirs].every(({ heads, lastBatch }) => lastBatch?.lastBlock === heads.latest.number)
  return isPosted && ours.heads.latest.hash === theirs.heads.latest.hash ? 'whole' : 'unposted'
}

/** Earlier ones are before a later one by their nonce. */
const haveReceipts = async (world: World): Promise<boolean> => {
  const last = world.withdrawals.at(-1)
  return last === undefined || (await world.sequencer().call('eth_getTransactionReceipt', last.hash)) !== null
}

const unclaimedOf = async ({ rig, withdrawals }: World): Promise<readonly Withdrawal[]> => {
  const from = Math.max(0, withdrawals.length - RECENT)
  const recent = withdrawals.slice(from)
  const paid = await Promise.all(recent.map((_, i) => readIsClaimed(rig.l1.reader, rig.rollup.contracts.bridge, BigInt(from + i + 1))))
  return recent.filter((_, i) => paid[i] !== true)
}

/** More withdrawals than there can be in the L1 blocks that a reorg takes. */
const RECENT = 64

/** Goes on until nothing is open: all is read, posted, final and paid. */
export const settle = async (world: World): Promise<void> => {
  let state = ''
  let looks = 0
  await eventually('everything read and posted', async () => {
    const found = await isWhole(world)
    if (found === 'whole') return true
    // Nodes that are not given time never get to L1's head; and now and then they wait for L1 itself.
    if (found === 'behind' && ++looks % LOOKS > 0) return false
    await world.wait(found === 'unposted' && state !== 'unposted' ? POST_AFTER : 1n)
    state = found
    return false
  }, PATIENCE, world.pollMs)
  await world.wait(WINDOW)
  await eventually('everything final', async () => {
    const all = await Promise.all([world.sequencer(), world.replica].map(statusOf))
    if (all.every(({ heads }) => heads.finalized.hash === heads.latest.hash)) return true
    await world.rig.l1.mine()
    return false
  }, PATIENCE, world.pollMs)
  for (const { hash } of await unclaimedOf(world)) {
    await eventually(`a claim of ${hash}`, () => claimWithdrawal(world, hash), PATIENCE, world.pollMs)
  }
}
