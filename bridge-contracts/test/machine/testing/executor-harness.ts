import { addressToBytes, bigintToBytes, concat, encodeMultiproof, ERRORS, executeSegment, PARAMETERS, SKIPS, toHex } from '@distribute/state-machine'
import type {
  Bytes32, ChainConfig, Genesis, Inbox, InboxEntry, Outcome, ParameterName, SegmentResult, StateReader, Tree,
} from '@distribute/state-machine'
import { decodeErrorResult, decodeFunctionResult, encodeDeployData, encodeFunctionData } from 'viem'
import type { Abi, Hex } from 'viem'
import { hexOf } from '../../../client/values.ts'
import { startMachine } from './machine.ts'
import type { Evm, Machine } from './machine.ts'
import { compareKeys } from './scene.ts'

/** A segment, and all that its re-run needs to know. */
export interface Rerun {
  readonly rootBefore: Bytes32
  readonly segment: Uint8Array
  readonly keys: readonly Bytes32[]
  readonly proof: Uint8Array
  readonly inbox: { readonly length: bigint; readonly first: bigint; readonly entries: readonly Uint8Array[] }
}

export interface Answer {
  /** 0x-hex, or the name of the error that it reverted with. */
  readonly root: string
  readonly outcomes: string
  readonly gas: number
}

/** An executor of one genesis. */
export interface Executor {
  run(rerun: Rerun): Promise<Answer>
  /** Many at once, each as if it were alone; how much gas each takes is not said. */
  runEach(reruns: readonly Rerun[]): Promise<readonly Omit<Answer, 'gas'>[]>
  /** With as much gas as given each time: what it answers, or why it reverts. */
  starve(rerun: Rerun, gas: readonly number[]): Promise<readonly string[]>
  /** Why a second run in one transaction reverts; undefined where it does not. */
  twice(rerun: Rerun): Promise<string | undefined>
}

export interface ExecutorHarness {
  deploy(genesis: Genesis): Promise<Executor>
  /** Why no executor can be made with nothing in the place of a contract. */
  deployWithout(): Promise<string>
  /** Bytes of its code. */
  readonly size: number
  close(): Promise<void>
}

const MODULES = ['TokenModule', 'MembersModule', 'ProjectsModule', 'WorkModule', 'ValidationModule', 'VotingModule'] as const
const EXECUTOR = 'src/machine/execute/Executor.sol:Executor'
const FIRST_GENESIS = 0xe001

export async function startExecutorHarness(evm?: Evm): Promise<ExecutorHarness> {
  const ids = [
    'test/machine/contracts/ExecutorHarness.sol:ExecutorHarness',
    EXECUTOR,
    ...MODULES.map((name) => `src/machine/rules/modules/${name}.sol:${name}`),
  ]
  const machine = await startMachine(ids, {}, evm)
  const [, , token, members, projects, work, validation, voting] = machine.contracts.map(({ address }) => address)
  const { abi: executorAbi, bytecode, deployedBytecode } = machine.contracts[1]!
  const abi = executorAbi as Abi
  const modules = { token, members, projects, work, validation, voting }
  const { chain } = machine
  let deployed = 0
  const create = (genesis: Hex, named: object): Promise<Hex> => chain.create(EXECUTOR, encodeDeployData({ abi, bytecode, args: [genesis, named] }))
  return {
    async deploy(genesis) {
      const address: Hex = `0x${(FIRST_GENESIS + deployed++).toString(16).padStart(40, '0')}`
      await chain.place('genesis', address, hexOf(genesisCode(genesis)))
      return executorAt(await create(address, modules), machine, abi)
    },
    deployWithout: () =>
      create(token!, { ...modules, voting: `0x${'ee'.repeat(20)}` }).then(
        () => 'deployed',
        (cause: unknown) => (cause instanceof Error ? cause.message : 'unknown'),
      ),
    size: (deployedBytecode.length - 2) / 2,
    close: () => machine.close(),
  }
}

function executorAt(place: Hex, machine: Machine, abi: Abi): Executor {
  return {
    async run(rerun) {
      const [ok, data, gas] = (await machine.ask(0, 'measure', [place, callOf(abi, rerun)])) as [boolean, Hex, bigint]
      if (!ok) return { root: errorOf(abi, data), outcomes: '', gas: Number(gas) }
      const [root, outcomes] = decodeFunctionResult({ abi, functionName: 'run', data }) as [Hex, Hex]
      return { root, outcomes, gas: Number(gas) }
    },
    async runEach(reruns) {
      const [oks, answers] = (await machine.ask(0, 'runEach', [place, reruns.map((rerun) => callOf(abi, rerun))])) as [boolean[], Hex[]]
      return answers.map((data, i) => {
        if (oks[i] !== true) return { root: errorOf(abi, data), outcomes: '' }
        const [root, outcomes] = decodeFunctionResult({ abi, functionName: 'run', data }) as [Hex, Hex]
        return { root, outcomes }
      })
    },
    async starve(rerun, gas) {
      const [oks, answers] = (await machine.ask(0, 'starve', [place, callOf(abi, rerun), gas.map(BigInt)])) as [boolean[], Hex[]]
      return answers.map((data, i) => (oks[i] === true ? (decodeFunctionResult({ abi, functionName: 'run', data }) as [Hex])[0] : errorOf(abi, data)))
    },
    async twice(rerun) {
      const [, second, data] = (await machine.ask(0, 'twice', [place, callOf(abi, rerun)])) as [boolean, boolean, Hex]
      return second ? undefined : errorOf(abi, data)
    },
  }
}

/** The name of an error; of one that a module reverted with, its bytes behind it. */
function errorOf(abi: Abi, data: Hex): string {
  if (data === '0x') return 'nothing'
  try {
    const { errorName, args } = decodeErrorResult({ abi, data })
    return errorName === 'Inconclusive' ? `Inconclusive ${String(args?.[0])}` : errorName
  } catch {
    return data
  }
}

const callOf = (abi: Abi, { rootBefore, segment, keys, proof, inbox }: Rerun): Hex =>
  encodeFunctionData({
    abi, functionName: 'run',
    args: [hexOf(rootBefore), hexOf(segment), { keys: keys.map(hexOf), proof: hexOf(proof) }, { ...inbox, entries: inbox.entries.map(hexOf) }],
  })

const word = (value: bigint): Uint8Array => bigintToBytes(value, 32)

/** A STOP byte, then a word for each field. */
function genesisCode({ chainId, registrar, operator, parameters }: Genesis): Uint8Array {
  const pad = new Uint8Array(12)
  const names = Object.keys(PARAMETERS) as ParameterName[]
  return concat(
    new Uint8Array(1), word(chainId), pad, addressToBytes(registrar), pad, addressToBytes(operator), ...names.map((name) => word(parameters[name])),
  )
}

/** The segment run in TypeScript, with the evidence that its run asked for. Does not change the tree. */
export function prepare(tree: Tree, segment: Uint8Array, entries: readonly InboxEntry[], config: ChainConfig, cursor: bigint) {
  const asked = new Map<string, Bytes32>()
  const state: StateReader = { get: (key) => (asked.set(toHex(key), key.slice()), tree.get(key)) }
  const inbox: Inbox = { length: BigInt(entries.length), entry: (index) => entries[Number(index)] }
  const result = executeSegment(state, segment, inbox, config)
  const keys = [...asked.values()].sort(compareKeys)
  const given = entries.slice(Number(cursor)).map(packed)
  const rerun: Rerun = {
    rootBefore: tree.root(), segment, keys, proof: encodeMultiproof(tree.prove(keys)),
    inbox: { length: inbox.length, first: cursor, entries: given },
  }
  return { rerun, result }
}

/** As it is hashed. */
export const packed = ({ kind, time, from, value, payload }: InboxEntry): Uint8Array =>
  concat(bigintToBytes(BigInt(kind), 1), bigintToBytes(time, 5), addressToBytes(from), bigintToBytes(value, 12), payload)

export const outcomeBytes = ({ outcomes }: SegmentResult): string => toHex(Uint8Array.from(outcomes, outcomeByte))

function outcomeByte(outcome: Outcome): number {
  if (!outcome.included) return 0x80 | SKIPS[outcome.reason]
  return outcome.error === undefined ? 0 : ERRORS.indexOf(outcome.error) + 1
}

