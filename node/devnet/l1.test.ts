import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestClient, http } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { call } from '../json-rpc.ts'
import { anvilPath } from './anvil-path.ts'
import { freePort } from './free-port.ts'
import { startL1, type DevnetL1 } from './l1.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-l1-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const start = async (): Promise<DevnetL1> => startL1({ directory, port: await freePort(0, '--l1-port'), blockTimeSeconds: 1, binary: undefined })
const blockHash = async ({ url }: DevnetL1, number: string): Promise<unknown> => {
  const answer = await call(url, 'eth_getBlockByNumber', [number, false])
  return 'result' in answer && typeof answer.result === 'object' && answer.result !== null && 'hash' in answer.result ? answer.result.hash : undefined
}

test('the next start has the blocks of the last one, and its clock never runs back', async () => {
  const first = await start()
  const client = createTestClient({ mode: 'anvil', transport: http(first.url) })
  await client.increaseTime({ seconds: 100_000 })
  await first.mine(3)
  const before = await first.time()
  const hash = await blockHash(first, '0x3')
  expect(before).toBeGreaterThan(BigInt(Math.floor(Date.now() / 1_000)) + 90_000n)
  await first.close()

  const second = await start()
  expect(await blockHash(second, '0x3')).toBe(hash)
  await second.mine(1)
  expect(await second.time()).toBeGreaterThanOrEqual(before)
  await second.close()
})

test('its safe block follows by itself, one behind', async () => {
  const l1 = await start()
  await l1.mine(5)
  expect(await blockHash(l1, 'safe')).toBe(await blockHash(l1, '0x4'))
  await l1.close()
})

test('an anvil that cannot start is told at once, with where to read why', async () => {
  await expect(startL1({ directory, port: 1, blockTimeSeconds: 1, binary: '/bin/false' })).rejects.toMatchObject({
    code: 'L1Failed',
    message: 'anvil ended with code 1 at its start',
    advice: expect.stringContaining('anvil.log') as string,
  })
})

test('the anvil is the one npm installed, unless another is named', () => {
  expect(anvilPath('/opt/anvil')).toBe('/opt/anvil')
  expect(anvilPath(undefined)).toMatch(/@foundry-rs\/anvil-\w+-\w+\/bin\/anvil$/)
})
