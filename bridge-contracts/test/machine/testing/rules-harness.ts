import { ERRORS, KINDS, PARAMETERS, SKIPS } from '@distribute/state-machine'
import type { KindName } from '@distribute/state-machine'
import { decodeErrorResult, toFunctionSelector } from 'viem'
import type { Abi, Hex } from 'viem'
import { startMachine } from './machine.ts'
import type { Evm } from './machine.ts'

/** One call with the records that it may ask for: words as 0x-hex, `0x` for an absent one. Numbers as decimal strings. */
export interface RuleCall {
  readonly kind: KindName
  readonly time: string
  readonly sender: Hex
  readonly to: Hex
  readonly value: string
  readonly callData: Hex
  readonly records: readonly { readonly key: Hex; readonly words: Hex }[]
}

/** A compact transaction, or an inbox entry packed as it is hashed, with the records that it may ask for. */
export interface ItemCall {
  readonly time: string
  readonly isEntry: boolean
  /** A transaction that needs no credits. */
  readonly forced: boolean
  readonly data: Hex
  readonly records: RuleCall['records']
}

/** The part of a genesis that rules read; parameters that are missing have their defaults. */
export interface RuleGenesis {
  readonly chainId: string
  readonly registrar: string
  readonly operator: string
  readonly parameters: { readonly [name: string]: string }
}

export interface RuleOutcome {
  /** The broken rule, null where none was; another revert as `revert 0x…`. */
  readonly error: string | null
  /** In the order of the call's records. */
  readonly words: readonly Hex[]
  readonly gas: number
}

export interface RulesHarness {
  /** All calls by one genesis, each on its own records; by the module of its kind, or all by the one named. */
  run(genesis: RuleGenesis, calls: readonly RuleCall[], module?: Module): Promise<readonly RuleOutcome[]>
  /** A call through the executor's dispatch, without fees. */
  runCall(genesis: RuleGenesis, call: RuleCall): Promise<RuleOutcome>
  /** A transaction or an entry with fees, nonces and credits; `error` may also be the name of a skip. */
  runItem(genesis: RuleGenesis, item: ItemCall): Promise<RuleOutcome>
  /** Code sizes in bytes, by module. */
  readonly sizes: { readonly [module: string]: number }
  close(): Promise<void>
}

export type Module = 'TokenModule' | 'MembersModule' | 'ProjectsModule' | 'WorkModule' | 'ValidationModule' | 'VotingModule'

export const MODULES: readonly Module[] = ['TokenModule', 'MembersModule', 'ProjectsModule', 'WorkModule', 'ValidationModule', 'VotingModule']
const WORK: readonly KindName[] = ['submitTaskList', 'supportTaskList', 'claimTask', 'submitEvidence']
const VALIDATION: readonly KindName[] = ['validate', 'settleTask', 'settleValidation']

/** Which module holds the rule of a kind. */
export function moduleOf(kind: KindName): Module {
  if (WORK.includes(kind)) return 'WorkModule'
  if (VALIDATION.includes(kind)) return 'ValidationModule'
  const { contract } = KINDS[kind]
  if (contract === 'projects') return 'ProjectsModule'
  if (contract === 'voting') return 'VotingModule'
  return contract === 'reputation' || contract === 'dividends' ? 'MembersModule' : 'TokenModule'
}

const HARNESSES = ['test/machine/contracts/RulesHarness.sol:RulesHarness', 'test/machine/contracts/ItemHarness.sol:ItemHarness']
/** As many calls as fit into the gas of one question to the chain. */
const AT_ONCE = 16

interface RawResult {
  readonly ok: boolean
  readonly answer: Hex
  readonly words: readonly Hex[]
  readonly gas: bigint
}

export async function startRulesHarness(evm?: Evm): Promise<RulesHarness> {
  const machine = await startMachine([...HARNESSES, ...MODULES.map((name) => `src/machine/rules/modules/${name}.sol:${name}`)], {}, evm)
  const [rules, items, ...modules] = machine.contracts
  const places = Object.fromEntries(modules.map(({ address }, i) => [MODULES[i]!, address]))
  const named = Object.fromEntries(MODULES.map((name) => [name.replace('Module', '').toLowerCase(), places[name]]))
  const ask = async (genesis: RuleGenesis, calls: readonly RuleCall[], module?: Module): Promise<readonly RuleOutcome[]> => {
    const args = [genesisTuple(genesis), calls.map((call) => ({ ...callTuple(call), module: places[module ?? moduleOf(call.kind)]! }))]
    return ((await machine.ask(0, 'runEach', args)) as readonly Hex[]).map((data) => outcomeOf(rules!.abi as Abi, data))
  }
  return {
    run: async (genesis, calls, module) => {
      const outcomes: RuleOutcome[] = []
      for (let from = 0; from < calls.length; from += AT_ONCE) outcomes.push(...(await ask(genesis, calls.slice(from, from + AT_ONCE), module)))
      return outcomes
    },
    runCall: async (genesis, call) => {
      const args = [genesisTuple(genesis), named, callTuple(call)]
      return itemOutcomeOf(items!.abi as Abi, (await machine.ask(1, 'answerOfCall', args)) as Hex)
    },
    runItem: async (genesis, { time, records, ...item }) => {
      const args = [genesisTuple(genesis), named, { ...item, now_: BigInt(time), records: recordsTuple(records) }]
      return itemOutcomeOf(items!.abi as Abi, (await machine.ask(1, 'answerOf', args)) as Hex)
    },
    sizes: Object.fromEntries(modules.map(({ deployedBytecode }, i) => [MODULES[i]!, (deployedBytecode.length - 2) / 2])),
    close: () => machine.close(),
  }
}

function genesisTuple({ chainId, registrar, operator, parameters }: RuleGenesis): object {
  const all = Object.entries(PARAMETERS).map(([name, parameter]) => [name, BigInt(parameters[name] ?? parameter.default)])
  return { chainId: BigInt(chainId), registrar, operator, parameters: Object.fromEntries(all) as object }
}

const callTuple = ({ kind, time, sender, to, value, callData, records }: RuleCall): object => ({
  now_: BigInt(time), sender, value: BigInt(value), kind: KINDS[kind].number, to, callData,
  records: recordsTuple(records),
})

const recordsTuple = (records: RuleCall['records']): object => ({
  keys: records.map(({ key }) => key), words: records.map(({ words }) => words),
})

const DONE = toFunctionSelector('Done((bool,bytes,bytes[],uint256))')
const FINISHED = toFunctionSelector('Finished(uint8,bytes[])')

function outcomeOf(abi: Abi, data: Hex): RuleOutcome {
  if (!data.startsWith(DONE)) return { error: `revert ${data}`, words: [], gas: 0 }
  const { ok, answer, words, gas } = decodeErrorResult({ abi, data }).args![0] as RawResult
  return { error: ok ? null : errorOf(answer), words, gas: Number(gas) }
}

function itemOutcomeOf(abi: Abi, data: Hex): RuleOutcome {
  if (!data.startsWith(FINISHED)) return { error: `revert ${data}`, words: [], gas: 0 }
  const [outcome, words] = decodeErrorResult({ abi, data }).args as readonly [number, readonly Hex[]]
  return { error: outcome === 0 ? null : nameOfOutcome(outcome), words, gas: 0 }
}

const SKIPPED = 0x80

function nameOfOutcome(outcome: number): string {
  if (outcome < SKIPPED) return ERRORS[outcome - 1] ?? `code ${outcome}`
  return Object.entries(SKIPS).find(([, code]) => code === outcome - SKIPPED)?.[0] ?? `skip ${outcome}`
}

/** RuleBroken(uint8): 36 bytes, and nothing else is a broken rule. */
const RULE_BROKEN = toFunctionSelector('RuleBroken(uint8)')

function errorOf(answer: Hex): string {
  const isBroken = answer.length === 2 + 2 * 36 && answer.startsWith(RULE_BROKEN)
  return isBroken ? ERRORS[Number(BigInt(`0x${answer.slice(10)}`)) - 1] ?? `code ${answer}` : `revert ${answer}`
}
