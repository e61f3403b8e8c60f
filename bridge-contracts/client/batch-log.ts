import type { Hex } from 'viem'
import { addressFromBytes, bytesToBigint, fromHex } from '@distribute/state-machine'
import type { Bytes32, PostedBatch } from '@distribute/state-machine'
import type { L1Block } from './rollup-calls.ts'

/** What the data of a BatchPosted log says; its topics are index, data id and claim id. */
export interface BatchContent {
  readonly batch: Omit<PostedBatch, 'index'>
  readonly l1Block: L1Block
}

const WORD = 32
const ADDRESS_AT = 12
const SEGMENTS_AT = 8 * WORD
const ROOTS_AT = 9 * WORD

/**
 * The data of a BatchPosted log, undefined for bytes that are none. By hand, because a batch is 120 kB of it: measured 1.6 ms,
 * against 3.9 with viem, which makes hex digits of each segment in between.
 */
export function decodeBatchLog(data: Hex): BatchContent | undefined {
  const bytes = fromHex(data)
  const segments = readItems(bytes, SEGMENTS_AT, readBytes)
  const roots = readItems(bytes, ROOTS_AT, readWord)
  if (segments === undefined || roots === undefined) return undefined
  const word = (place: number): Bytes32 => bytes.slice(place * WORD, (place + 1) * WORD)
  const number = (place: number): bigint => bytesToBigint(bytes, place * WORD, WORD)
  const parties = { poster: addressFromBytes(word(1), ADDRESS_AT), claimant: addressFromBytes(word(2), ADDRESS_AT) }
  const times = { l1Time: number(3), inboxLength: number(4), cursor: number(5) }
  return { batch: { parent: word(0), ...parties, ...times, segments, roots }, l1Block: { number: number(6), hash: word(7) } }
}

type ReadItem = (bytes: Uint8Array, list: number, place: number) => Uint8Array | undefined

/** The list whose offset stands at `at`. */
function readItems(bytes: Uint8Array, at: number, read: ReadItem): Uint8Array[] | undefined {
  const start = readOffset(bytes, at)
  const count = start === undefined ? undefined : readOffset(bytes, start)
  if (start === undefined || count === undefined) return undefined
  const items: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    const item = read(bytes, start + WORD, i)
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

function readBytes(bytes: Uint8Array, list: number, place: number): Uint8Array | undefined {
  const offset = readOffset(bytes, list + place * WORD)
  const length = offset === undefined ? undefined : readOffset(bytes, list + offset)
  if (offset === undefined || length === undefined) return undefined
  return slice(bytes, list + offset + WORD, length)
}

const readWord: ReadItem = (bytes, list, place) => slice(bytes, list + place * WORD, WORD)

/** An offset, a length or a count: never more than there are bytes. */
function readOffset(bytes: Uint8Array, at: number): number | undefined {
  if (at + WORD > bytes.length) return undefined
  const value = bytesToBigint(bytes, at, WORD)
  return value <= BigInt(bytes.length) ? Number(value) : undefined
}

const slice = (bytes: Uint8Array, at: number, length: number): Uint8Array | undefined =>
  at + length > bytes.length ? undefined : bytes.slice(at, at + length)
