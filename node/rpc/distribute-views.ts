import { callView, fromHex, fullPot, STAGES, systemAddress, toHex, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address, ContractName, RecordOf } from '@distribute/state-machine'
import { chainAbi, dividendsAbi, projectsAbi } from '@distribute/bridge-contracts'
import { decodeFunctionResult, encodeFunctionData } from 'viem'
import type { Hex } from 'viem'
import type { Reading } from './distribute-reading.ts'

/** What eth_call would answer at the head; undefined where the view refuses. */
function ask({ chain, time }: Reading, contract: ContractName, data: Hex): Hex | undefined {
  const result = callView(chain.state, chain.config, { from: ZERO_ADDRESS, to: systemAddress(contract), value: 0n, data: fromHex(data), time })
  return result.ok ? toHex(result.output) : undefined
}

function projectOf(reading: Reading, id: bigint) {
  const data = ask(reading, 'projects', encodeFunctionData({ abi: projectsAbi, functionName: 'projectOf', args: [id] }))
  return data === undefined ? undefined : decodeFunctionResult({ abi: projectsAbi, functionName: 'projectOf', data })
}

export type Project = RecordOf<'project'>

/** Whether the recorded stage may not be the one that a call at `time` would find. */
const mayBeDue = ({ stage, deadline }: Project, time: bigint): boolean =>
  stage === STAGES.proposed || (stage < STAGES.voting && time >= deadline)

/** The pot of the stakers in a stage that is not recorded yet. protocol.md section 4. */
function potIn(stage: bigint, { stage: recorded, cost, pot }: Project, { parameters }: Reading): bigint {
  if (stage === STAGES.failed) return 0n
  return recorded === STAGES.proposed && stage === STAGES.staked ? fullPot(cost, parameters) : pot
}

/** A project as a call now would find it: stage and deadline move on by time alone. All zeros where there is none. */
export function projectNow(reading: Reading, id: bigint): Project {
  const project = reading.ledger.get('project', id)
  const view = mayBeDue(project, reading.time) ? projectOf(reading, id) : undefined
  if (view === undefined || BigInt(view.stage) === project.stage) return project
  const stage = BigInt(view.stage)
  const { deadline, commitEnd, escrow } = view
  return { ...project, stage, deadline, commitEnd, escrow, pot: potIn(stage, project, reading) }
}

/** wei that both dividend streams owe an account. */
export function owedDividend(reading: Reading, account: Address): bigint {
  const data = ask(reading, 'dividends', encodeFunctionData({ abi: dividendsAbi, functionName: 'owedDividend', args: [account] }))
  return data === undefined ? 0n : decodeFunctionResult({ abi: dividendsAbi, functionName: 'owedDividend', data })
}

/** An account's credits and their capacity, in gas. */
export function creditsOf(reading: Reading, account: Address): readonly [bigint, bigint] {
  const data = ask(reading, 'chain', encodeFunctionData({ abi: chainAbi, functionName: 'creditsOf', args: [account] }))
  return data === undefined ? [0n, 0n] : decodeFunctionResult({ abi: chainAbi, functionName: 'creditsOf', data })
}
