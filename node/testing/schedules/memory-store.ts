import type { Database, Range, Row, Snapshot, WriteBatch } from '../../storage/database.ts'

/** All rows at one moment. */
export interface Image {
  readonly rows: ReadonlyMap<string, Uint8Array>
  readonly keys: readonly string[]
}

/** A database in memory that dies as a process does: at a write, before or after it, and nobody hears of it any more. */
export interface MemoryStore extends Database {
  /** What a disk would hold now: all writes are whole. */
  image(): Image
  readonly isDead: boolean
  /** Nothing that waits for it goes on. */
  die(): void
  /** Dies at the write after `writes` more; that one is on the disk (`isKept`) or is not. */
  dieAt(writes: number, isKept: boolean): void
}

export const NO_ROWS: Image = { rows: new Map(), keys: [] }

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)
const nameOf = (key: Uint8Array): string => Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1')
const keyOf = (name: string): Uint8Array => Uint8Array.from(Buffer.from(name, 'latin1'))

type Change = readonly [name: string, value: Uint8Array | undefined]

/** The first place whose key is not below `name`. */
const placeOf = (keys: readonly string[], name: string): number => {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? '') < name) low = middle + 1
    else high = middle
  }
  return low
}

const applied = ({ rows, keys }: Image, changes: readonly Change[]): Image => {
  const next = { rows: new Map(rows), keys: [...keys] }
  for (const [name, value] of changes) {
    const isThere = next.rows.has(name)
    if (value === undefined && isThere) next.keys.splice(placeOf(next.keys, name), 1)
    if (value !== undefined && !isThere) next.keys.splice(placeOf(next.keys, name), 0, name)
    if (value === undefined) next.rows.delete(name)
    else next.rows.set(name, value)
  }
  return next
}

const namesIn = ({ keys }: Image, { gt, gte, lt, lte, reverse = false, limit }: Range): readonly string[] => {
  const from = gte !== undefined ? placeOf(keys, nameOf(gte)) : gt !== undefined ? placeOf(keys, `${nameOf(gt)}\0`) : 0
  const to = lt !== undefined ? placeOf(keys, nameOf(lt)) : lte !== undefined ? placeOf(keys, `${nameOf(lte)}\0`) : keys.length
  const found = keys.slice(from, Math.max(from, to))
  const ordered = reverse ? found.reverse() : found
  return limit === undefined || limit < 0 ? ordered : ordered.slice(0, limit)
}

const valueIn = ({ rows }: Image, name: string): Uint8Array | undefined => rows.get(name)?.slice()
const rowsIn = (image: Image, range: Range): Row[] => namesIn(image, range).map((name) => [keyOf(name), valueIn(image, name) ?? new Uint8Array(0)])

/** A snapshot is the image that it names. */
const snapshots = new WeakMap<object, Image>()

export const createMemoryStore = (first: Image = NO_ROWS): MemoryStore => {
  let image = first
  let death: { left: number; readonly isKept: boolean } | undefined
  let isDead = false
  const at = (snapshot: Snapshot | undefined): Image => (snapshot === undefined ? image : (snapshots.get(snapshot) ?? image))
  const alive = <T>(read: () => T): Promise<T> => (isDead ? never() : Promise.resolve(read()))
  const write = (changes: readonly Change[]): Promise<void> => {
    if (isDead) return never()
    isDead = death !== undefined && death.left-- <= 0
    if (!isDead || death?.isKept === true) image = applied(image, changes)
    return isDead ? never() : Promise.resolve()
  }
  return {
    directory: 'memory',
    image: () => image,
    get isDead() {
      return isDead
    },
    die: () => void (isDead = true),
    dieAt: (left, isKept) => void (death = { left, isKept }),
    get: (key, snapshot) => alive(() => valueIn(at(snapshot), nameOf(key))),
    getSync: (key) => valueIn(image, nameOf(key)),
    getMany: (keys, snapshot) => alive(() => keys.map((key) => valueIn(at(snapshot), nameOf(key)))),
    first: (range) => alive(() => rowsIn(at(range.snapshot), { ...range, limit: 1 })[0]),
    async *rows(range, chunk = 1_000) {
      const rows = await alive(() => rowsIn(at(range.snapshot), range))
      for (let from = 0; from < rows.length; from += chunk) yield rows.slice(from, from + chunk)
    },
    batch: () => createBatch(write),
    snapshot: () => createSnapshot(image),
    close: () => alive(() => undefined),
  }
}

const createSnapshot = (image: Image): Snapshot => {
  const close = (): Promise<void> => Promise.resolve()
  const snapshot: Pick<Snapshot, 'ref' | 'unref' | 'close'> = { ref: () => undefined, unref: () => undefined, close }
  snapshots.set(snapshot, image)
  return Object.assign(snapshot, { [Symbol.asyncDispose]: close })
}

const createBatch = (write: (changes: readonly Change[]) => Promise<void>): WriteBatch => {
  const changes: Change[] = []
  return {
    put: (key, value) => void changes.push([nameOf(key), value.slice()]),
    delete: (key) => void changes.push([nameOf(key), undefined]),
    write: () => write(changes),
    discard: () => Promise.resolve(),
  }
}
