import { keccak256, toHex } from '@distribute/state-machine'
import { expect, test } from 'vitest'
import { appendRandomBlock, createRandom, LISTS } from '../catalog/testing/history.ts'
import { openRandomNode, type Item } from '../rpc/testing/random-node.ts'
import { namedHashes } from './named-hashes.ts'

test('proposals, tasks of every list and evidence are what names files, and nothing else is', async () => {
  const node = await openRandomNode()
  const random = createRandom(5)
  for (let i = 0; i < 90; i++) await appendRandomBlock(node.chain, random)
  const wanted = new Set<unknown>()
  for (const { id, contentHash } of await node.all('distribute_projects')) {
    wanted.add(contentHash)
    for (const { tasks } of await node.all('distribute_taskLists', { project: id })) for (const task of tasks as readonly Item[]) wanted.add(task['contentHash'])
    const { tasks } = (await node.ask('distribute_project', { id })) as { readonly tasks: readonly Item[] }
    for (const { evidence } of tasks) if (evidence !== null) wanted.add((evidence as Item)['hash'])
  }
  const found = await namedHashes(node.chain)
  const none = `0x${'00'.repeat(32)}`
  expect(new Set([...found].filter((hash) => hash !== none))).toEqual(wanted)
  expect(found.has(toHex(keccak256(Uint8Array.of(8))))).toBe(true)
  for (const { contentHash } of LISTS.flat()) expect(found.has(toHex(contentHash))).toBe(true)
  await node.close()
})
