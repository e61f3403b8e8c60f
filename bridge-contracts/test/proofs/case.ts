import { bigintToBytes, equalBytes, findWrongSegment } from '@distribute/state-machine'
import type { Bytes32, ChainConfig, Inbox, SegmentResult, SegmentWitness, Tree } from '@distribute/state-machine'
import { executeSegment } from '@distribute/state-machine'
import { performance } from 'node:perf_hooks'

/** A segment that can be proven on L1: some root after it was claimed that is not its own. */
export interface Case {
  readonly name: string
  readonly segment: Uint8Array
  readonly rootBefore: Bytes32
  readonly claimed: Bytes32
  readonly witness: SegmentWitness
  readonly result: SegmentResult
  /** To run the segment, find its root wrong, and build the witness. */
  readonly seconds: number
}

export interface Stand {
  readonly tree: Tree
  readonly config: ChainConfig
  readonly inbox: Inbox
}

/** No segment leads to it. */
const FALSE_ROOT = bigintToBytes(BigInt(`0x${'f1'.repeat(32)}`), 32)

export class CaseError extends Error {
  readonly code = 'CaseError'
}

/** What a prover does with a segment whose root is claimed falsely. The tree stays as it is. */
export function caseOf(name: string, { tree, config, inbox }: Stand, segment: Uint8Array): Case {
  const rootBefore = tree.root()
  const start = performance.now()
  const wrong = findWrongSegment(tree, config, inbox, { inboxLength: inbox.length, segments: [segment], roots: [FALSE_ROOT] })
  const seconds = (performance.now() - start) / 1_000
  if (wrong === undefined || !equalBytes(wrong.rootBefore, rootBefore)) throw new CaseError(`${name}: not found wrong`)
  return { name, segment, rootBefore, claimed: FALSE_ROOT, witness: wrong.witness, result: executeSegment(tree, segment, inbox, config), seconds }
}
