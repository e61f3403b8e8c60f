import * as fc from 'fast-check'
import { toHex, type TransactionSerializable } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { createPostingAccount } from './posting-account.ts'

const KEY = `0x${'3c'.repeat(32)}` as const
const TO = `0x${'d1'.repeat(20)}` as const
const amount = fc.bigInt({ min: 0n, max: 2n ** 96n })

test('it signs the same bytes as viem does, whatever the transaction', async () => {
  const plain = fc.record({
    chainId: fc.integer({ min: 1, max: 2 ** 40 }), nonce: fc.nat(), maxPriorityFeePerGas: amount, gas: amount, value: amount,
    data: fc.uint8Array({ maxLength: 300 }),
  })
  await fc.assert(
    fc.asyncProperty(plain, async ({ data, ...rest }) => {
      const transaction = { ...rest, type: 'eip1559', to: TO, maxFeePerGas: 2n ** 97n, data: toHex(data) } as const
      expect(await createPostingAccount(KEY).signTransaction(transaction)).toBe(await privateKeyToAccount(KEY).signTransaction(transaction))
    }),
    { numRuns: budget(40) },
  )
})

test('what it does not know it leaves to viem', async () => {
  const others: readonly TransactionSerializable[] = [
    { type: 'legacy', chainId: 1, nonce: 1, gasPrice: 7n, gas: 21_000n, to: TO },
    { type: 'eip1559', chainId: 1, nonce: 1, maxFeePerGas: 7n, gas: 100_000n, data: '0x6001' },
    { type: 'eip1559', chainId: 1, nonce: 1, maxFeePerGas: 7n, gas: 100_000n, to: TO, accessList: [{ address: TO, storageKeys: [] }] },
  ]
  for (const transaction of others) {
    expect(await createPostingAccount(KEY).signTransaction(transaction)).toBe(await privateKeyToAccount(KEY).signTransaction(transaction))
  }
})
