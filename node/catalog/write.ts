import { STAGES } from '@distribute/state-machine'
import type { Address, StateReader } from '@distribute/state-machine'
import type { Database, WriteBatch } from '../storage/database.ts'
import { readNumber, writeNumber } from '../storage/tables.ts'
import { corruptValue } from '../storage/value-reader.ts'
import { createValueWriter, putInteger, writtenValue } from '../storage/value-writer.ts'
import type { CatalogChange, FirstRow, Move } from './changes.ts'
import { catalogKey, createActivityKey, decodePlace, encodePlace } from './keys.ts'
import { encodeSample, sampleOf } from './samples.ts'

/** The counter that is no stage's. */
export const MEMBERS = 0n

const NO_BYTES = new Uint8Array(0)

/** What the catalog held where a block's change meets it; read before the batch is filled. */
export interface CatalogBasis {
  /** By first row, in order: its value, where there is one. */
  readonly firsts: readonly (Uint8Array | undefined)[]
  readonly counters: ReadonlyMap<bigint, bigint>
}

const firstKey = ({ row, ids }: FirstRow): Uint8Array => catalogKey(row, ...ids)

function countersOf({ moves, registrations, sampleTime }: CatalogChange): readonly bigint[] {
  const stages = moves.flatMap(({ from, to }) => [from, to]).filter((stage) => stage > 0n)
  const sampled = sampleTime === undefined ? [] : [MEMBERS, STAGES.complete]
  return [...new Set([...stages, ...(registrations.length > 0 ? [MEMBERS] : []), ...sampled])]
}

export function decodeCounter(key: Uint8Array, value: Uint8Array | undefined): bigint {
  if (value === undefined) return 0n
  if (value.length !== 8) throw corruptValue(key, `${value.length} bytes are no counter`)
  return readNumber(value, 0)
}

/** Blocks without projects, members or votes ask for nothing. */
export async function readBasis(database: Database, change: CatalogChange): Promise<CatalogBasis> {
  const counters = countersOf(change)
  const keys = [...change.firsts.map(firstKey), ...counters.map((counter) => catalogKey('counter', counter))]
  const values = keys.length === 0 ? [] : await database.getMany(keys)
  const counts = values.slice(change.firsts.length)
  return {
    firsts: values.slice(0, change.firsts.length),
    counters: new Map(counters.map((counter, i) => [counter, decodeCounter(catalogKey('counter', counter), counts[i])])),
  }
}

/** The counters after the block, or with -1 before it. */
function countsWith({ counters }: CatalogBasis, { moves, registrations }: CatalogChange, sign: 1n | -1n): ReadonlyMap<bigint, bigint> {
  const counts = new Map(counters)
  const add = (counter: bigint, number: bigint): void => void counts.set(counter, (counts.get(counter) ?? 0n) + sign * number)
  for (const { from, to } of moves) {
    if (from > 0n) add(from, -1n)
    if (to > 0n) add(to, 1n)
  }
  if (registrations.length > 0) add(MEMBERS, BigInt(registrations.length))
  return counts
}

function putCounters(batch: WriteBatch, basis: CatalogBasis, change: CatalogChange, sign: 1n | -1n): void {
  for (const [counter, count] of countsWith(basis, change, sign)) putCount(batch, catalogKey('counter', counter), count)
}

/** `after`: the state with the block. */
function putSample(batch: WriteBatch, change: CatalogChange, basis: CatalogBasis, after: StateReader): void {
  const { sampleTime } = change
  if (sampleTime === undefined) return
  const counts = countsWith(basis, change, 1n)
  const sample = sampleOf(after, sampleTime, { members: counts.get(MEMBERS) ?? 0n, complete: counts.get(STAGES.complete) ?? 0n })
  batch.put(catalogKey('sample', sampleTime), encodeSample(sample))
}

// Nothing stands for zero, so that a block taken back leaves no trace.
function putCount(batch: WriteBatch, key: Uint8Array, count: bigint): void {
  const value = new Uint8Array(8)
  writeNumber(value, 0, count)
  if (count === 0n) batch.delete(key)
  else batch.put(key, value)
}

function moveProject(batch: WriteBatch, project: bigint, from: bigint, to: bigint): void {
  if (from > 0n) batch.delete(catalogKey('stageProject', from, project))
  if (to > 0n) batch.put(catalogKey('stageProject', to, project), NO_BYTES)
}

/** wei of the stipends of those registered in a block. */
export type Stipends = ReadonlyMap<Address, bigint>

function putActivity(batch: WriteBatch, { number, activity, registrations }: CatalogChange, stipends: Stipends): void {
  const key = createActivityKey(number)
  for (const { account, kind, index } of activity) batch.put(key(account, kind, index), NO_BYTES)
  const left = new Map(stipends)
  for (const { member, index } of registrations) {
    const writer = createValueWriter(33)
    putInteger(writer, left.get(member) ?? 0n)
    left.delete(member)
    batch.put(key(member, 'payout', index), writtenValue(writer))
  }
}

function putFirsts(batch: WriteBatch, { number, firsts }: CatalogChange, basis: CatalogBasis): void {
  // From the last to the first: of several in one block the first stays.
  for (let i = firsts.length - 1; i >= 0; i--) {
    const first = firsts[i]!
    if (basis.firsts[i] === undefined) batch.put(firstKey(first), encodePlace({ block: number, index: first.index }))
  }
}

/** What a block's rows follow from beside itself. */
export interface CatalogSight {
  /** What was read before. */
  readonly basis: CatalogBasis
  readonly stipends: Stipends
  /** The state with the block. */
  readonly after: StateReader
}

/** Puts a block's rows. */
export function putCatalog(batch: WriteBatch, change: CatalogChange, { basis, stipends, after }: CatalogSight): void {
  putActivity(batch, change, stipends)
  for (const { project, index } of change.projectActivity) batch.put(catalogKey('projectActivity', project, change.number, BigInt(index)), NO_BYTES)
  putFirsts(batch, change, basis)
  for (const { project, from, to } of change.moves) moveProject(batch, project, from, to)
  putCounters(batch, basis, change, 1n)
  putSample(batch, change, basis, after)
}

/** Takes a block's rows back: afterwards the catalog is what it was before the block. */
export function dropCatalog(batch: WriteBatch, change: CatalogChange, basis: CatalogBasis): void {
  const { number, activity, projectActivity, firsts } = change
  const key = createActivityKey(number)
  for (const { account, kind, index } of activity) batch.delete(key(account, kind, index))
  for (const { project, index } of projectActivity) batch.delete(catalogKey('projectActivity', project, number, BigInt(index)))
  firsts.forEach((first, i) => {
    const value = basis.firsts[i]
    if (value !== undefined && decodePlace(value)?.block === number) batch.delete(firstKey(first))
  })
  for (const { project, from, to } of change.moves.map(reversed)) moveProject(batch, project, from, to)
  putCounters(batch, basis, change, -1n)
  if (change.sampleTime !== undefined) batch.delete(catalogKey('sample', change.sampleTime))
}

const reversed = ({ project, from, to }: Move): Move => ({ project, from: to, to: from })
