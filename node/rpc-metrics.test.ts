import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { rpcMeasures } from './rpc-metrics.ts'
import { createMetrics } from './telemetry/metrics.ts'
import { ETHER, eventually, member, signTransfer, startRig, type Rig, type RigNode } from './testing/rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

const read = async ({ metrics }: RigNode, name: string): Promise<number> => {
  const line = (await metrics.render()).split('\n').find((each) => each.startsWith(`distribute_${name} `))
  return line === undefined ? Number.NaN : Number(line.split(' ').at(-1))
}

test('requests are counted by method, errors by code, and connections while they are open', async () => {
  const node = await rig.start('sequencer', { flags: { rpcMaxWebsockets: 1 } })
  for (let i = 0; i < 3; i++) await node.call('eth_chainId')
  for (const method of ['eth_made_up', 'eth_made_up_too', 'constructor']) await node.call(method).catch(() => undefined)
  await node.call('eth_getBalance', 'nonsense').catch(() => undefined)
  await fetch(node.node.rpcUrl, { method: 'POST', body: '{' })
  await fetch(node.node.rpcUrl, { method: 'POST', body: '[]' })
  expect(await read(node, 'rpc_server_requests_total{method="eth_chainId"}')).toBe(3)
  expect(await read(node, 'rpc_server_requests_total{method="unknown"}')).toBe(3)
  expect(await read(node, 'rpc_server_requests_total{method="invalid"}')).toBe(2)
  expect(await read(node, 'rpc_server_errors_total{code="-32601"}')).toBe(3)
  expect(await read(node, 'rpc_server_errors_total{code="-32602"}')).toBe(1)
  expect(await read(node, 'rpc_server_request_duration_seconds_count{method="eth_chainId"}')).toBe(3)
  expect(await read(node, 'rpc_server_http_connections')).toBeGreaterThan(0)
  expect(await node.metrics.render()).not.toContain('made_up')

  const first = new WebSocket(node.node.wsUrl)
  await new Promise((resolve) => first.once('open', resolve))
  expect(await read(node, 'rpc_server_websockets')).toBe(1)
  const second = new WebSocket(node.node.wsUrl)
  expect(await new Promise((resolve) => second.once('close', resolve))).toBe(1013)
  expect(await read(node, 'rpc_server_refused_total{kind="websocket"}')).toBe(1)
  first.terminate()
  await eventually('no WebSocket any more', async () => (await read(node, 'rpc_server_websockets')) === 0)
})

test('what waits in the pool is counted as it is now: after a block there is nothing', async () => {
  const node = await rig.start('sequencer', { flags: { blockTimeMs: 500 } })
  await rig.deposit(member(0), ETHER)
  await eventually('the deposit', async () => {
    await rig.l1.mine()
    return (await node.balance(member(0))) === ETHER
  })
  const hashes: string[] = []
  for (const nonce of [0, 1, 2, 5]) hashes.push(await node.call('eth_sendRawTransaction', await signTransfer(0, { nonce, to: member(9) })))
  await eventually('a receipt', async () => (await node.call('eth_getTransactionReceipt', hashes[2])) !== null)
  expect([await read(node, 'pool_pending'), await read(node, 'pool_queued')]).toEqual([0, 1])
})

test('codes that are not ours are counted as one', async () => {
  const metrics = createMetrics({ process: false })
  const { measure } = rpcMeasures(metrics)
  for (let code = 1_000; code < 2_000; code++) measure('eth_chainId', 1, code)
  expect(await metrics.render()).toContain('distribute_rpc_server_errors_total{code="other"} 1000')
})
