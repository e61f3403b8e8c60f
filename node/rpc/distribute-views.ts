import { callView, fromHex, systemAddress, toHex, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address, ContractName } from '@distribute/state-machine'
import { chainAbi, dividendsAbi, projectsAbi } from '@distribute/bridge-contracts'
import { decodeFunctionResult, encodeFunctionData } from 'viem'
import type { Hex } from 'viem'
import type { Reading } from './distribute-reading.ts'

/** What eth_call would answer at the head; undefined where the view refuses. */
function ask({ chain, time }: Reading, contract: ContractName, data: Hex): Hex | undefined {
  const result = callView(chain.state, chain.config, { from: ZERO_ADDRESS, to: systemAddress(contract), value: 0n, data: fromHex(data), time })
  return result.ok ? toHex(result.output) : undefined
}

/** A project in the stage that a call now would find; undefined where there is none. */
export function projectOf(reading: Reading, id: bigint) {
  const data = ask(reading, 'projects', encodeFunctionData({ abi: projectsAbi, functionName: 'projectOf', args: [id] }))
  return data === undefined ? undefined : decodeFunctionResult({ abi: projectsAbi, functionName: 'projectOf', data })
}
export type ProjectView = NonNullable<ReturnType<typeof projectOf>>

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
