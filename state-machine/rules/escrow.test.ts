import { expect, test } from 'vitest'
import { ALICE, createWorld, ETHER, genesisOf, START, type World } from '../testing/world.ts'
import type { CallContext } from './context.ts'
import { fillEscrow, payFromEscrow, returnEscrow } from './escrow.ts'
import { lowestEther } from './pool.ts'

const contextOf = ({ ledger, config }: World): CallContext => ({ ledger, ...config, now: START, sender: ALICE, value: 0n, emit: () => undefined })

test('what the pool loses the escrow gains, and the pool remembers its low', () => {
  const world = createWorld()
  world.setPool({ ether: ETHER })
  fillEscrow(contextOf(world), 3n, 700n)
  expect(world.pool()).toMatchObject({ ether: ETHER - 700n, escrowed: 700n })
  expect(world.ledger.get('project', 3n).escrow).toBe(700n)
  returnEscrow(contextOf(world), 3n, 200n)
  payFromEscrow(contextOf(world), 3n, ALICE, 500n)
  expect(world.pool()).toMatchObject({ ether: ETHER - 500n, escrowed: 0n })
  expect(world.account(ALICE).ether).toBe(500n)
  expect(lowestEther(world.pool(), START, genesisOf().parameters)).toBe(ETHER - 700n)
})

test('nothing leaves no trace', () => {
  const world = createWorld()
  payFromEscrow(contextOf(world), 3n, ALICE, 0n)
  returnEscrow(contextOf(world), 3n, 0n)
  expect(world.ledger.loaded).toBe(0)
})
