import { createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { judgeFunds } from './doctor-keys.ts'
import { judgeClock } from './doctor-l1.ts'
import { checkDataDirectory, checkNodeVersion, checkPort, judgeDisk } from './doctor-machine.ts'

const GIB = 2n ** 30n
const state = ({ state: found }: { readonly state: string }): string => found

test.each([['20.18.9', 'problem'], ['20.19.0', 'ok'], ['18.20.0', 'problem'], ['22.3.0', 'ok']])('Node %s: %s', (version, wanted) => {
  expect(state(checkNodeVersion(version))).toBe(wanted)
})

test('a disk that is nearly full is told before it stops the node', () => {
  expect([GIB - 1n, GIB, 10n * GIB - 1n, 10n * GIB].map(judgeDisk).map(state)).toEqual(['problem', 'warning', 'warning', 'ok'])
  expect(judgeDisk(2n * GIB + GIB / 2n).what).toBe('2.5 GiB free')
})

test('a clock that is behind L1 is a problem; an old block may be L1’s own fault', () => {
  expect([1_016n, 1_015n, 1_000n, 400n, 399n].map((l1) => judgeClock(1_000n, l1)).map(state)).toEqual(['problem', 'ok', 'ok', 'ok', 'warning'])
})

test('a key is told for how much its ether is good, at the price of the moment', () => {
  const gasPrice = 10n ** 9n
  const funds = (batches: bigint) => judgeFunds('posting', '0x01', { balance: batches * 650_000n * gasPrice, gasPrice })
  expect([0n, 1n, 99n, 100n].map(funds).map(state)).toEqual(['problem', 'warning', 'warning', 'ok'])
  expect(funds(7n).what).toBe('0x01 has 0.00455 ETH on L1: 7 batches at the price of now')
  expect(state(judgeFunds('prover', '0x01', { balance: 0n, gasPrice: 0n }))).toBe('problem')
})

test('a port that another program has is a problem, a free one is not', async () => {
  const open: Socket[] = []
  // It listens and never answers.
  const taken = createServer((socket) => open.push(socket))
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const address = taken.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const place = { name: 'metrics', setting: '--metrics-port', host: '127.0.0.1', port }
  expect(await checkPort(place, 7n)).toMatchObject({ state: 'problem', what: `127.0.0.1:${port} is taken by another program`, advice: expect.stringContaining('--metrics-port') as unknown })
  await new Promise((resolve) => {
    taken.close(resolve)
    for (const socket of open) socket.destroy()
  })
  expect(await checkPort(place, undefined)).toMatchObject({ state: 'ok' })
})

test('a data directory that is still to be made is warned of, in case its name is wrong', async () => {
  expect(await checkDataDirectory('/tmp/never/made')).toMatchObject({ state: 'warning', what: 'there is no /tmp/never/made yet' })
  expect(await checkDataDirectory('/tmp')).toMatchObject({ state: 'ok' })
})
