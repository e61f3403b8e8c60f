import { afterEach, beforeEach, expect, test } from 'vitest'
import { runNode } from '../cli/run-node.ts'
import { freePort } from '../devnet/free-port.ts'
import { createLoggerTo } from '../telemetry/logger.ts'
import { HttpAnswer, startProxy } from '../testing/proxy.ts'
import { ETHER, eventually, member, pause, signTransfer, startRig, type Line, type Rig } from '../testing/rig.ts'
import { startTestL1 } from '../testing/test-l1.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

const breaks = async (): Promise<never> => {
  throw new TypeError('the connection breaks')
}

test('an L1 that is away at the start is waited for, in words; the node starts when it is there', async () => {
  rig.proxy.behave(breaks)
  const [lines, reasons]: readonly [Line[], string[]] = [[], []]
  const starting = rig.start('sequencer', { lines, onWaiting: (reason) => void reasons.push(reason) })
  await eventually('three attempts', async () => reasons.length >= 3)
  expect(reasons[0]).toMatch(/^waiting for L1: http:\/\/127\.0\.0\.1:\d+: HTTP request failed\./)
  const told = lines.filter(({ msg }) => msg === 'L1 does not answer; the node starts once it does')
  expect(told[2]).toMatchObject({ level: 'warn', url: rig.proxy.url, failures: 3 })
  rig.proxy.behave()
  const sequencer = await starting
  expect(sequencer.said('L1 answers')).toBe(true)
  await rig.deposit(member(0), ETHER)
  await eventually('the deposit', async () => {
    await rig.l1.mine()
    return (await sequencer.balance(member(0))) === ETHER
  })
  expect(await sequencer.call('eth_sendRawTransaction', await signTransfer(0, { nonce: 0, to: member(1) }))).toMatch(/^0x/)
})

test('/readyz says that L1 is waited for, and why', async () => {
  rig.proxy.behave(async () => { throw new HttpAnswer(503, 'maintenance') })
  const stop = new AbortController()
  const port = await freePort(0, '--metrics-port')
  const config = rig.config('replica', { flags: { metricsPort: port } })
  const running = runNode(config, { log: createLoggerTo('silent', { write: () => undefined }), signal: stop.signal })
  const readiness = async (): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    return answer === undefined ? undefined : { status: answer.status, ...((await answer.json()) as object) }
  }
  const reason = expect.stringMatching(/^waiting for L1: http:\/\/127\.0\.0\.1:\d+: .*503/) as string
  await eventually('the reason', async () => JSON.stringify(await readiness())?.includes('waiting for L1'))
  expect(await readiness()).toEqual({ status: 503, ready: false, code: 'starting', reason })
  rig.proxy.behave()
  const run = await running
  await run.node.ready
  expect(await readiness()).toEqual({ status: 200, ready: true })
  await run.close()
})

test('who waits for L1 can be stopped', async () => {
  rig.proxy.behave(() => new Promise(() => undefined))
  const stop = new AbortController()
  const starting = rig.start('replica', { stop })
  starting.catch(() => undefined)
  await pause(200)
  stop.abort()
  const started = performance.now()
  await expect(starting).rejects.toMatchObject({ code: 'Unavailable', message: expect.stringContaining('stopped') as string })
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('an L1 without the rollup is refused at once, but one that still catches up is waited for', async () => {
  const nothing = await startTestL1()
  const behind = await startProxy(nothing.url)
  try {
    const flags = { l1Url: [behind.url] }
    await expect(rig.start('replica', { flags })).rejects.toMatchObject({ code: 'NoRollup', message: expect.stringMatching(/ends with block 0.*lost its data/) as string })
    await nothing.mine(Number(rig.rollup.deployed.number) + 5)
    await expect(rig.start('replica', { flags })).rejects.toMatchObject({ code: 'NoRollup', message: expect.stringMatching(/no rollup of this kind at 0x.*rollup\.json/) as string })

    behind.behave(async ({ method }, ask) => {
      if (method === 'eth_syncing') return { startingBlock: '0x0', currentBlock: '0x0', highestBlock: '0x64' }
      return method === 'eth_getBlockByNumber' ? { ...(await rig.l1.call('eth_getBlockByNumber', ['0x0', false]) as object) } : ask()
    })
    const reasons: string[] = []
    const starting = rig.start('replica', { flags, onWaiting: (reason) => void reasons.push(reason) })
    await eventually('the reason', async () => reasons.some((reason) => reason.includes('still catches up')))
    behind.lead(rig.l1.url)
    behind.behave()
    const replica = await starting
    await replica.node.ready
    expect(await replica.height()).toBe(0)
  } finally {
    await behind.close()
    await nothing.close()
  }
})
