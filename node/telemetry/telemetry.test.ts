import { expect, test } from 'vitest'
import { METRICS as SEQUENCER_METRICS } from '@distribute/sequencer'
import { healthOf, starting, type Health, type HealthView } from './health.ts'
import { createLoggerTo } from './logger.ts'
import { METRICS } from './metric-table.ts'
import { createMetrics, METRIC_PREFIX } from './metrics.ts'
import { createTelemetryServer } from './server.ts'
import { syncLine } from './sync-line.ts'

const view: HealthView = { role: 'replica', wrongRoots: [], latest: 100n, safe: 90n, finalized: 80n, l1Head: 50n, l1Derived: 50n, l1SeenAt: 1_000 }

test('/metrics shows every metric of the table, and none beside it but the process’s own', async () => {
  const text = await createMetrics({ process: true }).render()
  const shown = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`)
  const own = shown.filter((line) => !/^(process|nodejs)_/.test(line))
  expect(own.sort()).toEqual(Object.entries(METRICS).map(([name, { type }]) => `${METRIC_PREFIX}${name} ${type}`).sort())
})

test('every metric that the sequencer counts is in the table', () => {
  for (const name of SEQUENCER_METRICS) expect(Object.keys(METRICS)).toContain(name)
})

test('counters add, gauges are set, readers run before each rendering', async () => {
  const metrics = createMetrics({ process: false })
  metrics.count('pool_added_total')
  metrics.count('pool_added_total', 2)
  metrics.gauge('refs_number', 7, { layer: 'l2', type: 'safe' })
  const end = metrics.onRender(() => metrics.gauge('sync_left', 5))
  const text = await metrics.render()
  expect(text).toContain('distribute_pool_added_total 3')
  expect(text).toContain('distribute_refs_number{layer="l2",type="safe"} 7')
  expect(text).toContain('distribute_sync_left 5')
  end()
  metrics.gauge('sync_left', 1)
  expect(await metrics.render()).toContain('distribute_sync_left 1')
})

test('/readyz says why not; /livez answers all the same', async () => {
  let health: Health = starting()
  const server = await createTelemetryServer({ host: '127.0.0.1', port: 0 }, { metrics: createMetrics({ process: false }), health: () => health })
  try {
    const first = await fetch(`${server.url}/readyz`)
    expect([first.status, await first.json()]).toEqual([503, { ready: false, code: 'starting', reason: 'the node is starting' }])
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
    health = { ready: true }
    const ready = await fetch(`${server.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true }])
    expect((await fetch(`${server.url}/metrics`)).headers.get('content-type')).toContain('text/plain')
    expect((await fetch(`${server.url}/`)).status).toBe(404)
    expect((await fetch(`${server.url}/metrics`, { method: 'POST' })).status).toBe(405)
  } finally {
    await server.close()
  }
})

test('a taken port is told with the flag to change', async () => {
  const dependencies = { metrics: createMetrics({ process: false }), health: () => starting() }
  const first = await createTelemetryServer({ host: '127.0.0.1', port: 0 }, dependencies)
  try {
    const port = Number(new URL(first.url).port)
    await expect(createTelemetryServer({ host: '127.0.0.1', port }, dependencies)).rejects.toMatchObject({
      message: `metrics cannot listen on 127.0.0.1:${port}`,
      advice: expect.stringContaining('--metrics-port') as string,
    })
  } finally {
    await first.close()
  }
})

test('a node is ready once it has caught up and L1 is heard of', () => {
  const options = { now: 2_000, silenceMs: 10_000 }
  expect(healthOf(view, options)).toEqual({ ready: true })
  expect(healthOf({ ...view, l1Derived: 20n }, options)).toMatchObject({ ready: false, code: 'syncing', reason: '30 L1 blocks behind' })
  expect(healthOf(view, { ...options, now: 61_000 })).toMatchObject({ ready: false, code: 'l1-silent', reason: expect.stringContaining('60 s') as string })
})

test('a wrong root on L1 is a warning on a replica, and on a sequencer a reason to send requests elsewhere', () => {
  const options = { now: 2_000, silenceMs: 10_000 }
  const wrong = { ...view, wrongRoots: [{ batch: 7n }] }
  expect(healthOf(wrong, options)).toEqual({ ready: true, warning: expect.stringMatching(/^batch 7 on L1 claims a state that execution does not give/) as string })
  expect(healthOf({ ...wrong, role: 'sequencer' }, options)).toMatchObject({ ready: false, code: 'diverged', reason: expect.stringContaining('none is posted') as string })
  expect(healthOf({ ...wrong, l1Derived: 20n }, options)).toMatchObject({ ready: false, code: 'syncing' })
})

test('void roots are a warning: blocks go on, withdrawals wait', () => {
  const options = { now: 2_000, silenceMs: 10_000 }
  const words = { ready: true, warning: expect.stringMatching(/^the roots of batch 4 and those behind it are void/) as string }
  for (const role of ['replica', 'sequencer'] as const) expect(healthOf({ ...view, role, voidFrom: 4n }, options)).toEqual(words)
})

test('the sync line tells height, rate and heads; while behind, the time left', () => {
  expect(syncLine(view, { ...view, latest: 125n }, 10).text).toBe('at block 125, 2.5 blocks/s, safe 90, finalized 80, L1 50')
  const behind = { ...view, l1Head: 1_050n }
  expect(syncLine(behind, { ...behind, l1Derived: 150n, latest: 200n }, 10).text).toBe(
    'syncing: block 200, 900 L1 blocks behind, 10.0/s, about 90 s left, safe 90, finalized 80, L1 1050'.replace('90 s', '2 min'),
  )
  expect(syncLine(behind, behind, 10).text).toContain('no progress')
})

test('log lines are one line of JSON each, bigints included', () => {
  const lines: string[] = []
  const log = createLoggerTo('info', { write: (line) => void lines.push(line) })
  log.child({ component: 'sync' }).info({ latest: 12n }, 'hello')
  log.debug('not this')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', component: 'sync', latest: 12, msg: 'hello' })
})

test('what is secret in a URL stands in no line, even where a provider repeats it', () => {
  const lines: string[] = []
  const log = createLoggerTo('info', { write: (line) => void lines.push(line) }, ['https://l1.example/v3/0123456789abcdef'])
  log.child({ component: 'l1' }).warn({ err: new TypeError('https://l1.example/v3/0123456789abcdef: no project 0123456789abcdef') }, 'key 0123456789abcdef')
  expect(lines[0]).not.toContain('0123456789abcdef')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ component: 'l1', msg: 'key …', err: { message: 'https://l1.example: no project …' } })
})
