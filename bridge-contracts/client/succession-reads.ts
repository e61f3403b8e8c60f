import { readContract } from 'viem/actions'
import type { Address } from '@distribute/state-machine'
import type { L1Reader } from './call.ts'
import { rollupAbi } from './generated/rollup.ts'
import { atBlock } from './logs.ts'
import type { SequencerKeys } from './rollup-reads.ts'
import { keysTuple } from './succession-calls.ts'
import { addressOf, hexOfAddress } from './values.ts'

/** One sequencer, from its beginning to the next one's. */
export interface SequencerTerm {
  readonly number: bigint
  readonly keys: SequencerKeys
  /** L1 time in seconds from which it holds; ahead while the takeover can still be cancelled */
  readonly since: bigint
  /** index of its first batch */
  readonly firstBatch: bigint
  /** L1 block of the call that made it: no promise of this term names one before */
  readonly l1Block: bigint
}

export interface Succession {
  /** that holds at the block's time */
  readonly current: SequencerTerm
  /** after silence, until its grace is over */
  readonly pending: SequencerTerm | undefined
  /** L1 time in seconds from which anybody with a stake can take over; 0 at once; undefined while one is pending or roots are missing */
  readonly opensAt: bigint | undefined
}

const NEVER = 2n ** 64n - 1n

/** Term `number` as of L1 block `at`, or of the newest; undefined if there is none. */
export async function readTerm(reader: L1Reader, rollup: Address, number: bigint, at?: bigint): Promise<SequencerTerm | undefined> {
  const term = await readContract(reader, { ...targetOf(rollup), ...atBlock(at), functionName: 'term', args: [number] })
  if (term.l1Block === 0n) return undefined
  const { poster, signer, staker } = term.keys
  return { ...term, number, keys: { poster: addressOf(poster), signer: addressOf(signer), staker: addressOf(staker) } }
}

/** Who sequences and who is about to, all as of L1 block `at`. */
export async function readSuccession(reader: L1Reader, rollup: Address, at: bigint): Promise<Succession> {
  const target = { ...targetOf(rollup), ...atBlock(at) }
  const [number, count, opensAt] = await Promise.all([
    readContract(reader, { ...target, functionName: 'currentTerm' }),
    readContract(reader, { ...target, functionName: 'termCount' }),
    readContract(reader, { ...target, functionName: 'takeoverOpensAt' }),
  ])
  const [current, pending] = await Promise.all([
    readTerm(reader, rollup, number, at),
    count > number + 1n ? readTerm(reader, rollup, number + 1n, at) : undefined,
  ])
  if (current === undefined) throw new SuccessionError(rollup)
  return { current, pending, opensAt: opensAt === NEVER ? undefined : opensAt }
}

/** The term that a key signs in; undefined if there is none, or if it was cancelled. */
export async function readTermOfSigner(reader: L1Reader, rollup: Address, signer: Address): Promise<bigint | undefined> {
  const [known, number] = await readContract(reader, { ...targetOf(rollup), functionName: 'termOfSigner', args: [hexOfAddress(signer)] })
  return known ? number : undefined
}

/** Whether the sequencer offers its place to exactly these keys. */
export const readIsOffered = (reader: L1Reader, rollup: Address, next: SequencerKeys): Promise<boolean> =>
  readContract(reader, { ...targetOf(rollup), functionName: 'isOffered', args: [keysTuple(next)] })

/** A rollup without a current term is none. */
export class SuccessionError extends Error {
  readonly code = 'NoTerm'

  constructor(rollup: Address) {
    super(`the rollup ${rollup} names no current term`)
    this.name = 'SuccessionError'
  }
}

const targetOf = (rollup: Address) => ({ address: hexOfAddress(rollup), abi: rollupAbi }) as const
