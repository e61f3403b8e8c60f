import type { Address } from '@distribute/state-machine'
import type { Database, Row, Snapshot } from '../storage/database.ts'
import { corruptValue, decodeStored, takeInteger } from '../storage/value-reader.ts'
import { CatalogError } from './errors.ts'
import type { ActivityClass, CatalogId, CatalogRow, Place } from './keys.ts'
import { ACTIVITY, catalogIds, catalogKey, catalogKeyBytes, decodePlace, encodePlace } from './keys.ts'
import { decodeSample, type Sample } from './samples.ts'
import { decodeCounter, MEMBERS } from './write.ts'

/** A part of a list. `after` is a `next` of the page before; what has come since then does not show behind it. */
export interface PageRequest {
  readonly after?: Uint8Array | undefined
  readonly limit: number
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Where the next page begins; undefined where there is none. */
  readonly next: Uint8Array | undefined
}

/** What the list tells of each item. */
export interface Listed<Ids> {
  readonly ids: Ids
  /** Of the transaction that brought it. */
  readonly place: Place
}

export interface ListedActivity {
  readonly place: Place
  /** wei, where she was registered by it. */
  readonly stipend: bigint
}

export type ProjectFilter = { readonly stage: bigint } | { readonly proposer: Address }
export type StakeFilter = { readonly account: Address } | { readonly project: bigint }
export type SeatFilter = { readonly account: Address } | { readonly project: bigint; readonly index?: bigint | undefined }

/**
 * What the directory knows of which projects, stakes, seats and so on there are, and of what concerned whom. It says which;
 * what they are now stands in the state. Newest, or highest, first. Lists throw CatalogError for an `after` of another one.
 */
export interface Catalog {
  projects(filter: ProjectFilter, page: PageRequest): Promise<Page<bigint>>
  /** Where a project was proposed. */
  proposal(proposer: Address, project: bigint): Promise<Place | undefined>
  stakes(filter: StakeFilter, page: PageRequest): Promise<Page<Listed<{ readonly project: bigint; readonly account: Address }>>>
  claims(account: Address, page: PageRequest): Promise<Page<Listed<{ readonly project: bigint; readonly index: bigint }>>>
  seats(filter: SeatFilter, page: PageRequest): Promise<Page<Listed<{ readonly project: bigint; readonly index: bigint; readonly account: Address }>>>
  ballots(account: Address, page: PageRequest): Promise<Page<Listed<{ readonly project: bigint; readonly index: bigint; readonly currency: bigint }>>>
  /** Where a task list was submitted first. */
  taskList(project: bigint, root: Uint8Array): Promise<Place | undefined>
  taskLists(project: bigint, page: PageRequest): Promise<Page<Listed<{ readonly root: Uint8Array }>>>
  /** Where a task's evidence was submitted. */
  evidence(project: bigint, index: bigint): Promise<Place | undefined>
  /** What concerned an account, of one class or of all. */
  activity(account: Address, page: PageRequest, kind?: ActivityClass): Promise<Page<ListedActivity>>
  projectActivity(project: bigint, page: PageRequest): Promise<Page<Place>>
  /** At most `points` samples, as evenly spread over the time from `from` to `to` as there are any, the oldest first. Seconds. */
  samples(range: { readonly from: bigint; readonly to: bigint; readonly points: number }): Promise<readonly Sample[]>
  counts(): Promise<{ readonly members: bigint; readonly stages: ReadonlyMap<bigint, bigint> }>
}

const asNumber = (id: CatalogId | undefined): bigint => (typeof id === 'bigint' ? id : 0n)
const asAddress = (id: CatalogId | undefined): Address => (typeof id === 'string' ? id : `0x${'0'.repeat(40)}` as Address)
const asBytes = (id: CatalogId | undefined): Uint8Array => (typeof id === 'object' ? id : new Uint8Array(32))

interface Found {
  readonly ids: readonly CatalogId[]
  readonly key: Uint8Array
  readonly value: Uint8Array
}

/** The keys that begin with `prefix`, below `after` where it is given. Throws CatalogError. */
function rangeBelow(row: CatalogRow, prefix: Uint8Array, after: Uint8Array | undefined): { gte: Uint8Array; lt: Uint8Array } {
  if (after !== undefined && prefix.length + after.length !== catalogKeyBytes(row)) throw new CatalogError()
  if (after !== undefined) return { gte: prefix, lt: Buffer.concat([prefix, after]) }
  const end = prefix.slice()
  for (let i = end.length - 1; i >= 0; i--) {
    end[i] = (end[i]! + 1) & 0xff
    if (end[i] !== 0) break
  }
  return { gte: prefix, lt: end }
}

interface Query {
  readonly row: CatalogRow
  readonly ids: readonly CatalogId[]
  readonly after: Uint8Array | undefined
  readonly limit: number
  readonly snapshot?: Snapshot
}

function decodeRow(row: CatalogRow, [key, value]: Row): Found {
  const ids = catalogIds(row, key)
  if (ids === undefined) throw corruptValue(key, `no key of ${row}`)
  return { ids, key, value }
}

/** Rows from the highest key down, at most `limit`. */
async function find(database: Database, { row, ids, after, limit, snapshot }: Query): Promise<Found[]> {
  const found: Found[] = []
  const range = rangeBelow(row, catalogKey(row, ...ids), after)
  const options = snapshot === undefined ? {} : { snapshot }
  for await (const rows of database.rows({ ...range, ...options, reverse: true, limit }, limit)) {
    for (const each of rows) found.push(decodeRow(row, each))
  }
  return found
}

function placeOf({ key, value }: Pick<Found, 'key' | 'value'>): Place {
  const place = decodePlace(value)
  if (place === undefined) throw corruptValue(key, `${value.length} bytes are no place`)
  return place
}

/** A page of rows that begin with `ids`; `next` is what stands behind them in the last key. */
async function pageOf<T>(database: Database, row: CatalogRow, ids: readonly CatalogId[], page: PageRequest, read: (found: Found) => T): Promise<Page<T>> {
  const found = await find(database, { row, ids, after: page.after, limit: page.limit + 1 })
  const shown = found.slice(0, page.limit)
  const last = found.length > page.limit ? shown.at(-1) : undefined
  return { items: shown.map(read), next: last?.key.slice(catalogKey(row, ...ids).length) }
}

const listed = <T>(read: (ids: readonly CatalogId[]) => T) => (found: Found): Listed<T> => ({ ids: read(found.ids), place: placeOf(found) })

async function placeAt(database: Database, key: Uint8Array): Promise<Place | undefined> {
  const value = await database.get(key)
  return value === undefined ? undefined : placeOf({ key, value })
}

const classes = Object.keys(ACTIVITY) as ActivityClass[]
const isLater = (a: Place, b: Place): boolean => (a.block === b.block ? a.index > b.index : a.block > b.block)

function activityOf({ ids, key, value }: Found): ListedActivity {
  const stipend = value.length === 0 ? 0n : decodeStored(key, value, takeInteger)
  return { place: { block: asNumber(ids[2]), index: Number(asNumber(ids[3])) }, stipend }
}

/** The classes have rows of their own; together they are read from one snapshot, or a block in between would tear the list. */
async function activity(database: Database, account: Address, { after, limit }: PageRequest, kinds: readonly ActivityClass[]): Promise<Page<ListedActivity>> {
  const snapshot = database.snapshot()
  try {
    const query = { row: 'activity', after, limit: limit + 1, snapshot } as const
    const found = await Promise.all(kinds.map((kind) => find(database, { ...query, ids: [account, BigInt(ACTIVITY[kind])] })))
    const all = found.flat().map(activityOf).sort((a, b) => (isLater(a.place, b.place) ? -1 : 1))
    const items = all.slice(0, limit)
    const last = all.length > limit ? items.at(-1) : undefined
    return { items, next: last === undefined ? undefined : encodePlace(last.place) }
  } finally {
    await snapshot.close()
  }
}

const STAGE_COUNT = 8n

async function counts(database: Database): Promise<{ readonly members: bigint; readonly stages: ReadonlyMap<bigint, bigint> }> {
  const counters = Array.from({ length: Number(STAGE_COUNT) + 1 }, (_, i) => BigInt(i))
  const keys = counters.map((counter) => catalogKey('counter', counter))
  const values = await database.getMany(keys)
  const all = new Map(counters.map((counter, i) => [counter, decodeCounter(keys[i]!, values[i])]))
  const members = all.get(MEMBERS) ?? 0n
  all.delete(MEMBERS)
  return { members, stages: all }
}

/** The first sample in each of `points` equal parts of the time; a seek each, however many there are. */
async function samples(database: Database, { from, to, points }: { readonly from: bigint; readonly to: bigint; readonly points: number }): Promise<readonly Sample[]> {
  const found: Sample[] = []
  const step = (to - from) / BigInt(points) + 1n
  for (let start = from; start <= to; start += step) {
    const range = { gte: catalogKey('sample', start), lt: catalogKey('sample', start + step > to ? to + 1n : start + step) }
    for await (const rows of database.rows({ ...range, limit: 1 }, 1)) {
      for (const row of rows) {
        const { ids, key, value } = decodeRow('sample', row)
        found.push(decodeSample(key, value, asNumber(ids[0])))
      }
    }
  }
  return found
}

const stakeOfAccount = (ids: readonly CatalogId[]) => ({ account: asAddress(ids[0]), project: asNumber(ids[1]) })
const stakeOfProject = (ids: readonly CatalogId[]) => ({ project: asNumber(ids[0]), account: asAddress(ids[1]) })
const taskOfAccount = (ids: readonly CatalogId[]) => ({ account: asAddress(ids[0]), project: asNumber(ids[1]), index: asNumber(ids[2]) })
const seatOfTask = (ids: readonly CatalogId[]) => ({ project: asNumber(ids[0]), index: asNumber(ids[1]), account: asAddress(ids[2]) })

/** The lists of a directory whose catalog is whole. */
export const createCatalog = (database: Database): Catalog => ({
  projects: (filter, page) =>
    'stage' in filter
      ? pageOf(database, 'stageProject', [filter.stage], page, ({ ids }) => asNumber(ids[1]))
      : pageOf(database, 'proposerProject', [filter.proposer], page, ({ ids }) => asNumber(ids[1])),
  proposal: (proposer, project) => placeAt(database, catalogKey('proposerProject', proposer, project)),
  stakes: (filter, page) =>
    'account' in filter
      ? pageOf(database, 'accountStake', [filter.account], page, listed(stakeOfAccount))
      : pageOf(database, 'projectStake', [filter.project], page, listed(stakeOfProject)),
  claims: (account, page) => pageOf(database, 'accountClaim', [account], page, listed(taskOfAccount)),
  seats: (filter, page) => {
    if ('account' in filter) return pageOf(database, 'accountSeat', [filter.account], page, listed(taskOfAccount))
    const ids = filter.index === undefined ? [filter.project] : [filter.project, filter.index]
    return pageOf(database, 'taskSeat', ids, page, listed(seatOfTask))
  },
  ballots: (account, page) =>
    pageOf(database, 'accountBallot', [account], page, listed((ids) => ({ ...taskOfAccount(ids), currency: asNumber(ids[3]) }))),
  taskLists: (project, page) => pageOf(database, 'taskList', [project], page, listed((ids) => ({ root: asBytes(ids[1]) }))),
  taskList: (project, root) => placeAt(database, catalogKey('taskList', project, root)),
  evidence: (project, index) => placeAt(database, catalogKey('evidence', project, index)),
  activity: (account, page, kind) => activity(database, account, page, kind === undefined ? classes : [kind]),
  projectActivity: (project, page) =>
    pageOf(database, 'projectActivity', [project], page, ({ ids }) => ({ block: asNumber(ids[1]), index: Number(asNumber(ids[2])) })),
  samples: (range) => samples(database, range),
  counts: () => counts(database),
})
