import { createPublicClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getTransactionCount, waitForTransactionReceipt } from 'viem/actions'
import type { Address } from '@distribute/state-machine'
import { postBatchCall, submit, type BatchToPost } from '@distribute/bridge-contracts'
import type { Carrier } from '@distribute/sequencer'
import type { Kzg } from '../blobs/kzg.ts'
import { createBlobSend } from '../blobs/send.ts'
import { createL1Clients } from '../cli/deployment.ts'
import { L1_CHAIN_ID } from '../devnet/l1.ts'
import type { PrivateKey } from '../setting.ts'

/** Puts a batch onto L1; resolves when it stands there. */
export type Carry = (batch: BatchToPost) => Promise<void>

export interface CarryOptions {
  readonly da: Carrier
  readonly l1Url: string
  readonly postingKey: PrivateKey
  readonly rollup: Address
  readonly kzg: Kzg
}

const POLLING_MS = 50
/** anvil loads a trusted setup of its own before its first blob. */
const PATIENCE_MS = 120_000

export const createCarry = ({ da, l1Url, postingKey, rollup, kzg }: CarryOptions): Carry => {
  const { reader, writer } = createL1Clients(l1Url, postingKey)
  if (da === 'calldata') {
    return async (batch) => {
      const hash = await submit(writer, postBatchCall(rollup, batch))
      await waitForTransactionReceipt(reader, { hash, pollingInterval: POLLING_MS })
    }
  }
  const account = privateKeyToAccount(postingKey)
  // Asked once: a second request would be told that the nonce is taken.
  const patient = createPublicClient({ transport: http(l1Url, { timeout: PATIENCE_MS, retryCount: 0 }) })
  // anvil keeps the blobs, and the prover has them from there.
  const seal = createBlobSend(BigInt(L1_CHAIN_ID), { reader: patient, account, kzg, store: { put: async () => undefined } })
  return async (batch) => {
    const nonce = await getTransactionCount(reader, { address: account.address })
    const hash = await (await seal(rollup, batch))({ nonce, times: 0 })
    await waitForTransactionReceipt(reader, { hash, pollingInterval: POLLING_MS })
  }
}
