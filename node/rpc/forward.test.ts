import { parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createForward } from '../forward.ts'
import { createRpcServer } from './index.ts'
import type { RpcServer } from './index.ts'
import { accounts, CHAIN_ID, startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

let sequencer: TestNode
let replica: RpcServer
let url: string
const [ada, bob] = accounts
const refuse = (): Promise<never> => Promise.reject(new TypeError('a replica asks nothing of this'))

/** The same chain seen through a node without a pool. */
async function startReplica(forwardTo: string | undefined): Promise<{ server: RpcServer; url: string }> {
  const server = createRpcServer({ port: 0 }, {
    chain: sequencer.chain,
    ...(forwardTo === undefined ? {} : { forward: createForward(forwardTo) }),
    recoverMany: refuse,
    status: { status: () => expect.unreachable(), isClaimed: refuse, entriesOf: refuse },
    clientVersion: 'distribute/test',
    log: { warn: () => undefined, error: (facts, message) => console.error(message, facts) },
  })
  const { port } = await server.listen()
  return { server, url: `http://127.0.0.1:${port}` }
}

async function ask(at: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(at, { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) })
  return response.json()
}

beforeAll(async () => {
  sequencer = await startTestNode()
  await sequencer.deposit(ada.address, parseEther('1'))
  ;({ server: replica, url } = await startReplica(sequencer.url))
})
afterAll(async () => {
  await replica.close()
  await sequencer.close()
})

const sign = (nonce: number): Promise<string> => ada.signTransaction({ chainId: CHAIN_ID, nonce, gas: 21_000n, maxFeePerGas: 2n, to: bob.address })

test('a replica passes on what is sent, with the sequencer\'s answer and its errors', async () => {
  const raw = await sign(0)
  expect(await ask(url, 'eth_sendRawTransactionSync', [raw])).toMatchObject({ result: { status: '0x1', blockNumber: '0x2' } })
  expect(await ask(url, 'eth_sendRawTransaction', [raw])).toMatchObject({ error: { code: -32000, message: 'nonce too low: next nonce 1, tx nonce 0' } })
  expect(await ask(url, 'distribute_register', [ada.address, `0x${'01'.repeat(32)}`, '0x1', '0x'])).toMatchObject({ error: { code: 3, message: 'execution reverted: SignatureExpired' } })
})

test('its pending nonce is the sequencer\'s', async () => {
  await sequencer.call('eth_sendRawTransaction', [await sign(1)])
  expect(await ask(url, 'eth_getTransactionCount', [ada.address, 'pending'])).toMatchObject({ result: '0x2' })
})

test('with nobody to pass it on to, it says so, and still answers reads', async () => {
  const alone = await startReplica(undefined)
  const gone = await startReplica('http://127.0.0.1:1')
  expect(await ask(alone.url, 'eth_sendRawTransaction', ['0x'])).toMatchObject({ error: { code: -32003, message: 'transaction rejected: this node takes no transactions, send them to the sequencer' } })
  expect(await ask(gone.url, 'eth_sendRawTransaction', ['0x'])).toMatchObject({ error: { code: -32002 } })
  for (const at of [alone.url, gone.url]) expect(await ask(at, 'eth_getTransactionCount', [ada.address, 'pending'])).toHaveProperty('result')
  expect(await ask(alone.url, 'eth_newPendingTransactionFilter', [])).toHaveProperty('result')
  await alone.server.close()
  await gone.server.close()
})
