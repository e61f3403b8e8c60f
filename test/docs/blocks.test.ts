import { expect, test } from 'vitest'
import { blocksOf, missingLine, stepsOf } from './blocks.ts'

test('blocks are read with their checks, and none of code goes without', () => {
  const page = 'Hello\n\n<!-- check: start http://x -->\n```console\n$ a\n```\n\n```json\n{}\n```\n\n<!-- check: file a.ts -->\n```ts\n1\n```\n'
  expect(blocksOf(page)).toEqual([
    { check: 'start', argument: 'http://x', text: '$ a\n' },
    { check: 'file', argument: 'a.ts', text: '1\n' },
  ])
  expect(() => blocksOf('```console\n$ a\n```')).toThrow('no check')
  expect(() => blocksOf('<!-- check: guess -->\n```ts\n1\n```')).toThrow('no check')
})

test('commands go over several lines, and each has what it prints', () => {
  expect(stepsOf('$ a \\\n    b\none\n…\n$ c\n')).toEqual([{ command: 'a b', shown: ['one'] }, { command: 'c', shown: [] }])
})

test('what differs from run to run is not compared, all else is', () => {
  const shown = ['block 7, fee 21000 wei, 0x0123456789abcdef', '0 mismatches', 'Data …/x']
  expect(missingLine(shown, 'block 12, fee 21000 wei, 0xfedcba9876543210\nmore\n0 mismatches\nData  /tmp/x')).toBe(undefined)
  expect(missingLine(shown, 'block 12, fee 21001 wei, 0xfedcba9876543210\n0 mismatches\nData /x')).toBe(shown[0])
  expect(missingLine(shown, 'block 12, fee 21000 wei, 0xfedcba9876543210\n1 mismatches\nData /x')).toBe('0 mismatches')
  expect(missingLine(['1 ETH, fee 0.000070768969472664 ETH'], '2 ETH, fee 0.000070768969472664 ETH')).toBeDefined()
})

test('lines out of order are missed', () => {
  expect(missingLine(['a', 'b'], 'b\na')).toBe('b')
})
