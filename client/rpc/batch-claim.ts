import { fromHex, type BatchClaim } from '@distribute/state-machine'
import type { Value } from '../words/answers.ts'

/** A claim as a node tells it, as L1 hashes it (docs/formats.md section 6). */
export const batchClaimOf = (told: Value<'BatchClaim'>): BatchClaim =>
  ({ ...told, dataId: fromHex(told.dataId), rootsRoot: fromHex(told.rootsRoot), lastRoot: fromHex(told.lastRoot) })
