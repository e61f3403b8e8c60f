import fc from 'fast-check'
import type { Abi, Address, Hex } from 'viem'
import { compile } from '../../../deploy/compile.ts'
import type { CompiledContract, Sources } from '../../../deploy/compile.ts'
import { importedBy, readSources } from '../../../deploy/sources.ts'
import { startAnvilChain } from './anvil-chain.ts'
import type { Chain } from './chain.ts'
import { compileForCoverage } from './coverage-compile.ts'
import { createRecorder } from './coverage-recorder.ts'
import { startEvmChain } from './evm-chain.ts'

/** Where contracts of tests stand: the first at 0x…f001. */
const FIRST_PLACE = 0xf001

/** A real EVM that holds these contracts of test/machine/contracts, or of src, in their order. */
export interface Machine {
  readonly chain: Chain
  readonly contracts: readonly PlacedContract[]
  /** What a contract of this place answers to a call that changes nothing. Throws as viem does where it reverts. */
  ask(place: number, functionName: string, args: readonly unknown[]): Promise<unknown>
  close(): Promise<void>
}

export interface PlacedContract extends CompiledContract {
  readonly address: Address
}

/** `anvil`; `ethereumjs`, an EVM in this process; or `coverage`, the same with code that tells which of its lines ran. */
export const EVMS = ['anvil', 'ethereumjs', 'coverage'] as const
export type Evm = (typeof EVMS)[number]

/** Which EVM this run asks for with DISTRIBUTE_EVM. */
export const CHOSEN_EVM: Evm = EVMS.find((name) => name === process.env['DISTRIBUTE_EVM']) ?? 'anvil'

/** Whether gas and code sizes are those of L1. */
export const IS_AS_DEPLOYED = CHOSEN_EVM !== 'coverage'

/**
 * Compiles contracts, by `path:Name`, with what they import alone, and puts them on a fresh chain. They have no constructor.
 * `more` are sources that stand in no file.
 */
export async function startMachine(ids: readonly string[], more: Sources = {}, evm: Evm = CHOSEN_EVM): Promise<Machine> {
  const { compiled, chain } = await startChain(evm, ids, more)
  const contracts = ids.map((id, i) => ({ ...compiled[id]!, id, address: addressAt(i) }))
  for (const { id, address, deployedBytecode } of contracts) await chain.place(id, address, deployedBytecode)
  return {
    chain,
    contracts,
    ask: (place, functionName, args) => {
      const { address, abi } = contracts[place]!
      return chain.ask({ address, abi: abi as Abi }, functionName, args)
    },
    close: () => chain.close(),
  }
}

interface Started {
  readonly compiled: Readonly<Record<string, CompiledContract>>
  readonly chain: Chain
}

async function startChain(evm: Evm, ids: readonly string[], more: Sources): Promise<Started> {
  if (evm !== 'coverage') {
    return { compiled: compileOnly(ids, more), chain: await (evm === 'anvil' ? startAnvilChain() : startEvmChain()) }
  }
  // What is reached must not be another thing each time.
  fc.configureGlobal({ seed: 1 })
  const { sources, roots } = sourcesFor(ids, more)
  const compiled = compileForCoverage(sources, roots)
  return { compiled, chain: await startEvmChain({ recorder: createRecorder(compiled) }) }
}

/** Only these contracts and what they import, so that a test is not held up by the rest. */
export function compileOnly(ids: readonly string[], more: Sources = {}): Readonly<Record<string, CompiledContract>> {
  const { sources, roots } = sourcesFor(ids, more)
  return compile(sources, roots)
}

function sourcesFor(ids: readonly string[], more: Sources): { readonly sources: Sources; readonly roots: readonly string[] } {
  const roots = ids.map((id) => id.slice(0, id.indexOf(':')))
  const all = { ...readSources('src'), ...readSources('test/machine/contracts'), ...more }
  return { sources: importedBy(all, roots), roots }
}

const addressAt = (place: number): Hex => `0x${(FIRST_PLACE + place).toString(16).padStart(40, '0')}`
