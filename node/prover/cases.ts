import { bytesToBigint, bigintToBytes, decodeRlp, encodeRlp, equalBytes, type RlpItem } from '@distribute/state-machine'
import type { PreparedProof } from '@distribute/bridge-contracts'
import type { ChainMeta } from '../chain/chain.ts'
import { ProverError } from './errors.ts'

/** How far a claim has come. What L1 says decides what is done next; this is what has to be known beside it, and what people see. */
export const STEPS = ['found', 'committed', 'proven', 'settled', 'given-up'] as const
export type Step = (typeof STEPS)[number]

/** A false claim that this prover has a proof of. */
export interface Case extends PreparedProof {
  readonly batch: bigint
  readonly claimId: Uint8Array
  readonly step: Step
}

const NOTE = 'proverCases'

export interface Cases {
  list(): readonly Case[]
  /** On the disk when it resolves; one of the same claim gives way. */
  put(one: Case): Promise<void>
  drop(claimId: Uint8Array): Promise<void>
}

export const loadCases = async (meta: ChainMeta): Promise<Cases> => {
  const stored = await meta.get(NOTE)
  let cases: readonly Case[] = stored === undefined ? [] : decodeCases(stored)
  const store = async (next: readonly Case[]): Promise<void> => {
    await meta.put(NOTE, encodeCases(next))
    cases = next
  }
  const others = (claimId: Uint8Array): Case[] => cases.filter((one) => !equalBytes(one.claimId, claimId))
  return {
    list: () => cases,
    put: (one) => store([...others(one.claimId), one]),
    drop: (claimId) => store(others(claimId)),
  }
}

const encodeCases = (cases: readonly Case[]): Uint8Array =>
  encodeRlp(cases.map(({ batch, claimId, step, data, parts }) =>
    [bigintToBytes(batch, 8), claimId, bigintToBytes(BigInt(STEPS.indexOf(step)), 1), data, parts.map(({ address, bytes }) => [address, bytes])]))

/** Throws ProverError CorruptNotes. */
const decodeCases = (bytes: Uint8Array): readonly Case[] => listIn(decodeRlp(bytes)).map((item) => {
  const [batch, claimId, step, data, parts] = listIn(item)
  const known = STEPS[Number(bytesToBigint(bytesIn(step)))]
  if (known === undefined) throw corrupt()
  return { batch: bytesToBigint(bytesIn(batch)), claimId: bytesIn(claimId), step: known, data: bytesIn(data), parts: listIn(parts).map(decodePart) }
})

const decodePart = (item: RlpItem): Case['parts'][number] => {
  const [address, bytes] = listIn(item)
  return { address: bytesIn(address), bytes: bytesIn(bytes) }
}

const corrupt = (): ProverError => new ProverError('CorruptNotes', 'the notes of the prover cannot be read')
const listIn = (item: RlpItem | undefined): readonly RlpItem[] => {
  if (item === undefined || item instanceof Uint8Array) throw corrupt()
  return item
}
const bytesIn = (item: RlpItem | undefined): Uint8Array => {
  if (item instanceof Uint8Array) return item
  throw corrupt()
}
