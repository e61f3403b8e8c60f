import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeFunctionData } from 'viem'
import { reputationAbi } from '@distribute/bridge-contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CHAIN_ID, accounts, START, startTestNode, type TestNode } from '../rpc/testing/node.ts'
import { createRelay, type RelayOptions } from './relay.ts'

/** The test node's registrar. */
const KEY = `0x${(99).toString(16).padStart(64, '0')}` as const
const [ada, bob, carol] = accounts
const INVITATION = 'harbour-2027-ada-lovelace'

let directory: string
let node: TestNode
let clock = 0

const start = async (options: Partial<RelayOptions> = {}, warnings: string[] = []): Promise<void> => {
  const invitationsFile = join(directory, 'invitations')
  const relay = createRelay({ admits: 'invited', key: KEY, chainId: BigInt(CHAIN_ID), invitationsFile, perHour: 2, ...options }, { now: () => START, milliseconds: () => clock })
  node = await startTestNode({ relay, warn: (facts, message) => warnings.push(JSON.stringify([facts, message])) })
}
const ask = (member: string, ...invitation: readonly string[]): Promise<unknown> => node.call('distribute_requestRegistration', [member, ...invitation])
const isMember = async (account: string): Promise<unknown> => ((await node.call('distribute_member', [{ account }])) as { isMember: boolean }).isMember
const refused = (code: number, words: RegExp) => ({ error: { code, message: expect.stringMatching(words) as string } })

beforeEach(async () => {
  clock = 0
  directory = await mkdtemp(join(tmpdir(), 'distribute-relay-'))
})
afterEach(async () => {
  await node.close()
  await rm(directory, { recursive: true, force: true })
})

test('an invitation admits one member who owns nothing, once', async () => {
  await start()
  await writeFile(join(directory, 'invitations'), `${INVITATION}\n`)
  expect(await node.call('distribute_relay')).toMatchObject({ admits: 'invited', ether: '0x0' })
  expect(await ask(ada.address, ` ${INVITATION}\n`)).toMatch(/^0x[0-9a-f]{64}$/)
  expect(await isMember(ada.address)).toBe(true)
  expect(await ask(ada.address, INVITATION)).toMatchObject(refused(3, /AlreadyMember/))
  expect(await ask(bob.address, INVITATION)).toMatchObject(refused(3, /IdentityUsed/))
  expect(await isMember(bob.address)).toBe(false)
})

test('what is in no file, is too short to be safe, or is left out admits nobody; a line added while the node runs does', async () => {
  await start()
  expect(await ask(ada.address, INVITATION)).toMatchObject(refused(-32003, /invitation is not known/))
  await writeFile(join(directory, 'invitations'), 'short\n\n')
  for (const given of [[INVITATION], ['short'], [''], []]) expect(await ask(ada.address, ...given)).toMatchObject(refused(-32003, /invitation is not known/))
  await appendFile(join(directory, 'invitations'), `${INVITATION}\n`)
  expect(await ask(ada.address, INVITATION)).toMatch(/^0x/)
})

test('whoever asks is admitted where anybody is, so many an hour', async () => {
  await start({ admits: 'anybody' })
  expect(await ask(ada.address)).toMatch(/^0x/)
  expect(await ask(bob.address)).toMatch(/^0x/)
  expect(await ask(carol.address)).toMatchObject(refused(-32005, /2 members were admitted within an hour/))
  clock += 3_600_001
  expect(await ask(carol.address)).toMatch(/^0x/)
})

test('nothing that anybody asks gives the key or an invitation away, nor a signature for more than one member and an hour', async () => {
  const warnings: string[] = []
  await start({}, warnings)
  await writeFile(join(directory, 'invitations'), `${INVITATION}\n`)
  const hash = await ask(ada.address, INVITATION)
  const { input } = (await node.call('eth_getTransactionByHash', [hash])) as { input: `0x${string}` }
  const { functionName, args } = decodeFunctionData({ abi: reputationAbi, data: input })
  expect([functionName, args?.[0], args?.[2]]).toEqual(['register', ada.address, START + 3_600n])
  const answers = [input, await ask(bob.address, 'no such invitation there'), await ask(bob.address, INVITATION), await ask('0x12'), await node.call('distribute_relay'), await node.call('rollup_node'), await node.call('rollup_status')]
  const told = JSON.stringify([answers, warnings])
  for (const secret of [KEY.slice(2), INVITATION, Buffer.from(INVITATION).toString('hex')]) expect(told).not.toContain(secret)
})

test('a node without the registrar’s key says whom to ask', async () => {
  node = await startTestNode()
  expect(await node.call('distribute_relay')).toMatchObject({ admits: 'nobody' })
  expect(await ask(ada.address)).toMatchObject(refused(-32004, /ask the community’s registrar/))
})
