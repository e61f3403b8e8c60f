import { concatHex, decodeFunctionData, encodeFunctionData } from 'viem'
import type { Hex } from 'viem'
import type { Bytes32 } from '@distribute/state-machine'
import { challengesAbi } from './generated/challenges.ts'
import { executorAbi } from './generated/executor.ts'
import { bytesOf } from './values.ts'

/** What a fraud proof has the machine run again. */
export interface Rerun {
  /** calldata of the executor's `run` */
  readonly data: Hex
  /** the root that was claimed: the proof convicts where the machine comes to another one */
  readonly claimedRoot: Bytes32
}

export type RerunErrorCode = 'NotAProof' | 'NotStaged'

/** Calldata that makes the machine run nothing. */
export class RerunError extends Error {
  readonly code: RerunErrorCode

  constructor(code: RerunErrorCode, message: string) {
    super(message)
    this.name = 'RerunError'
    this.code = code
  }
}

/**
 * The call that `proveFraud` with this calldata makes to the executor. `partAt` answers the bytes of a staged part of the witness, in
 * lower-case hex as its address is given.
 *
 * @throws RerunError NotAProof for other calldata, NotStaged where a part is not known; viem's error where the bytes do not decode
 */
export function rerunOf(data: Hex, partAt: (address: Hex) => Hex | undefined): Rerun {
  const { functionName, args } = decodeFunctionData({ abi: challengesAbi, data })
  if (functionName !== 'proveFraud') throw new RerunError('NotAProof', `the calldata is of ${functionName}`)
  const { rootBefore, segment, witness, inbox, rootAfter, staged } = args[1]
  const parts = staged.map((address) => {
    const part = partAt(lowered(address))
    if (part === undefined) throw new RerunError('NotStaged', `the part of the witness at ${address} is not known`)
    return part
  })
  const whole = { keys: witness.keys, proof: concatHex([...parts, witness.proof]) }
  return { data: encodeFunctionData({ abi: executorAbi, functionName: 'run', args: [rootBefore, segment, whole, inbox] }), claimedRoot: bytesOf(rootAfter) }
}

/** viem answers addresses with a checksum in their case. */
const lowered = (address: Hex): Hex => `0x${address.slice(2).toLowerCase()}`
