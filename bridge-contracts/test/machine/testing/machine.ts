import type { Abi, Address, Hex } from 'viem'
import { compile } from '../../../deploy/compile.ts'
import type { CompiledContract, Sources } from '../../../deploy/compile.ts'
import { importedBy, readSources } from '../../../deploy/sources.ts'
import { startAnvil } from '../../testing/anvil.ts'
import type { Anvil } from '../../testing/anvil.ts'

/** Where contracts of tests stand: the first at 0x…f001. */
const FIRST_PLACE = 0xf001

/** A real EVM that holds these contracts of test/machine/contracts, or of src, in their order. */
export interface Machine {
  readonly anvil: Anvil
  readonly contracts: readonly PlacedContract[]
  /** What a contract of this place answers to a call that changes nothing. Throws as viem does where it reverts. */
  ask(place: number, functionName: string, args: readonly unknown[]): Promise<unknown>
  close(): Promise<void>
}

export interface PlacedContract extends CompiledContract {
  readonly address: Address
}

/** More than one transaction may cost, so that tests measure what does. */
const CALL_GAS = 16_000_000n

/**
 * Compiles contracts, by `path:Name`, with what they import alone, and puts them on a fresh chain. They have no constructor.
 * `more` are sources that stand in no file.
 */
export async function startMachine(ids: readonly string[], more: Sources = {}): Promise<Machine> {
  const compiled = compileOnly(ids, more)
  const anvil = await startAnvil()
  const contracts = ids.map((id, i) => ({ ...compiled[id]!, address: addressAt(i) }))
  for (const { address, deployedBytecode } of contracts) await anvil.clock.setCode({ address, bytecode: deployedBytecode })
  return {
    anvil,
    contracts,
    ask: async (place, functionName, args) => {
      const { address, abi } = contracts[place]!
      const request = { address, abi: abi as Abi, functionName, args, gas: CALL_GAS, account: SENDER }
      return (await anvil.reader.simulateContract(request)).result
    },
    close: () => anvil.close(),
  }
}

const SENDER: Address = '0x00000000000000000000000000000000000000a1'

/** Only these contracts and what they import, so that a test is not held up by the rest. */
export function compileOnly(ids: readonly string[], more: Sources = {}): Readonly<Record<string, CompiledContract>> {
  const roots = ids.map((id) => id.slice(0, id.indexOf(':')))
  const all = { ...readSources('src'), ...readSources('test/machine/contracts'), ...more }
  return compile(importedBy(all, roots), roots)
}

const addressAt = (place: number): Hex => `0x${(FIRST_PLACE + place).toString(16).padStart(40, '0')}`
