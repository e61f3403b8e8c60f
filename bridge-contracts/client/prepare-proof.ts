import { toHex, type Hex } from 'viem'
import { addressToBytes, fromHex, type Address } from '@distribute/state-machine'
import { encodedCall, type L1Reader } from './call.ts'
import { proveFraudCall, type FraudProof } from './fraud-calls.ts'
import { readNextParts } from './fraud-reads.ts'

/** L1 nodes refuse transactions over 131,072 bytes; signature, fees and list headers take some. rollup.md section 4. */
const MAX_CALLDATA = 120_000
/** What one contract can hold behind its STOP. */
const PART_BYTES = 24_575
/** An address in a list, and what rounding the witness up may cost. */
const PART_OVERHEAD = 64

/** A proof as it goes to L1. */
export interface PreparedProof {
  /** The calldata of `proveFraud`: a commitment is to these very bytes. */
  readonly data: Uint8Array
  /** Parts of the witness that have to be staged before, and the addresses that the calldata gives them. */
  readonly parts: readonly { readonly address: Uint8Array; readonly bytes: Uint8Array }[]
}

export interface PrepareOptions {
  readonly challenges: Address
  readonly beneficiary: Address
  readonly maxCalldata?: number
}

/** The calldata that convicts, and what of the witness has to be staged for it to fit into one transaction. */
export const prepareProof = async (reader: L1Reader, proof: FraudProof, { challenges, beneficiary, maxCalldata = MAX_CALLDATA }: PrepareOptions): Promise<PreparedProof> => {
  const dataOf = (one: FraudProof): Uint8Array => fromHex(encodedCall(proveFraudCall(challenges, beneficiary, one)).data)
  const whole = dataOf(proof)
  if (whole.length <= maxCalldata) return { data: whole, parts: [] }
  const count = Math.ceil((whole.length - maxCalldata) / (PART_BYTES - PART_OVERHEAD))
  const staged = await readNextParts(reader, challenges, count)
  const bytes = proof.witness.proof
  const parts = staged.map((address, i) => ({ address: addressToBytes(address), bytes: bytes.slice(i * PART_BYTES, (i + 1) * PART_BYTES) }))
  const witness = { keys: proof.witness.keys, proof: bytes.slice(count * PART_BYTES) }
  return { data: dataOf({ ...proof, witness, staged }), parts }
}

/** The code that `stageWitness` makes of a part. */
export const codeOfPart = (bytes: Uint8Array): Hex => `0x00${toHex(bytes).slice(2)}`
