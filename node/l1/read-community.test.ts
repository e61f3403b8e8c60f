import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeGenesis } from '@distribute/state-machine'
import { RpcAnswer } from '../testing/proxy.ts'
import { startRig, type Rig } from '../testing/rig.ts'
import { createL1Reader } from './client.ts'
import { readCommunity } from './read-community.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

test('L1 alone tells genesis and contracts, byte for byte as they were deployed', async () => {
  const found = await readCommunity(createL1Reader([rig.l1.url]), { rollup: rig.rollup.contracts.rollup, from: 0n })
  expect(found).toEqual({ genesisJson: encodeGenesis(rig.genesis), genesis: rig.genesis, rollup: rig.rollup })
})

test('a URL that answers few blocks of logs at once is asked in steps', async () => {
  const spans: bigint[] = []
  rig.proxy.behave(async (request, pass) => {
    const [range] = request.method === 'eth_getLogs' ? (request.params as readonly { readonly fromBlock: string; readonly toBlock: string }[]) : []
    if (range === undefined) return pass()
    const span = BigInt(range.toBlock) - BigInt(range.fromBlock) + 1n
    if (span > 4n) throw new RpcAnswer(-32005, 'query exceeds max block range')
    spans.push(span)
    return pass()
  })
  await rig.l1.mine(12)
  const found = await readCommunity(createL1Reader([rig.proxy.url]), { rollup: rig.rollup.contracts.rollup, from: 0n, span: 4n })
  expect(found.rollup).toEqual(rig.rollup)
  expect(new Set(spans)).toEqual(new Set([4n]))
})

test('what is no rollup, and a search behind the deployment, are refused in words', async () => {
  const reader = createL1Reader([rig.l1.url])
  await expect(readCommunity(reader, { rollup: rig.rollup.contracts.bridge, from: 0n })).rejects.toMatchObject({ code: 'NoRollup', message: expect.stringContaining('check the address') as string })
  const late = { rollup: rig.rollup.contracts.rollup, from: rig.rollup.deployed.number + 1n }
  await rig.l1.mine()
  await expect(readCommunity(reader, late)).rejects.toMatchObject({ code: 'NoRollup', message: expect.stringContaining('--from-block') as string })
})
