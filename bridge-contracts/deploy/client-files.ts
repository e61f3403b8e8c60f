import { ERRORS } from '@distribute/state-machine'
import type { AbiItem, CompiledContract } from './compile.ts'

/** Contents by path in this room. */
export type Files = Readonly<Record<string, string>>

type Compiled = Readonly<Record<string, CompiledContract>>

/** Contracts of the chain: what stands in `client/generated`, and the interface it is made of. */
const SYSTEM = {
  token: 'IToken',
  reputation: 'IReputation',
  projects: 'IProjects',
  voting: 'IVoting',
  dividends: 'IDividends',
  bridge: 'IBridge',
  chain: 'IChain',
} as const

const L1 = {
  inbox: 'src/bridge/Inbox.sol:Inbox',
  'community-token': 'src/bridge/CommunityToken.sol:CommunityToken',
  'l1-bridge': 'src/bridge/Bridge.sol:Bridge',
  rollup: 'src/rollup/Rollup.sol:Rollup',
  stakes: 'src/rollup/Stakes.sol:Stakes',
  challenges: 'src/rollup/Challenges.sol:Challenges',
  promises: 'src/rollup/Promises.sol:Promises',
  executor: 'src/machine/execute/Executor.sol:Executor',
} as const

/**
 * What stands on L1 before the Rollup, as one contract would be too large: the state machine, its modules named as the executor's constructor names
 * them, and what the Rollup deploys from creation code that is kept there.
 */
const MACHINE = {
  executor: L1.executor,
  promises: L1.promises,
  bridge: L1['l1-bridge'],
  communityToken: L1['community-token'],
  token: 'src/machine/rules/modules/TokenModule.sol:TokenModule',
  members: 'src/machine/rules/modules/MembersModule.sol:MembersModule',
  projects: 'src/machine/rules/modules/ProjectsModule.sol:ProjectsModule',
  work: 'src/machine/rules/modules/WorkModule.sol:WorkModule',
  validation: 'src/machine/rules/modules/ValidationModule.sol:ValidationModule',
  voting: 'src/machine/rules/modules/VotingModule.sol:VotingModule',
} as const

const interfaceId = (type: string): string => `src/interfaces/${type}.sol:${type}`
const ERRORS_ID = interfaceId('IErrors')

/** The files of all contracts that stand in the generated TypeScript: the compiler makes code for no others. */
export const CLIENT_SOURCES: readonly string[] = [
  ...new Set([...Object.values(SYSTEM).map(interfaceId), ERRORS_ID, ...Object.values(L1), ...Object.values(MACHINE)].map(pathOf)),
]

function pathOf(id: string): string {
  return id.slice(0, id.indexOf(':'))
}

/** The generated TypeScript: an ABI a file, and the creation code of what a deployment sends; the Rollup deploys all others. */
export function renderClient(compiled: Compiled): Files {
  const system = Object.entries(SYSTEM).map(([name, type]) => [name, interfaceId(type)] as const)
  return {
    ...renderSide([...system, ['errors', ERRORS_ID]], compiled, byCode),
    ...renderSide(Object.entries(L1), compiled),
    'client/generated/rollup-bytecode.ts': `${HEAD}export const rollupBytecode =\n  '${contract(compiled, L1.rollup).bytecode}'\n`,
    'client/generated/machine-bytecode.ts': renderMachine(compiled),
  }
}

function renderMachine(compiled: Compiled): string {
  const lines = Object.entries(MACHINE).map(([name, id]) => `  ${name}:\n    '${contract(compiled, id).bytecode}',\n`)
  return `${HEAD}export const machineBytecode = {\n${lines.join('')}} as const\n`
}

/** Each ABI gets the errors of its whole side: those of a contract called bubble up through its caller. */
function renderSide(side: readonly (readonly [string, string])[], compiled: Compiled, order: Order = byName): Files {
  const abis = side.map(([name, id]) => [name, contract(compiled, id).abi] as const)
  const errors = [...distinct(abis.flatMap(([, abi]) => abi.filter(isError)))].sort(order)
  const files = abis.map(([name, abi]): [string, string] => {
    const items = [...abi.filter((item) => !isError(item)), ...errors]
    return [`client/generated/${name}.ts`, renderAbi(`${camel(name)}Abi`, items)]
  })
  return Object.fromEntries(files)
}

type Order = (a: AbiItem, b: AbiItem) => number

const byName: Order = (a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)

/** The compiler sorts by name; here an error's place is its code. */
const byCode: Order = (a, b) => codeOf(a) - codeOf(b)

const CODES: readonly string[] = ERRORS
const codeOf = ({ name }: AbiItem): number => CODES.indexOf(name ?? '')

const HEAD = '// Written by `npm run generate` from the Solidity sources. Change those instead.\n'

function renderAbi(name: string, abi: readonly AbiItem[]): string {
  return `${HEAD}export const ${name} = [\n${abi.map((item) => `  ${JSON.stringify(item)},\n`).join('')}] as const\n`
}

function contract(compiled: Compiled, id: string): CompiledContract {
  const found = compiled[id]
  if (found === undefined) throw new MissingContract(id)
  return found
}

/** A contract that the client needs is not among the sources. */
export class MissingContract extends Error {
  readonly code = 'MissingContract'
  readonly id: string

  constructor(id: string) {
    super(`no contract ${id} among the sources`)
    this.name = 'MissingContract'
    this.id = id
  }
}

function distinct(items: readonly AbiItem[]): readonly AbiItem[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}

function isError(item: AbiItem): boolean {
  return item.type === 'error'
}

function camel(name: string): string {
  return name.replace(/-[a-z0-9]/g, (letter) => letter.slice(1).toUpperCase())
}
