import { addressFromBytes } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { readNumber, TABLES, writeIndex, writeNumber } from '../storage/tables.ts'

const BYTES = { address: 20, u8: 1, u32: 4, u64: 8, b32: 32 } as const
type IdType = keyof typeof BYTES

/** Numbers of every width are plain bigints. */
export type CatalogId = Address | bigint | Uint8Array

interface RowShape {
  /** The key's second byte. */
  readonly code: number
  readonly ids: readonly IdType[]
}

/**
 * The rows of the catalog: what they are found by. Numbers are big-endian, so the newest is the last. The value is the
 * place (block u64 ‖ index u32) of the transaction that brought the row, where nothing else is said. A change needs a new
 * CATALOG_VERSION.
 */
export const CATALOG_ROWS = {
  /** account, class (ACTIVITY), block, index → nothing; wei of the stipend where she was registered */
  activity: { code: 0x01, ids: ['address', 'u8', 'u64', 'u32'] },
  /** project, block, index → nothing */
  projectActivity: { code: 0x02, ids: ['u64', 'u64', 'u32'] },
  /** stage, project → nothing; a project stands in one stage */
  stageProject: { code: 0x03, ids: ['u8', 'u64'] },
  proposerProject: { code: 0x04, ids: ['address', 'u64'] },
  accountStake: { code: 0x05, ids: ['address', 'u64'] },
  projectStake: { code: 0x06, ids: ['u64', 'address'] },
  /** account, project, task */
  accountClaim: { code: 0x07, ids: ['address', 'u64', 'u8'] },
  accountSeat: { code: 0x08, ids: ['address', 'u64', 'u8'] },
  taskSeat: { code: 0x09, ids: ['u64', 'u8', 'address'] },
  /** account, project, task, currency */
  accountBallot: { code: 0x0a, ids: ['address', 'u64', 'u8', 'u8'] },
  /** project, root */
  taskList: { code: 0x0b, ids: ['u64', 'b32'] },
  /** project, task */
  evidence: { code: 0x0c, ids: ['u64', 'u8'] },
  /** 0: members; else projects in that stage → u64 */
  counter: { code: 0x0d, ids: ['u8'] },
  /** time of a block that begins a new period of samples, in seconds → what stood after it (samples.ts) */
  sample: { code: 0x0e, ids: ['u64'] },
} as const satisfies Record<string, RowShape>
export type CatalogRow = keyof typeof CATALOG_ROWS

/** What a transaction was to an account: paid her, took ether to L1, or anything else. */
export const ACTIVITY = { other: 0, payout: 1, withdrawal: 2 } as const
export type ActivityClass = keyof typeof ACTIVITY

/** A transaction by block and place in it. */
export interface Place {
  readonly block: bigint
  readonly index: number
}

const HEAD_BYTES = 2
const PLACE_BYTES = 12

export function encodePlace({ block, index }: Place): Uint8Array {
  const bytes = new Uint8Array(PLACE_BYTES)
  writeNumber(bytes, 0, block)
  writeIndex(bytes, 8, index)
  return bytes
}

const readIndex = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at)

/** Undefined for bytes of another length. */
export const decodePlace = (bytes: Uint8Array): Place | undefined =>
  bytes.length === PLACE_BYTES ? { block: readNumber(bytes, 0), index: readIndex(bytes, 8) } : undefined

const digit = (text: string, at: number): number => {
  const code = text.charCodeAt(at)
  return code < 58 ? code - 48 : code - 87
}

function writeAddress(target: Uint8Array, at: number, address: string): void {
  for (let i = 0; i < 20; i++) target[at + i] = (digit(address, 2 + 2 * i) << 4) | digit(address, 3 + 2 * i)
}

function writeId(target: Uint8Array, at: number, type: IdType, id: CatalogId): void {
  if (typeof id === 'string') writeAddress(target, at, id)
  else if (typeof id !== 'bigint') target.set(id, at)
  else if (type === 'u64') writeNumber(target, at, id)
  else if (type === 'u32') writeIndex(target, at, Number(id))
  else target[at] = Number(id)
}

function readId(bytes: Uint8Array, at: number, type: IdType): CatalogId {
  if (type === 'address') return addressFromBytes(bytes, at)
  if (type === 'b32') return bytes.slice(at, at + BYTES.b32)
  if (type === 'u64') return readNumber(bytes, at)
  return BigInt(type === 'u32' ? readIndex(bytes, at) : (bytes[at] ?? 0))
}

/** Bytes of a whole key. */
export const catalogKeyBytes = (row: CatalogRow): number => CATALOG_ROWS[row].ids.reduce((size, type) => size + BYTES[type], HEAD_BYTES)

/** The key of a row, or with fewer ids what the keys of many begin with. */
export function catalogKey(row: CatalogRow, ...ids: readonly CatalogId[]): Uint8Array {
  const types: readonly IdType[] = CATALOG_ROWS[row].ids.slice(0, ids.length)
  const key = new Uint8Array(types.reduce((size, type) => size + BYTES[type], HEAD_BYTES))
  key[0] = TABLES.catalog
  key[1] = CATALOG_ROWS[row].code
  let at = HEAD_BYTES
  types.forEach((type, i) => {
    writeId(key, at, type, ids[i]!)
    at += BYTES[type]
  })
  return key
}

/** The ids in a key; undefined where its length is not the row's. */
export function catalogIds(row: CatalogRow, key: Uint8Array): readonly CatalogId[] | undefined {
  const ids: CatalogId[] = []
  let at = HEAD_BYTES
  for (const type of CATALOG_ROWS[row].ids) {
    if (at + BYTES[type] > key.length) return undefined
    ids.push(readId(key, at, type))
    at += BYTES[type]
  }
  return at === key.length ? ids : undefined
}

const ACTIVITY_BYTES = HEAD_BYTES + 20 + 1 + PLACE_BYTES

/** A key of `activity` in a buffer that is used again: every transaction of every block has one at least. */
export function createActivityKey(block: bigint): (account: Address, kind: ActivityClass, index: number) => Uint8Array {
  const key = new Uint8Array(ACTIVITY_BYTES)
  key[0] = TABLES.catalog
  key[1] = CATALOG_ROWS.activity.code
  writeNumber(key, HEAD_BYTES + 21, block)
  return (account, kind, index) => {
    writeAddress(key, HEAD_BYTES, account)
    key[HEAD_BYTES + 20] = ACTIVITY[kind]
    writeIndex(key, HEAD_BYTES + 29, index)
    return key
  }
}
