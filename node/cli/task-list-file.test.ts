import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { keccak256, stringToHex, toBytes } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromHex, taskListRoot } from '@distribute/state-machine'
import { budget } from '../../test/budget.ts'
import { parseCsv } from './csv.ts'
import { decodeKeptList, readTaskList } from './task-list-file.ts'
import { proofOf, rootOf } from './task-list-root.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-tasks-'))
  await writeFile(join(directory, 'door.md'), 'paint it green')
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const read = async (name: string, text: string): ReturnType<typeof readTaskList> => {
  await writeFile(join(directory, name), text)
  return readTaskList(join(directory, name))
}
const HASH = `0x${'ab'.repeat(32)}`
const WANTED = [
  { title: 'Roof, old', weight: 6_000, contentHash: keccak256(stringToHex('Roof, old')) },
  { title: 'Door', weight: 2_750, contentHash: keccak256(toBytes('paint it green')) },
  { title: '', weight: 1_250, contentHash: HASH },
]

test('a CSV and a JSON file say the same', async () => {
  expect(await read('a.csv', `title,weight,content\r\n"Roof, old",6000,\r\nDoor,27.5%,door.md\r\n,12.5 %,${HASH}\r\n`)).toEqual(WANTED)
  const rows = [{ title: 'Roof, old', weight: 6_000 }, { title: 'Door', weight: '27.5%', content: 'door.md' }, { weight: '1250', content: HASH }]
  expect(await read('a.json', JSON.stringify(rows))).toEqual(WANTED)
})

test.each([
  ['{"title": "x"}', 'a quote stands in the middle'],
  ['title,weight\nx,100%\nthe "old" one,1%\n', 'a quote stands in the middle'],
  ['title,weight\n"x,100%\n', 'a quote stands in the middle'],
  ['[', 'is no task list'],
  ['', 'it is empty'],
  ['title\nx\n', 'names no column "weight"'],
  ['title,weight\nx,5000\n', 'sum to 50 %'],
  ['title,weight\nx,100.001%\n', 'its weight is "100.001%"'],
  ['title,weight\nx,0\n', 'its weight is "0"'],
  ['title,weight\nx,1.5\n', 'its weight is "1.5"'],
  ['title,weight\n,100%\n', 'neither title nor content'],
  ['title,weight,content\nx,100%,gone.md\n', 'task 0: its content is "gone.md"'],
  ['title,weight,colour\nx,100%,green\n', 'Unrecognized key: "colour"'],
  ['[]', 'has 0 tasks'],
  [`title,weight\n${'x,1%\n'.repeat(33)}`, 'has 33 tasks'],
])('%j is refused: %s', async (text, words) => {
  await expect(read('bad', text)).rejects.toMatchObject({ code: 'Usage', message: expect.stringContaining(words) as unknown })
})

test('a file that is not there is a wrong call', async () => {
  await expect(readTaskList(join(directory, 'nothing.csv'))).rejects.toMatchObject({ code: 'Usage', message: expect.stringContaining('ENOENT') as unknown })
})

test('what is written as CSV is read as it was', () => {
  const cell = fc.stringMatching(/^[a-z", \n]{0,8}$/)
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }).filter((row) => row.some((each) => each !== '')), { minLength: 1, maxLength: 5 })
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
  fc.assert(fc.property(rows, (written) => {
    expect(parseCsv(`${written.map((row) => row.map(quote).join(',')).join('\n')}\n`)).toEqual(written)
  }), { numRuns: budget(200) })
})

test('the root is the protocol’s, and a kept list is read as it was', () => {
  const tasks = WANTED.map(({ title, weight, contentHash }) => ({ title, weight, contentHash: `0x${contentHash.slice(2)}` as const }))
  expect(fromHex(rootOf(tasks))).toEqual(taskListRoot(tasks.map(({ weight, contentHash }) => ({ weight: BigInt(weight), contentHash: fromHex(contentHash) }))))
  expect(proofOf(tasks, 1)).toHaveLength(5)
  expect(decodeKeptList(JSON.stringify(tasks))).toEqual(tasks)
  expect([decodeKeptList('{'), decodeKeptList('{}')]).toEqual([undefined, undefined])
})
