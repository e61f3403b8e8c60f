import { getBalance, getBlock } from 'viem/actions'
import {
  depositStakeCall, readIsOffered, readRollupFacts, readStake, readSuccession, revertOf, takeoverCall,
  type SequencerKeys, type Succession,
} from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import { sleep } from '../sequencing/clock.ts'
import { ether } from './amounts.ts'
import { CliError, failed } from './cli-error.ts'
import type { L1Clients } from './deployment.ts'
import { hexAddress } from './hex-address.ts'
import { sendDataToL1, sendToL1 } from './l1-send.ts'

export interface Taking {
  readonly clients: L1Clients
  readonly rollup: Address
  readonly next: SequencerKeys
  /** wei that the posting key is to hold at least, for its first batches */
  readonly postingFunds: bigint
  readonly pollMs: number
  /** What was done. */
  readonly onStep: (words: string) => void
  /** What is waited for. */
  readonly onWait: (words: string) => void
}

interface Sight {
  readonly succession: Succession
  readonly now: bigint
}

/** Others may win the race, or the sequencer may come back in the grace: then it is waited for the next chance. */
const LOST = ['TakeoverPending', 'SequencerStands']

/** `ours`: the place is held by `next`. `tried`: takeover was called, by us or by somebody faster. */
export type TakeoverStep = 'ours' | 'waits' | 'tried'

/**
 * Takes the sequencer's place for `next` as soon as the rollup allows it, with the stake and the posting funds paid out of the writer's
 * account. Resolves when the place is its own, or when the signal ends the wait. Throws CliError and viem's errors.
 */
export async function takeOver(taking: Taking, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const step = await stepToTakeOver(taking)
    if (step === 'ours') return true
    if (step === 'waits') await sleep(taking.pollMs, signal)
  }
  return false
}

/** One look, and what it allows. Throws CliError and viem's errors. */
export async function stepToTakeOver(taking: Taking): Promise<TakeoverStep> {
  const sight = await look(taking)
  if (isOurs(sight.succession.current.keys, taking.next)) return 'ours'
  const reason = await openReason(sight, taking)
  if (reason === undefined) {
    taking.onWait(waitingFor(sight, taking.next))
    return 'waits'
  }
  await pay(taking)
  await tryOnce(reason, taking)
  return 'tried'
}

const isOurs = (a: SequencerKeys, b: SequencerKeys): boolean => a.poster === b.poster && a.signer === b.signer && a.staker === b.staker

async function look({ clients: { reader }, rollup }: Taking): Promise<Sight> {
  const head = await getBlock(reader)
  return { succession: await readSuccession(reader, rollup, head.number), now: head.timestamp }
}

/** Why the place can be taken now; undefined where it cannot. */
async function openReason({ succession: { pending, opensAt }, now }: Sight, { clients: { reader }, rollup, next }: Taking): Promise<string | undefined> {
  if (pending !== undefined) return undefined
  if (await readIsOffered(reader, rollup, next)) return 'the sequencer has offered its place'
  if (opensAt === undefined || opensAt > now) return undefined
  return opensAt === 0n ? 'the sequencer was convicted' : 'the sequencer has been silent for too long'
}

function waitingFor({ succession: { current, pending, opensAt } }: Sight, next: SequencerKeys): string {
  if (pending !== undefined && isOurs(pending.keys, next)) return `the place is ours from ${timeOf(pending.since)} on, unless the old sequencer posts a batch before`
  if (pending !== undefined) return `${pending.keys.staker} takes over, from ${timeOf(pending.since)} on`
  const who = `the sequencer ${current.keys.poster} holds its place`
  return opensAt === undefined ? `${who}: roots are missing, and have to be posted first` : `${who}; without another batch of its own it is open from ${timeOf(opensAt)} on`
}

const timeOf = (seconds: bigint): string => new Date(Number(seconds) * 1_000).toISOString()

/** What is missing of the stake and of the posting key's ether. Both are paid before the place is taken: the first batch is due soon after. */
async function pay({ clients, rollup, next, postingFunds, onStep }: Taking): Promise<void> {
  const { reader, writer } = clients
  const { requiredStake, contracts } = await readRollupFacts(reader, rollup)
  const [{ amount }, held] = await Promise.all([readStake(reader, contracts.stakes, next.staker), getBalance(reader, { address: hexAddress(next.poster) })])
  const stake = amount < requiredStake ? requiredStake - amount : 0n
  const funds = next.poster !== next.staker && held < postingFunds ? postingFunds - held : 0n
  const balance = await getBalance(reader, { address: writer.account.address })
  if (balance <= stake + funds) throw failed(`the stake key ${writer.account.address} holds ${ether(balance)}`, `it needs more than ${ether(stake + funds)}: ${ether(stake)} of stake, ${ether(funds)} for the posting key, and gas`)
  if (stake > 0n) {
    await sendToL1(clients, depositStakeCall(contracts.stakes, { staker: next.staker, amount: stake }))
    onStep(`paid ${ether(stake)} of stake; who does not get the place can take it back`)
  }
  if (funds === 0n) return
  await sendDataToL1(clients, { to: hexAddress(next.poster), data: '0x', value: funds })
  onStep(`gave the posting key ${next.poster} ${ether(funds)}`)
}

async function tryOnce(reason: string, { clients, rollup, next, onStep, onWait }: Taking): Promise<void> {
  try {
    await sendToL1(clients, takeoverCall(rollup, next))
    onStep(`called takeover: ${reason}`)
  } catch (error) {
    const name = revertOf(error)?.name
    if (name === 'SignerUsed') throw failed(`the signing key ${next.signer} was named in a takeover before`, 'a signing key serves once: move keys/signing.json away and start again', error)
    // Two that were both let in by a dry run: the second one reverts.
    const isLate = error instanceof CliError || (name !== undefined && LOST.includes(name))
    if (!isLate) throw error
    onWait('another one was faster')
  }
}
