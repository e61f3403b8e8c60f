import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { createWorld, DAY, genesisOf, START, type World } from '../testing/world.ts'
import { changePoolEther, lowestEther } from './pool.ts'

const change = (world: World, by: bigint) => changePoolEther(world.ledger, by, world.now, world.config.genesis.parameters)
const lowest = (world: World) => lowestEther(world.pool(), world.now, world.config.genesis.parameters)

describe('the memory of the pool', () => {
  test('what stood at the start of the previous window counts, and all since', () => {
    const world = createWorld()
    expect(lowest(world)).toBe(0n)
    change(world, 100n)
    expect(lowest(world)).toBe(0n)
    world.now = START + DAY - 1n
    expect(lowest(world)).toBe(0n)
    // A window on, the empty pool is still in the previous one; two on, it is not.
    world.now = START + DAY
    expect(lowest(world)).toBe(0n)
    world.now = START + 2n * DAY
    expect(lowest(world)).toBe(100n)
  })

  test('pumped for a block it buys nothing, drained for a block it remembers', () => {
    const world = createWorld()
    world.setPool({ ether: 100n })
    change(world, 900n)
    expect(lowest(world)).toBe(100n)
    change(world, -950n)
    change(world, 950n)
    expect(lowest(world)).toBe(50n)
    world.now += DAY
    change(world, -1n)
    expect(lowest(world)).toBe(50n)
    expect(world.pool()).toMatchObject({ low: 999n, previousLow: 50n, window: 20_001n })
    world.now += DAY
    expect(lowest(world)).toBe(999n)
  })

  test('a window that is skipped held what stood', () => {
    const world = createWorld()
    change(world, 10n)
    world.now += 2n * DAY
    change(world, -3n)
    expect(world.pool()).toMatchObject({ low: 7n, previousLow: 10n })
  })

  test('a memory of 0 is none', () => {
    const world = createWorld(genesisOf({ poolMemory: 0n }))
    change(world, 10n)
    expect(lowest(world)).toBe(10n)
    change(world, -4n)
    expect(lowest(world)).toBe(6n)
    expect(world.pool()).toMatchObject({ window: 0n, low: 6n, previousLow: 6n })
  })

  test('against the whole history', () => {
    const steps = fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 40n }), fc.bigInt({ min: -50n, max: 60n })), { maxLength: 40 })
    const property = fc.property(steps, (moves) => {
      const memory = 16n
      const world = createWorld(genesisOf({ poolMemory: memory }))
      const history = [{ from: 0n, ether: 0n }]
      for (const [wait, by] of moves) {
        world.now += wait
        const { ether } = world.pool()
        change(world, ether + by < 0n ? -ether : by)
        history.push({ from: world.now, ether: world.pool().ether })
        const since = (world.now / memory - 1n) * memory
        // What stood when that second began, and everything from then on.
        const stood = history.filter(({ from }) => from < since).at(-1)?.ether ?? 0n
        const later = history.filter(({ from }) => from >= since).map(({ ether: value }) => value)
        expect(lowest(world)).toBe([stood, ...later].reduce((a, b) => (b < a ? b : a)))
      }
    })
    fc.assert(property, { numRuns: budget(300) })
  })
})
