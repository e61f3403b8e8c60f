import { encodeFunctionData, parseEther } from 'viem'
import { accounts, CHAIN_ID, startTestNode } from './node.ts'

// A node of its own process, so that its memory is its own: run with --expose-gc, told what to do by messages.
const [ada, bob] = accounts
const node = await startTestNode()
await node.deposit(ada.address, parseEther('10'))
const mint = encodeFunctionData({ abi: [{ type: 'function', name: 'mint', inputs: [{ type: 'uint256' }], outputs: [], stateMutability: 'payable' }], args: [1_000n] })
const token = '0xd157000000000000000000000000000000000001'
const fields = { chainId: CHAIN_ID, gas: 500_000n, maxFeePerGas: 2n, type: 'eip1559' } as const
const sends = [
  await ada.signTransaction({ ...fields, nonce: 0, to: token, value: 10n ** 17n, data: mint }),
  await ada.signTransaction({ ...fields, nonce: 1, to: token, data: mint }),
  await ada.signTransaction({ ...fields, nonce: 2, to: bob.address, value: 1n }),
]
const hashes: unknown[] = []
for (const raw of sends) hashes.push(((await node.call('eth_sendRawTransactionSync', [raw])) as { transactionHash: string }).transactionHash)

process.on('message', (message) => {
  if (message === 'memory') {
    globalThis.gc?.()
    const { heapUsed, rss, external, arrayBuffers } = process.memoryUsage()
    process.send?.({ heapUsed, rss, external, arrayBuffers })
  }
  if (message === 'end') void node.close().then(() => process.exit(0))
})
process.send?.({ port: node.port, hashes, member: ada.address, other: bob.address, token, raw: sends[0] })
