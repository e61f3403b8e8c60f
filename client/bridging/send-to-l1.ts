import type { Client, Hex } from 'viem'
import { writeContract } from 'viem/actions'
import type { L1Call } from '@distribute/bridge-contracts'
import type { TargetChain } from '../chain/distribute-chain.ts'
import { accountOf, type SendOptions } from '../contracts/calls.ts'
import { DistributeError, explained } from '../contracts/distribute-error.ts'

/** Signs and sends a call of a community's contract on L1, tried before. Throws DistributeError, WrongL1 where the client is of another L1. */
export const sendToL1 = (client: Client, call: L1Call, { targetChain, ...options }: SendOptions & TargetChain): Promise<Hex> =>
  explained(async () => {
    const { chain } = client
    if (chain !== undefined && chain.id !== targetChain.sourceId) {
      throw new DistributeError({ code: 'WrongL1', what: `the community lives on L1 ${targetChain.sourceId}, and the client is of chain ${chain.id}`, advice: 'give a client of that L1' })
    }
    return writeContract(client, { ...options, ...call, account: accountOf(client, options), chain: chain ?? null })
  })
