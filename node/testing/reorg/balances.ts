import type { Hex } from 'viem'
import { addressFromBytes, type Address } from '@distribute/state-machine'
import { readInboxEntries, readIsClaimed } from '@distribute/bridge-contracts'
import { operatorAccounts } from '../../devnet/accounts.ts'
import { member, type RigNode } from '../rig.ts'
import { statusOf, type World } from './world.ts'

interface Community {
  readonly pool: { readonly ether: Hex; readonly escrowed: Hex; readonly dividendPot: Hex }
  readonly withdrawals: Hex
}

/** Wei that L1 says everybody has deposited. */
const depositsOnL1 = async ({ rig }: World): Promise<ReadonlyMap<Address, bigint>> => {
  const entries = await readInboxEntries(rig.l1.reader, rig.rollup.contracts.inbox, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
  const sums = new Map<Address, bigint>()
  for (const { entry } of entries) {
    const to = addressFromBytes(entry.payload, 0)
    sums.set(to, (sums.get(to) ?? 0n) + entry.value)
  }
  return sums
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n)

/** All ether that a node says there is on the chain. */
const totalOf = async (node: RigNode, holders: ReadonlySet<Address>): Promise<bigint> => {
  const { pool } = await node.call<Community>('distribute_community')
  const others = operatorAccounts()
  const all = new Set([...holders, others.stake.address.toLowerCase(), others.registrar.address.toLowerCase()])
  const balances = await Promise.all([...all].map((address) => node.balance(address)))
  return sum([...balances, BigInt(pool.ether), BigInt(pool.escrowed), BigInt(pool.dividendPot)])
}

/** A single honest sequencer, whatever L1 does, gives no reason for any of this. */
const NEVER_SAID = ['WRONG ROOT', 'would cost the stake'] as const

/** What each payee has on L1 against what the bridge says it was paid. Answers what is still to be paid. */
const checkPayees = async ({ rig, withdrawals }: World, fail: (what: string) => void): Promise<bigint> => {
  const open = await Promise.all(withdrawals.map(async ({ payee, value }, i) => {
    const isPaid = await readIsClaimed(rig.l1.reader, rig.rollup.contracts.bridge, BigInt(i + 1))
    const has = await rig.l1.reader.getBalance({ address: payee })
    if (has !== (isPaid ? value : 0n)) fail(`withdrawal ${i + 1} of ${value} is ${isPaid ? '' : 'not '}paid, and its payee has ${has}`)
    return isPaid ? 0n : value
  }))
  return sum(open)
}

const checkNode = async (world: World, node: RigNode, fail: (what: string) => void): Promise<void> => {
  const deposits = await depositsOnL1(world)
  for (const to of world.depositedTo) {
    const [has, due] = [await node.balance(to), deposits.get(to) ?? 0n]
    if (to !== member(0).toLowerCase() && has !== due) fail(`${to} has ${has}, and L1 holds deposits of ${due}`)
  }
  const { withdrawals } = await node.call<Community>('distribute_community')
  if (Number(withdrawals) !== world.withdrawals.length) fail(`${Number(withdrawals)} withdrawals of ${world.withdrawals.length} that were sent`)
  for (const words of NEVER_SAID) if (node.lines.some(({ msg }) => msg.includes(words))) fail(`said: ${words}`)
}

/**
 * Everything that was ever sent, against what L1 says now: each deposit is credited once if L1 holds it and not at all otherwise, each
 * withdrawal is on the chain once and paid once, and the bridge holds to the wei what the chain and unpaid withdrawals add up to.
 * Answers what is wrong. Everything has to be settled.
 */
export const wrongIn = async (world: World): Promise<readonly string[]> => {
  const wrong: string[] = []
  const { rig, replica } = world
  const open = await checkPayees(world, (what) => wrong.push(what))
  const held = await rig.l1.reader.getBalance({ address: rig.rollup.contracts.bridge })
  if (open > 0n) wrong.push(`withdrawals of ${open} are not paid`)
  for (const [name, node] of [['sequencer', world.sequencer()], ['replica', replica]] as const) {
    const fail = (what: string): void => void wrong.push(`${name}: ${what}`)
    await checkNode(world, node, fail)
    const total = await totalOf(node, world.depositedTo)
    if (total + open !== held) fail(`${total} on the chain and ${open} to be paid, and the bridge holds ${held}`)
  }
  const [ours, theirs] = await Promise.all([statusOf(world.sequencer()), statusOf(replica)])
  if (JSON.stringify(ours.heads) !== JSON.stringify(theirs.heads)) wrong.push(`heads differ: ${JSON.stringify([ours.heads, theirs.heads])}`)
  return wrong
}
