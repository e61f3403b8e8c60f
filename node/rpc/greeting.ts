import type { Genesis } from '@distribute/state-machine'

/** What somebody sees who opens the node's address in a browser. */
export const greetingOf = ({ name, chainId }: Genesis, version: string): string =>
  `${name}: a Distribute chain (${version}).

This is its JSON-RPC address, for wallets and programs: POST requests to /, or open a WebSocket here.
Chain id ${chainId} (0x${chainId.toString(16)}).
Try: curl -H 'content-type: application/json' -d '{"jsonrpc":"2.0","id":1,"method":"rollup_status"}' <this address>
`
