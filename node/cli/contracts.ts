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
