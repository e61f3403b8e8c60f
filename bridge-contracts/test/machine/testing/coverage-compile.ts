import solc from 'solc'
import { cached } from '../../../deploy/compile-cache.ts'
import type { CompiledContract, Sources } from '../../../deploy/compile.ts'

/**
 * Without an optimizer and without the intermediate language: there every statement has instructions of its own, which the map from
 * instructions to sources names. What the contracts answer is the same; what they cost is not.
 */
const SETTINGS = {
  optimizer: { enabled: false, details: { peephole: false, jumpdestRemover: false } }, viaIR: false, evmVersion: 'osaka', metadata: { bytecodeHash: 'none', appendCBOR: false },
} as const

export interface MappedCode {
  readonly code: string
  readonly sourceMap: string
}

export interface CoveredContract extends CompiledContract {
  /** creation code and the code that stands on chain, 0x-less hex */
  readonly mapped: { readonly creation: MappedCode; readonly deployed: MappedCode }
  /** paths, by the numbers that source maps use */
  readonly files: readonly string[]
}

interface Compiled {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, CompiledOutput>>>>
  readonly sources?: Readonly<Record<string, { readonly id: number; readonly ast: AstNode }>>
}

interface CompiledOutput {
  readonly abi: CompiledContract['abi']
  readonly evm: Readonly<Record<'bytecode' | 'deployedBytecode', { readonly object: string; readonly sourceMap: string }>>
}

/** Of solc's syntax trees what all nodes have. */
export interface AstNode {
  readonly nodeType: string
  readonly src: string
  readonly [field: string]: unknown
}

export class CoverageError extends Error {
  readonly code = 'CoverageError'
}

/** solc's own types say nothing. */
const compiler = solc as { readonly version: () => string; readonly compile: (input: string) => string }

function answerTo(sources: Sources, outputSelection: object): Compiled {
  const contents = Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, { content }]))
  const input = JSON.stringify({ language: 'Solidity', sources: contents, settings: { ...SETTINGS, outputSelection } })
  const output = JSON.parse(cached(compiler.version(), input, () => compiler.compile(input))) as Compiled
  const faults = (output.errors ?? []).filter(({ severity }) => severity === 'error')
  if (faults.length > 0) throw new CoverageError(faults.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return output
}

/** Contracts of these files by `path:Name`, with the maps of their code. */
export function compileForCoverage(sources: Sources, roots: readonly string[]): Readonly<Record<string, CoveredContract>> {
  const wanted = { '*': ['abi', ...['bytecode', 'deployedBytecode'].flatMap((name) => [`evm.${name}.object`, `evm.${name}.sourceMap`])] }
  const { contracts, sources: numbered } = answerTo(sources, Object.fromEntries(roots.map((path) => [path, wanted])))
  const files: string[] = []
  for (const [path, { id }] of Object.entries(numbered ?? {})) files[id] = path
  const named = Object.entries(contracts ?? {}).flatMap(([path, all]) => Object.entries(all).map(([name, one]) => [`${path}:${name}`, coveredFrom(one, files)] as const))
  return Object.fromEntries(named)
}

function coveredFrom({ abi, evm: { bytecode, deployedBytecode } }: CompiledOutput, files: readonly string[]): CoveredContract {
  return {
    abi, files, bytecode: `0x${bytecode.object}`, deployedBytecode: `0x${deployedBytecode.object}`,
    mapped: { creation: { code: bytecode.object, sourceMap: bytecode.sourceMap }, deployed: { code: deployedBytecode.object, sourceMap: deployedBytecode.sourceMap } },
  }
}

/** The syntax tree of each file. */
export function treesOf(sources: Sources): ReadonlyMap<string, AstNode> {
  const { sources: read } = answerTo(sources, { '*': { '': ['ast'] } })
  return new Map(Object.entries(read ?? {}).map(([path, { ast }]) => [path, ast]))
}
