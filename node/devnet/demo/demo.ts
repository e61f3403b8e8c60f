import { DevnetError } from '../devnet-error.ts'
import type { DevnetInfo } from '../devnet-info.ts'
import { checkInvariants } from './check.ts'
import { amount, createCommunity, type Community } from './community.ts'
import { gather } from './members.ts'
import { expire, judge, payOut, proposeAndStake, work } from './project.ts'
import { createTeller, type Teller } from './teller.ts'

const ETHER = 10n ** 18n
const MONTH = 30n * 86_400n

const shareAndLeave = async (community: Community, tell: Teller): Promise<void> => {
  tell.chapter('A dividend, and ether back to L1')
  await community.send('Ada', 'dividends', 'payDividend', [], ETHER)
  tell.step('the roof earns: Ada pays a dividend of 1 ether, which streams over 30 days')
  await community.pass(MONTH)
  for (const name of ['Ben', 'Cleo'] as const) {
    const { address } = community.person(name).account
    const owed = BigInt(String(await community.read('dividends', 'owedDividend', [address])))
    await community.send(name, 'dividends', 'collectDividend', [address])
    tell.step(`${name} collects ${amount(owed)} ether`)
  }
  const { address } = community.person('Cleo').account
  await community.send('Cleo', 'bridge', 'withdraw', [address], ETHER)
  tell.step('Cleo withdraws 1 ether to L1: anybody may claim it for her once the challenge window is over')
  await tell.balances()
}

/**
 * A whole community on a fresh devnet, from the first deposit to the last payout, with the clock set forward. Throws DevnetError
 * where anything is not as the rules say.
 */
export const runDemo = async (info: DevnetInfo, line: (text: string) => void, signal: AbortSignal): Promise<void> => {
  const community = createCommunity(info, signal)
  const members = await community.read('token', 'totalSupply', [])
  if (members !== 0n) {
    throw new DevnetError('BadDirectory', 'the demo wants a community in which nothing has happened', 'begin anew with --fresh, or give another --data-dir')
  }
  const tell = createTeller(community, line)
  await gather(community, tell)
  const roof = await proposeAndStake(community, tell)
  await work(community, tell, roof)
  await judge(community, tell, roof)
  await payOut(community, tell, roof)
  const statue = await expire(community, tell)
  await shareAndLeave(community, tell)
  await checkInvariants(community, tell, [roof, statue])
  line('\nThe demo is over; the devnet goes on until Ctrl-C.')
}
