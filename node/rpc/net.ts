import { keccak256, toHex } from '@distribute/state-machine'
import { bytes } from './decoders.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'

const API_VERSIONS = { distribute: '1.0', erigon: '1.0', eth: '1.0', net: '1.0', ots: '1.0', rollup: '1.0', rpc: '1.0', txpool: '1.0', web3: '1.0' }

/** What identifies the node. It holds no member's key: eth_sendTransaction, eth_sign and personal_* do not exist. */
export const net: MethodTable = {
  eth_chainId: method([], ({ chainId }) => quantity(chainId)),
  eth_accounts: method([], () => []),
  net_version: method([], ({ chainId }) => chainId.toString()),
  net_listening: method([], () => true),
  net_peerCount: method([], () => '0x0'),
  web3_clientVersion: method([], ({ deps }) => deps.clientVersion),
  web3_sha3: method([bytes], (_context, data) => toHex(keccak256(data))),
  rpc_modules: method([], () => API_VERSIONS),
}
