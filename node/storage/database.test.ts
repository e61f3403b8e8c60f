import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { openDatabase } from './database.ts'
import { checkIdentity, FORMAT, identityRows } from './identity.ts'
import { hashKey, metaKey } from './tables.ts'

let directory: string
let open: Database[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'distribute-database-'))
  open = []
})
afterEach(async () => {
  for (const database of open) await database.close()
  rmSync(directory, { recursive: true, force: true })
})

const opened = async (): Promise<Database> => {
  const database = await openDatabase(directory)
  open.push(database)
  return database
}
const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const write = async (database: Database, rows: Iterable<readonly [Uint8Array, Uint8Array]>): Promise<void> => {
  const batch = database.batch()
  for (const [key, value] of rows) batch.put(key, value)
  await batch.write({ sync: true })
}

test('a batch copies what it is given, and is there as a whole', async () => {
  const database = await opened()
  const key = Uint8Array.of(1, 1)
  const batch = database.batch()
  batch.put(key, Uint8Array.of(1))
  key[1] = 2
  batch.put(key, Uint8Array.of(2))
  batch.delete(Uint8Array.of(1, 3))
  expect(await database.get(key)).toBeUndefined()
  await batch.write({ sync: true })
  expect(await database.getMany([Uint8Array.of(1, 1), key, Uint8Array.of(1, 3)])).toEqual([Uint8Array.of(1), Uint8Array.of(2), undefined])
  expect(database.getSync(key)).toEqual(Uint8Array.of(2))
  expect(database.getSync(Uint8Array.of(9))).toBeUndefined()
})

test('a discarded batch writes nothing', async () => {
  const database = await opened()
  const batch = database.batch()
  batch.put(Uint8Array.of(1), Uint8Array.of(1))
  await batch.discard()
  expect(await database.first({})).toBeUndefined()
})

test('what comes back is plain bytes, not a Buffer with another slice', async () => {
  const database = await opened()
  await write(database, [[Uint8Array.of(1), Uint8Array.of(1, 2, 3)]])
  const [row] = [(await database.first({}))!]
  for (const bytes of [await database.get(Uint8Array.of(1)), database.getSync(Uint8Array.of(1)), ...row]) expect(Buffer.isBuffer(bytes)).toBe(false)
})

test('rows come in order, in chunks, from either end', async () => {
  const database = await opened()
  await write(database, Array.from({ length: 25 }, (_, i) => [Uint8Array.of(5, i), Uint8Array.of(i)] as const))
  const sizes: number[] = []
  const seen: number[] = []
  for await (const rows of database.rows({ gt: Uint8Array.of(5, 2), lte: Uint8Array.of(5, 20) }, 7)) {
    sizes.push(rows.length)
    seen.push(...rows.map(([, value]) => value[0]!))
  }
  expect(seen).toEqual(Array.from({ length: 18 }, (_, i) => i + 3))
  expect(sizes).toEqual([7, 7, 4])
  expect((await database.first({ lt: Uint8Array.of(6), reverse: true }))?.[1]).toEqual(Uint8Array.of(24))
})

test('a snapshot does not move', async () => {
  const database = await opened()
  const key = Uint8Array.of(1)
  await write(database, [[key, Uint8Array.of(1)]])
  const snapshot = database.snapshot()
  await write(database, [[key, Uint8Array.of(2)]])
  expect(await database.get(key, snapshot)).toEqual(Uint8Array.of(1))
  expect(await database.get(key)).toEqual(Uint8Array.of(2))
  await snapshot.close()
})

test('a second node on the directory is told so', async () => {
  await opened()
  await expect(openDatabase(directory)).rejects.toMatchObject({ name: 'StorageError', code: 'directory-in-use', remedy: 'stop', message: expect.stringContaining('Another node runs') as string })
})

test('a directory that cannot be made is a fault of the disk', async () => {
  await expect(openDatabase('/dev/null/data')).rejects.toMatchObject({ code: 'disk', message: expect.stringContaining('/dev/null/data') as string })
})

test('use after close is named', async () => {
  const database = await openDatabase(directory)
  await database.close()
  await expect(database.get(Uint8Array.of(1))).rejects.toMatchObject({ code: 'closed' })
  expect(() => database.getSync(Uint8Array.of(1))).toThrow(expect.objectContaining({ code: 'closed' }))
  await expect(database.first({})).rejects.toMatchObject({ code: 'closed' })
})

test('a damaged table file is corruption, not data', async () => {
  const database = await openDatabase(directory)
  await write(database, Array.from({ length: 20_000 }, (_, i) => [hashKey('record', hash(0).fill(i & 0xff).fill(i >> 8, 16)), new Uint8Array(64).fill(i & 0xff)] as const))
  await database.close()
  // At the next start LevelDB moves its log into a table.
  await (await openDatabase(directory)).close()
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.ldb'))) {
    const bytes = readFileSync(join(directory, file))
    writeFileSync(join(directory, file), bytes.fill(0xff, 0, bytes.length >> 1))
  }
  const damaged = await opened()
  const scan = async (): Promise<void> => { for await (const rows of damaged.rows({})) rows.at(0) }
  await expect(scan()).rejects.toMatchObject({ code: 'corrupt', remedy: 'reset' })
})

test('a lost manifest is corruption', async () => {
  await (await openDatabase(directory)).close()
  writeFileSync(join(directory, 'CURRENT'), 'MANIFEST-999999\n')
  await expect(openDatabase(directory)).rejects.toMatchObject({ code: 'corrupt' })
})

test('an empty directory belongs to nobody, a written one to its community', async () => {
  const database = await opened()
  expect(await checkIdentity(database, hash(1))).toBe(false)
  await write(database, identityRows(hash(1)))
  expect(await checkIdentity(database, hash(1))).toBe(true)
  await expect(checkIdentity(database, hash(2))).rejects.toMatchObject({ code: 'other-community', message: expect.stringContaining('another community') as string })
})

test('a newer format is refused with what to do', async () => {
  const database = await opened()
  await write(database, [...identityRows(hash(1)), [metaKey('format'), Uint8Array.of(0, FORMAT + 1)]])
  await expect(checkIdentity(database, hash(1))).rejects.toMatchObject({ code: 'newer-format', message: expect.stringContaining('Upgrade the program') as string })
})

test('somebody else’s database is left alone', async () => {
  const database = await opened()
  await write(database, [[Uint8Array.of(0x61), Uint8Array.of(1)]])
  await expect(checkIdentity(database, hash(1))).rejects.toMatchObject({ code: 'unknown-directory' })
})

test('an identity of the wrong form is corruption', async () => {
  const database = await opened()
  for (const [name, value] of [['format', Uint8Array.of(1)], ['format', Uint8Array.of(0, 0)], ['genesis', Uint8Array.of(1)]] as const) {
    await write(database, [...identityRows(hash(1)), [metaKey(name), value]])
    await expect(checkIdentity(database, hash(1))).rejects.toMatchObject({ code: 'corrupt', table: 'meta' })
  }
})
