import type { Abi } from 'viem'
import { systemContracts } from '@distribute/bridge-contracts'
import type { ContractName } from '@distribute/state-machine'
import { hexAddress } from './hex-address.ts'

const placed = <const N extends ContractName>(contract: N) => ({
  contract, address: hexAddress(systemContracts[contract].address), abi: systemContracts[contract].abi,
})

// To be spread into viem's readContract and into a plan's call: { ...projects, functionName: 'projectOf', args: [id] }.
export const token = placed('token')
export const reputation = placed('reputation')
export const projects = placed('projects')
export const voting = placed('voting')
export const dividends = placed('dividends')
export const bridge = placed('bridge')
export const chain = placed('chain')

const eventsIn = <const A extends Abi>(abi: A): readonly Extract<A[number], { type: 'event' }>[] =>
  abi.filter((item): item is Extract<A[number], { type: 'event' }> => item.type === 'event')

/** To be asked for events by name: the ABI has an error TaskClaimed too, which viem would take for the event. */
export const projectEvents = { address: projects.address, abi: eventsIn(projects.abi) }
