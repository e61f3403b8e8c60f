import { receiptOf } from '../../../client/receipt.ts'
import { SOON, startAnvil } from '../../testing/anvil.ts'
import { CALL_GAS, SENDER } from './chain.ts'
import type { Chain } from './chain.ts'

/** A fresh anvil. */
export async function startAnvilChain(): Promise<Chain> {
  const anvil = await startAnvil()
  return {
    place: (_id, address, bytecode) => anvil.clock.setCode({ address, bytecode }),
    async create(_id, creation) {
      const hash = await anvil.wallet(0).sendTransaction({ data: creation })
      const { contractAddress } = await receiptOf(anvil.reader, hash, SOON)
      return contractAddress ?? '0x'
    },
    ask: async ({ address, abi }, functionName, args) =>
      (await anvil.reader.simulateContract({ address, abi, functionName, args, gas: CALL_GAS, account: SENDER })).result,
    close: () => anvil.close(),
  }
}
