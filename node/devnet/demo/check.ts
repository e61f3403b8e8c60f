import { createPublicClient, http } from 'viem'
import { readInboxEntries, type LoggedEntry } from '@distribute/bridge-contracts'
import { Address, decodeRecord, fromHex } from '@distribute/state-machine'
import { DevnetError } from '../devnet-error.ts'
import { amount, NAMES, type Community } from './community.ts'
import { projectOf } from './project.ts'
import type { Teller } from './teller.ts'

interface Money {
  /** Ether of the ten members and of whoever else got deposits. */
  readonly accounts: bigint
  readonly pool: bigint
  readonly escrows: bigint
  readonly dividends: bigint
  readonly withdrawals: bigint
  readonly deposited: bigint
}

const poolRecord = async (community: Community) => {
  const proof = await community.rpc('rollup_getProof', [{ type: 'pool', ids: [] }, 'latest'])
  const words = /"words":"(0x[0-9a-f]+)"/.exec(JSON.stringify(proof))?.[1]
  return decodeRecord('pool', words === undefined ? undefined : fromHex(words))
}

const logged = (community: Community): Promise<readonly LoggedEntry[]> => {
  const reader = createPublicClient({ transport: http(community.info.l1) })
  return readInboxEntries(reader, Address(community.info.contracts.inbox), { fromBlock: 0n, toBlock: 1_000_000_000n })
}

const withdrawn = async (community: Community, count: bigint): Promise<bigint> => {
  let sum = 0n
  for (let id = 1n; id <= count; id++) {
    const withdrawal = await community.read('bridge', 'withdrawalOf', [id])
    sum += Array.isArray(withdrawal) ? BigInt(String(withdrawal[1])) : 0n
  }
  return sum
}

const moneyOf = async (community: Community): Promise<Money> => {
  const [pool, entries] = await Promise.all([poolRecord(community), logged(community)])
  const balances = await Promise.all(NAMES.map((name) => community.ether(name)))
  const projects = BigInt(String(await community.read('projects', 'projectCount', [])))
  let escrows = 0n
  for (let id = 1n; id <= projects; id++) escrows += (await projectOf(community, id)).escrow
  return {
    accounts: balances.reduce((sum, balance) => sum + balance, 0n),
    pool: pool.ether,
    escrows,
    dividends: pool.dividendPot,
    withdrawals: await withdrawn(community, pool.withdrawals),
    deposited: entries.reduce((sum, { entry }) => sum + entry.value, 0n),
  }
}

interface Check {
  readonly what: string
  readonly holds: boolean
}

const holdings = async (community: Community, view: 'held', contract: 'token'): Promise<bigint> => {
  const held = await Promise.all(NAMES.map((name) => community.read(contract, view, [community.person(name).account.address])))
  return held.reduce((sum: bigint, units) => sum + BigInt(String(units)), 0n)
}

const checksOf = async (community: Community, ended: readonly bigint[]): Promise<readonly Check[]> => {
  const money = await moneyOf(community)
  const pool = await poolRecord(community)
  const inside = money.accounts + money.pool + money.escrows + money.dividends + money.withdrawals
  const held = await holdings(community, 'held', 'token')
  const escrowed = BigInt(String(await community.read('token', 'escrowed', [])))
  const proceeds = BigInt(String(await community.read('token', 'burnProceeds', [pool.tokens])))
  const leftovers = await Promise.all(ended.map(async (id) => (await projectOf(community, id)).escrow))
  return [
    { what: `ether: accounts ${amount(money.accounts)} + pool ${amount(money.pool)} + escrows ${amount(money.escrows)} + dividends ${amount(money.dividends)} + withdrawals ${amount(money.withdrawals)} = deposits ${amount(money.deposited)}`, holds: inside === money.deposited },
    { what: `escrowed ether ${amount(escrowed)} is the sum of all escrows`, holds: escrowed === money.escrows },
    { what: `token supply ${amount(pool.tokens)} is what members hold`, holds: pool.tokens === held },
    { what: `burning all of it would pay ${amount(proceeds)}, no more than the pool`, holds: proceeds <= money.pool },
    { what: 'every ended project has an empty escrow', holds: leftovers.every((wei) => wei === 0n) },
  ]
}

/** Checks the invariants of protocol.md section 10 that can be seen from outside, and prints them. Throws DevnetError where one fails. */
export const checkInvariants = async (community: Community, tell: Teller, ended: readonly bigint[]): Promise<void> => {
  tell.chapter('The books are checked')
  const checks = await checksOf(community, ended)
  for (const { what, holds } of checks) tell.step(`${holds ? '✓' : '✗'} ${what}`)
  const failed = checks.filter(({ holds }) => !holds)
  if (failed.length > 0) throw new DevnetError('DemoFailed', `${failed.length} invariants do not hold`, 'report this with the lines above')
}

