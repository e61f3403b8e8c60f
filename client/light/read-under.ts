import { bytesToHex, hexToBytes, numberToHex, type Client } from 'viem'
import type { RecordOf } from '@distribute/state-machine'
import { ask } from '../rpc/ask.ts'
import { LightClientError } from './errors.ts'
import { keyOf, provenRecords, type RecordRequest } from './verify-records.ts'

const CHAIN: RecordRequest = { type: 'chain' }

export interface RootOfBlock {
  readonly root: Uint8Array
  /** whose state it is, as the node says: the proof shows whether that is so */
  readonly lastBlock: bigint
}

export interface RecordsOfBlock {
  readonly number: bigint
  /** seconds */
  readonly time: bigint
  readonly records: readonly unknown[]
}

/** Records that a node tells, proven under a root. Throws LightClientError WrongProof. */
export async function readUnder(l2: Client, { root, lastBlock }: RootOfBlock, requests: readonly RecordRequest[]): Promise<RecordsOfBlock> {
  const all = [CHAIN, ...requests]
  const answer = await ask(l2, 'rollup_getProof', [all.map((request) => bytesToHex(keyOf(request))), numberToHex(lastBlock)])
  const [place, ...records] = provenRecords(root, all, hexToBytes(answer.multiproof))
  return { ...requireChain(place), records }
}

/** The chain's own record says which block the state is of, so that nobody has to be believed about that. No state is without it. */
function requireChain(record: unknown): Pick<RecordOf<'chain'>, 'number' | 'time'> {
  if (record === undefined) throw new LightClientError('WrongProof', 'the state has no chain record')
  const { number, time } = record as RecordOf<'chain'>
  return { number, time }
}
