import type { Address, ContractName } from '@distribute/state-machine'
import { systemAddress } from '@distribute/state-machine'
import { bridgeAbi } from './generated/bridge.ts'
import { chainAbi } from './generated/chain.ts'
import { dividendsAbi } from './generated/dividends.ts'
import { projectsAbi } from './generated/projects.ts'
import { reputationAbi } from './generated/reputation.ts'
import { tokenAbi } from './generated/token.ts'
import { votingAbi } from './generated/voting.ts'

/** Address and ABI, with all errors, of each contract of the chain. */
export const systemContracts = {
  token: { address: systemAddress('token'), abi: tokenAbi },
  reputation: { address: systemAddress('reputation'), abi: reputationAbi },
  projects: { address: systemAddress('projects'), abi: projectsAbi },
  voting: { address: systemAddress('voting'), abi: votingAbi },
  dividends: { address: systemAddress('dividends'), abi: dividendsAbi },
  bridge: { address: systemAddress('bridge'), abi: bridgeAbi },
  chain: { address: systemAddress('chain'), abi: chainAbi },
} as const satisfies Record<ContractName, { readonly address: Address; readonly abi: readonly unknown[] }>
