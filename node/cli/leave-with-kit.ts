import { getBlock } from 'viem/actions'
import { readStake, withdrawStakeCall } from '@distribute/bridge-contracts'
import { defineDistributeChain } from '@distribute/client'
import type { CommandContext } from './command.ts'
import { createL1Clients } from './deployment.ts'
import type { ExitKit } from './exit-kit-file.ts'
import { performStep } from './leave-commands.ts'
import { sendToL1 } from './l1-send.ts'
import { leave, type Left } from './leaving.ts'
import { startTaker, type Taker, type TakerOptions } from './start-taker.ts'
import { aborted } from './stop-signal.ts'
import { stepToTakeOver } from './take-over.ts'
import type { PrivateKey } from '../setting.ts'

export interface Gone extends Left {
  /** This node is the sequencer now, and others may need it. */
  readonly isSequencer: boolean
  /** wei; what was paid to take the place, and from when it can be taken back, in L1's seconds */
  readonly stake: { readonly amount: bigint; readonly lockedUntil: bigint }
  /** L1's time in seconds */
  readonly now: bigint
}

export interface LeavingWithKit {
  readonly kit: ExitKit
  readonly context: CommandContext
  /** The account's own. */
  readonly key: PrivateKey
  readonly taker: Omit<TakerOptions, 'rollup' | 'output'>
  /** Told when all that can be got out is out. */
  readonly onGone: (gone: Gone) => void
}

/**
 * Rebuilds the chain from L1, takes the sequencer's place where nobody holds it, and gets out what the kit's account has. Where the place is its
 * own then, it goes on for the others until it is stopped. Throws CliError, SettingError and viem's errors.
 */
export async function leaveWithKit({ kit, context, key, taker: options, onGone }: LeavingWithKit): Promise<void> {
  const { signal } = options
  const taker = await startTaker(context, { ...options, rollup: kit.contracts.rollup, output: context.output })
  const { run, config, taking } = taker
  try {
    const leaving = {
      url: run.node.rpcUrl,
      chain: defineDistributeChain({ rollup: config.rollup, rpcUrl: run.node.rpcUrl }),
      account: kit.account,
      l1: createL1Clients(config.l1Url[0] ?? '', key),
      inbox: kit.contracts.inbox,
      perform: (step: Parameters<typeof performStep>[0]) => performStep(step, run.node.rpcUrl, context),
      keepGoing: async () => void (await stepToTakeOver(taking)),
      pollMs: config.l1PollMs,
      output: context.output,
    }
    const left = await Promise.race([leave(leaving, signal), run.node.failed])
    if (left === undefined || signal.aborted) return
    const gone = await goneOf(left, taker)
    if (!gone.isSequencer) await takeStakeBack(gone, taker)
    onGone(gone)
    if (gone.isSequencer) await Promise.race([aborted(signal), run.node.failed])
  } finally {
    await run.close()
  }
}

/** Who lost the race has a stake that answers for nothing. */
async function takeStakeBack({ stake: { amount, lockedUntil }, now }: Gone, { config, log, taking: { clients, next } }: Taker): Promise<void> {
  if (amount === 0n || lockedUntil > now) return
  const { hash } = await sendToL1(clients, withdrawStakeCall(config.rollup.contracts.stakes, { amount, to: next.staker }))
  log.info({ amount, transaction: hash }, 'the stake was not needed, and is paid back')
}

async function goneOf(left: Left, { run, config, taking: { clients: { reader }, next } }: Taker): Promise<Gone> {
  const [stake, { timestamp: now }] = await Promise.all([readStake(reader, config.rollup.contracts.stakes, next.staker), getBlock(reader)])
  return { ...left, isSequencer: run.node.status().standing === 'sequencing', stake, now }
}
