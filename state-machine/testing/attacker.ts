import type { Address } from '../codec/address.ts'
import { did } from './projects.ts'
import { addressOf, ETHER, type World } from './world.ts'

/** Accounts of one attacker; each begins with 1,000 ether. */
export const [EVE, EVA, EVI] = [addressOf(201), addressOf(202), addressOf(203)] as [Address, Address, Address]

export function rich(world: World, ...accounts: readonly Address[]): World {
  for (const account of accounts) world.deposit(account, 1_000n * ETHER)
  return world
}

/** Mints for whatever it costs. Answers the cost in wei. */
export function bought(world: World, buyer: Address, amount: bigint): bigint {
  const before = world.account(buyer).ether
  did(world, buyer, 'mint', [amount], { value: before })
  return before - world.account(buyer).ether
}

/** wei that accounts have once they burned every free token. The world is left as it was. */
export function cashOf(world: World, ...accounts: readonly Address[]): bigint {
  const mark = world.ledger.mark()
  for (const account of accounts) {
    const { tokens } = world.account(account)
    if (tokens > 0n) did(world, account, 'burn', [tokens, 0n])
  }
  const sum = accounts.reduce((total, account) => total + world.account(account).ether, 0n)
  world.ledger.undoTo(mark)
  return sum
}
