import { table } from './distribute-reference.ts'
import { BEYOND, SPECIFIED } from './eth-table.ts'

/** docs/rpc-methods.md, from the tables. */
export const ethReference = (): string =>
  `# JSON-RPC for wallets and libraries

HTTP and WebSocket on one port; batches; parameters may be absent or null. The community's own methods stand in
[distribute-rpc.md](distribute-rpc.md) and [rollup-rpc.md](rollup-rpc.md).

## The public specification

ethereum/execution-apis, each method in the shape that it is specified in: \`node/rpc/schema.test.ts\` asks every one, on blocks that hold
every kind of transaction, and validates the answers.

${table(['method', 'result'], Object.entries(SPECIFIED).map(([name, why]) => [name, why === '' ? 'passes' : `does not apply: ${why}`]))}

Transactions that nobody signs (deposits, forced transactions, relayed registrations) have type 0x7e, which the specification does not
know: they carry its fields and those of the OP Stack.

## Beyond it

${table(['method', 'what'], Object.entries(BEYOND))}

## What is particular here

- \`eth_call\`, \`eth_estimateGas\` and \`eth_simulateV1\` run the chain's rules. An account's balance and nonce can be overridden, the block's time
  too; code and slots cannot, as there are none.
- \`eth_simulateV1\` shows blocks that never are: roots in them are zero. With \`validation\`, nonces, fees and credits count.
- Multicall3 is answered by \`eth_call\` at 0xcA11bde05977b3631167028862bE2a173976CA11 as a view: it takes no ether, and its calls do not see
  what the others would change.
- State is answered as far back as \`eth_capabilities\` says; with \`--archive\` from the first block on.
- Errors: code 3 with the ABI's error for a broken rule, -32000 in geth's words for what cannot be sent, -32003 for what this chain does not
  take, -32005 for a limit, -32602 for arguments.

## Limits

| what | limit | beyond it |
| --- | --- | --- |
| body, WebSocket message | 25 MB | HTTP 413, close 1009 |
| requests in a batch | 1,000 | -32600 |
| answer, of a batch in all | 25 MB | -32005, from there on |
| blocks of a log query | 10,000 | -32005 |
| logs of an answer | 20,000 | -32005 |
| open filters | 10,000; forgotten after five minutes without a poll | -32005 |
| subscriptions of a connection | 1,000 | -32005 |
| calls in a multicall | 10,000 | -32005 |
| blocks and calls of a simulation | 256 and 1,024 | -38026 |
| transactions that txpool_content shows | 10,000 | -32005 |
| requests a second of one address | \`rpcRateLimit\`, ten seconds of it in one go | HTTP 429 with -32005 |
| unread bytes of a WebSocket | 1 MB: it is not read until they are; 32 MB: it is closed | |

## Held to it

Unmodified clients: \`node/rpc/viem.test.ts\`, \`node/rpc/ethers.test.ts\`, \`node/rpc/web3.test.ts\`, \`node/rpc/cast.test.ts\`,
\`node/rpc/metamask.test.ts\` (MetaMask's network, gas fee and nonce controllers, Rabby's sequence), \`node/rpc/otterscan.test.ts\`. Every
error with the classes that viem and ethers make of it: \`node/rpc/error-classes.test.ts\`.

Odd requests and odd sockets, as many as you say: \`node --import tsx node/rpc/testing/run-fuzz.ts 1000000\`. The last such run, on
2026-11-22: 1,000,017 requests in 101 s, 242,973 results and 751,059 errors, 4,288 odd sockets, heap 31.7 → 33.4 MB, no fault.
`
