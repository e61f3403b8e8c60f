import { createMPT } from '@ethereumjs/mpt'
import { encodeRlp } from '@distribute/state-machine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { EMPTY_TRIE_ROOT, orderedTrieRoot } from './ordered-trie.ts'

function indexBytes(index: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = index; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff)
  return Uint8Array.from(bytes)
}

async function oracleRoot(values: readonly Uint8Array[]): Promise<Uint8Array> {
  const trie = await createMPT()
  for (const [i, value] of values.entries()) await trie.put(encodeRlp(indexBytes(i)), value)
  return trie.root()
}

const valuesOf = (count: number, length: (i: number) => number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => Uint8Array.from({ length: length(i) }, (__, at) => (i * 31 + at * 7 + 1) & 0xff || 1))

test('an empty list has the root that every empty Ethereum block shows', () => {
  expect(Buffer.from(EMPTY_TRIE_ROOT).toString('hex')).toBe('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421')
  expect(orderedTrieRoot([])).toEqual(EMPTY_TRIE_ROOT)
})

test('lists of 0 to 300 values have the root of @ethereumjs/mpt', async () => {
  const trie = await createMPT()
  const values = valuesOf(300, (i) => 1 + ((i * 37) % 700))
  for (let count = 1; count <= values.length; count++) {
    await trie.put(encodeRlp(indexBytes(count - 1)), values[count - 1]!)
    expect(orderedTrieRoot(values.slice(0, count)), `${count} values`).toEqual(trie.root())
  }
})

test('nodes below 32 bytes stand in their parent', async () => {
  for (const count of [1, 2, 3, 16, 17, 127, 128, 129, 200]) {
    const values = valuesOf(count, (i) => 1 + (i % 3))
    expect(orderedTrieRoot(values), `${count} values`).toEqual(await oracleRoot(values))
  }
})

test('lists past two bytes of index and values past three bytes of length', async () => {
  const many = valuesOf(1_500, () => 40)
  expect(orderedTrieRoot(many)).toEqual(await oracleRoot(many))
  const long = valuesOf(3, () => 70_000)
  expect(orderedTrieRoot(long)).toEqual(await oracleRoot(long))
})

test('any list has the root of @ethereumjs/mpt', async () => {
  const value = fc.uint8Array({ minLength: 1, maxLength: 90 })
  await fc.assert(
    fc.asyncProperty(fc.array(value, { maxLength: 140 }), async (values) => {
      expect(orderedTrieRoot(values)).toEqual(await oracleRoot(values))
    }),
    { numRuns: budget(30) },
  )
})
