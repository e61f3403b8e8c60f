import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { SPECIFIED } from '../eth-table.ts'

export interface Described {
  readonly name: string
  readonly result?: { readonly schema: object }
}

export interface Validate {
  (value: unknown): boolean
  readonly errors?: unknown
}

interface Description {
  readonly methods: readonly Described[]
  readonly components: object
}

export interface Specification {
  /** Of all methods in it. */
  readonly names: readonly string[]
  /** Its methods, without those that are MetaMask's own. */
  readonly methods: readonly Described[]
  /** Whether it is the public one itself; else it is the older copy that MetaMask publishes. */
  readonly isWhole: boolean
  /** Of each method's answer. */
  readonly validators: () => ReadonlyMap<string, Validate>
  /** The answer without what the copy does not know yet. */
  readonly asThen: (answer: unknown) => unknown
}

const FILE = new URL('../../../../shared/conformance/openrpc.json', import.meta.url)

function readDescription(): Description {
  if (existsSync(FILE)) return JSON.parse(readFileSync(FILE, 'utf8')) as Description
  const { MetaMaskOpenRPCDocument } = createRequire(import.meta.url)('@metamask/api-specs') as { readonly MetaMaskOpenRPCDocument: Description }
  return MetaMaskOpenRPCDocument
}

/** An empty list fits both branches of a oneOf in the specification itself. */
export const isQuirk = (answer: unknown): boolean => Array.isArray(answer) && answer.length === 0

const withoutTimeOfLogs = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('logIndex' in value)) return value
    const { blockTimestamp: _, ...log } = value as { readonly blockTimestamp?: unknown }
    return log
  })

/** The public specification where it lies beside the project; else what MetaMask publishes of it. */
export function readSpecification(): Specification {
  const { methods, components } = readDescription()
  const own = methods.filter(({ name }) => SPECIFIED[name] !== undefined)
  const isWhole = existsSync(FILE)
  return {
    names: methods.map(({ name }) => name),
    methods: own,
    isWhole,
    asThen: isWhole ? (answer) => answer : withoutTimeOfLogs,
    validators() {
      const Ajv = createRequire(import.meta.url)('ajv') as new (options: object) => { compile(schema: object): Validate }
      const ajv = new Ajv({ schemaId: 'auto', unknownFormats: 'ignore', logger: false })
      return new Map(own.flatMap(({ name, result }) => (result === undefined ? [] : [[name, ajv.compile({ components, ...result.schema })] as const])))
    },
  }
}
