import { ruleOf } from '@distribute/client/words'
import type { Address } from '@distribute/state-machine'
import { readInboxLength } from '@distribute/bridge-contracts'
import { sleep } from '../sequencing/clock.ts'
import type { L1Clients } from './deployment.ts'
import { faultOf } from './fault.ts'
import { readSight } from './leaving-sight.ts'
import { heldBack, stepsLeft, stepsOut, type Held, type LeaveStep } from './leaving-steps.ts'
import type { Output } from './output.ts'
import type { DistributeChain } from '@distribute/client'
import { payWithdrawals, type Paid } from './pay-withdrawals.ts'
import { readStatus, readWithdrawals, type ListedWithdrawal } from './rollup-rpc.ts'

export interface Leaving {
  /** JSON-RPC of a node of one's own. */
  readonly url: string
  readonly account: Address
  readonly chain: DistributeChain
  readonly l1: L1Clients
  readonly inbox: Address
  /** Puts a call into the inbox of L1, and does not wait. */
  readonly perform: (step: LeaveStep) => Promise<void>
  /** Asked again and again while something is waited for: takes the sequencer's place where nobody posts. */
  readonly keepGoing: () => Promise<void>
  readonly pollMs: number
  readonly output: Output
}

export interface Left {
  readonly paid: readonly Paid[]
  readonly held: readonly Held[]
}

/** Of a call that is refused or has no effect: something else may have come first, twice by chance. */
const ATTEMPTS = 3

/**
 * Gets everything out that the rules let go of: calls through L1 as long as there are any, then the withdrawals once their window is over. What is
 * done is seen in the state alone, so that whoever is stopped on the way can start again. Throws CliError and viem's errors.
 */
export async function leave(leaving: Leaving, signal: AbortSignal): Promise<Left | undefined> {
  const tried = new Map<string, Held & { readonly times: number }>()
  for (;;) {
    await untilRead(leaving, signal)
    if (signal.aborted) return undefined
    const sight = await readSight(leaving.url, leaving.account)
    const steps = stepsOut(sight, (step) => (tried.get(nameOf(step))?.times ?? 0) < ATTEMPTS)
    if (steps.length > 0) {
      for (const step of steps) await attempt(step, tried, leaving)
      continue
    }
    const refused = stepsLeft(sight).flatMap((step) => tried.get(nameOf(step)) ?? []).map(({ what, why, notBefore }) => ({ what, why, notBefore }))
    const { paid, held } = await untilPaid(leaving, signal)
    return { paid, held: [...heldBack(sight), ...refused, ...held] }
  }
}

/** Amounts change with each attempt, by the fee at least. */
const BY_AMOUNT: readonly string[] = ['burn', 'withdraw', 'deposit']
const nameOf = ({ kind, args }: LeaveStep): string => (BY_AMOUNT.includes(kind) ? kind : [kind, ...args].join(' '))

async function attempt(step: LeaveStep, tried: Map<string, Held & { readonly times: number }>, { perform }: Leaving): Promise<void> {
  const name = nameOf(step)
  const times = (tried.get(name)?.times ?? 0) + 1
  const note = (why: string): unknown => tried.set(name, { what: name, why, notBefore: null, times })
  note('it was read, and changed nothing')
  try {
    await perform(step)
  } catch (error) {
    if (ruleOf(error) === undefined) throw error
    note(faultOf(error).message)
  }
}

/** Until the chain has read what stands in the inbox now: only then does the state say what is still to be done. */
async function untilRead({ url, l1, inbox, keepGoing, pollMs, output }: Leaving, signal: AbortSignal): Promise<void> {
  const length = await readInboxLength(l1.reader, inbox)
  while (!signal.aborted) {
    const { inbox: { cursor } } = await readStatus(url)
    if (cursor >= length) return
    output.progress(`waiting until the chain has read entry ${length - 1n} of the inbox; it is at ${cursor}`)
    await keepGoing()
    await sleep(pollMs, signal)
  }
}

/** Not the client's `waitToClaim`: who waits here may have to take the sequencer's place meanwhile. */
async function untilPaid(leaving: Leaving, signal: AbortSignal): Promise<Left> {
  const { url, account, l1, keepGoing, pollMs, output } = leaving
  const paid: Paid[] = []
  const held = new Map<bigint, Held>()
  while (!signal.aborted) {
    const isOpen = ({ id, stage }: ListedWithdrawal): boolean => stage !== 'claimed' && !held.has(id) && paid.every((one) => one.id !== id)
    const open = (await readWithdrawals(url, account)).filter(isOpen)
    if (open.length === 0) break
    output.progress(`waiting for ${open.length} withdrawals: ${open.map(({ id, stage }) => `${id} ${stage.replaceAll('-', ' ')}`).join(', ')}`)
    for (const one of open) {
      const sent = await payWithdrawals([one], l1, leaving.chain).catch((error: unknown) => {
        held.set(one.id, { what: `withdrawal ${one.id} to ${one.to}`, why: faultOf(error).message, notBefore: null })
        return []
      })
      paid.push(...sent)
    }
    await keepGoing()
    await sleep(pollMs, signal)
  }
  return { paid, held: [...held.values()] }
}
