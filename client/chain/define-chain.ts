import { defineChain, type Chain, type Hex } from 'viem'
import { Address } from '@distribute/state-machine'
import { CONTRACT_NAMES, decodeRollup } from './rollup-file.ts'
import type { DistributeChain, Rollup } from './distribute-chain.ts'

/** Where a chain's Multicall3 stands, where its node answers for one. */
export const MULTICALL3: Hex = '0xca11bde05977b3631167028862be2a173976ca11'

const BLOCK_TIME_MS = 250

export interface ChainOptions {
  /** the community's `rollup.json`: its text, what JSON.parse makes of it, or the same typed */
  readonly rollup: string | object | Rollup
  /** JSON-RPC of a node, over HTTP and, where it is given, over WebSocket */
  readonly rpcUrl: string
  readonly webSocketUrl?: string
  /** of the community; `Distribute` where it is left out */
  readonly name?: string
  /** whether the node answers for Multicall3 at its usual address */
  readonly hasMulticall3?: boolean
  /** an explorer's base URL */
  readonly explorerUrl?: string
  readonly isTestnet?: boolean
}

/** The chain as viem wants it, from a community's rollup file. Asks nobody. Throws ChainDefinitionError. */
export function defineDistributeChain(options: ChainOptions): DistributeChain {
  const rollup = decodeRollup(options.rollup)
  const [sourceId, http] = [Number(rollup.l1ChainId), [options.rpcUrl]]
  const urls = options.webSocketUrl === undefined ? { http } : { http, webSocket: [options.webSocketUrl] }
  const name = options.name ?? 'Distribute'
  const chain: Chain = {
    id: Number(rollup.chainId),
    name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: urls },
    // With work to do. viem looks for a receipt after as long as it takes blocks to come.
    blockTime: BLOCK_TIME_MS,
    contracts: {
      ...Object.fromEntries(CONTRACT_NAMES.map((contract) => [contract, { [sourceId]: { address: Address(rollup.contracts[contract]) } }])),
      ...(options.hasMulticall3 === true ? { multicall3: { address: MULTICALL3 } } : {}),
    },
    ...(options.explorerUrl === undefined ? {} : { blockExplorers: { default: { name, url: options.explorerUrl } } }),
    ...(options.isTestnet === undefined ? {} : { testnet: options.isTestnet }),
  }
  return { ...defineChain(chain), sourceId, custom: { rollup } }
}
