import solc from 'solc'
import { cached } from './compile-cache.ts'

/**
 * The compiler's settings. foundry.toml repeats them; a test compares. Neither hash nor CBOR is appended, so that the
 * bytecode follows from the sources and this compiler alone, wherever they lie.
 */
export const SETTINGS = {
  optimizer: { enabled: true, runs: 10_000 },
  viaIR: true,
  evmVersion: 'osaka',
  metadata: { bytecodeHash: 'none', appendCBOR: false },
} as const

/** Contents by path, as the sources import each other. */
export type Sources = Readonly<Record<string, string>>

export interface CompiledContract {
  /** JSON values as the compiler gives them, in its order */
  readonly abi: readonly AbiItem[]
  /** creation code, 0x-hex */
  readonly bytecode: `0x${string}`
  /** code that stands on chain, immutables as zeros, 0x-hex */
  readonly deployedBytecode: `0x${string}`
}

export interface AbiItem {
  readonly type: string
  readonly name?: string
  readonly [field: string]: unknown
}

/** Sources that do not compile without a warning; `messages` are the compiler's. */
export class CompileError extends Error {
  readonly code = 'CompileError'
  readonly messages: readonly string[]

  constructor(messages: readonly string[]) {
    super(messages.join('\n'))
    this.name = 'CompileError'
    this.messages = messages
  }
}

interface Message {
  readonly severity: string
  readonly errorCode?: string
  readonly formattedMessage: string
}

/** Said once of any use of transient storage: it outlives a call. The ledger of records and its lock are there to do that. */
const TRANSIENT_STORAGE = '2394'

const isWarning = ({ severity, errorCode }: Message): boolean => severity !== 'info' && errorCode !== TRANSIENT_STORAGE

interface Output {
  readonly errors?: readonly Message[]
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, OutputContract>>>>
}

interface OutputContract {
  readonly abi: readonly AbiItem[]
  readonly evm: { readonly bytecode: { readonly object: string }; readonly deployedBytecode: { readonly object: string } }
}

/**
 * Compiles in one go. Keys of the result are `path:Name`. Code is made for the contracts of some files alone: those under
 * a folder, or those named.
 *
 * @throws {@link CompileError} on errors and on warnings but that of transient storage: a warning is a rule that is on.
 */
export function compile(sources: Sources, wanted: string | readonly string[] = 'src'): Readonly<Record<string, CompiledContract>> {
  const output = decodeOutput(answerTo(JSON.stringify(inputOf(sources, wanted))))
  const messages = (output.errors ?? []).filter(isWarning)
  if (messages.length > 0) throw new CompileError(messages.map((error) => error.formattedMessage))
  const contracts = Object.entries(output.contracts ?? {}).flatMap(([path, named]) =>
    Object.entries(named).map(([name, contract]) => [`${path}:${name}`, contractFrom(contract)] as const),
  )
  return Object.fromEntries(contracts)
}

function inputOf(sources: Sources, wanted: string | readonly string[]): object {
  const paths = typeof wanted === 'string' ? Object.keys(sources).filter((path) => path.startsWith(`${wanted}/`)) : wanted
  const outputs = { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] }
  return {
    language: 'Solidity',
    sources: Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, { content }])),
    settings: { ...SETTINGS, outputSelection: Object.fromEntries(paths.map((path) => [path, outputs])) },
  }
}

/** solc's own types say nothing. */
const compiler = solc as { readonly version: () => string; readonly compile: (input: string) => string }

const answerTo = (input: string): string => cached(compiler.version(), input, () => compiler.compile(input))

function decodeOutput(json: string): Output {
  return JSON.parse(json) as Output
}

function contractFrom(contract: OutputContract): CompiledContract {
  return {
    abi: contract.abi,
    bytecode: `0x${contract.evm.bytecode.object}`,
    deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
  }
}
