import { createPublicClient, custom, toHex } from 'viem'
import { expect, test } from 'vitest'
import { waitForReceipt } from './wait-for-receipt.ts'

const HASH = toHex(7, { size: 32 })
const [ADA, BOB] = [toHex(1, { size: 20 }), toHex(2, { size: 20 })]
const TRANSACTION = { hash: HASH, from: ADA, to: BOB, nonce: '0x0', gas: '0x5208', value: '0x1', input: '0x', type: '0x2', chainId: '0x1' }
const RECEIPT = { transactionHash: HASH, blockNumber: '0x2', from: ADA, to: BOB, status: '0x1', gasUsed: '0x5208', effectiveGasPrice: '0x1', logs: [] }

/** A chain on a slow line: while block 1 is on its way, the transaction comes into block 2, and no other block follows. */
const slowLine = () => {
  let isMined = false
  let arrive = (): void => undefined
  const answer = async (method: string): Promise<unknown> => {
    if (method === 'eth_getTransactionReceipt') return isMined ? RECEIPT : null
    if (method === 'eth_getTransactionByHash') return { ...TRANSACTION, blockNumber: isMined ? '0x2' : null }
    if (method === 'eth_blockNumber') {
      if (isMined) setTimeout(() => arrive(), 5)
      return isMined ? '0x2' : '0x1'
    }
    isMined = true
    await new Promise<void>((resolve) => (arrive = resolve))
    return { number: '0x1', hash: toHex(1, { size: 32 }), transactions: [] }
  }
  return createPublicClient({ transport: custom({ request: ({ method }: { readonly method: string }) => answer(method) }), pollingInterval: 10 })
}

test('a receipt is found although the last block came while viem was not looking', async () => {
  expect(await waitForReceipt(slowLine(), { hash: HASH, timeout: 5_000 })).toMatchObject({ transactionHash: HASH, status: 'success' })
})

test('viem alone waits for a block that never comes', async () => {
  await expect(slowLine().waitForTransactionReceipt({ hash: HASH, timeout: 300 })).rejects.toThrow(/Timed out/)
})

test('it gives up when it was told to', async () => {
  const never = createPublicClient({ transport: custom({ request: ({ method }: { readonly method: string }) => Promise.resolve(method === 'eth_blockNumber' ? '0x1' : null) }), pollingInterval: 5 })
  await expect(waitForReceipt(never, { hash: HASH, timeout: 120 })).rejects.toThrow(/Timed out/)
})
