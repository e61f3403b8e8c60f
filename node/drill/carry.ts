import { createPublicClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getTransactionCount } from 'viem/actions'
import type { Address } from '@distribute/state-machine'
import { encodedCall, postBatchCall, receiptOf, type BatchToPost } from '@distribute/bridge-contracts'
import type { Carrier } from '@distribute/sequencer'
import type { Kzg } from '../blobs/kzg.ts'
import { createBlobSend } from '../blobs/send.ts'
import { createL1Clients } from '../cli/deployment.ts'
import { L1_CHAIN_ID } from '../devnet/l1.ts'
import { createSend } from '../l1/batch-transaction.ts'
import type { PrivateKey } from '../setting.ts'
import { DrillError } from './errors.ts'

/** Puts a batch onto L1; resolves when it stands there. */
export type Carry = (batch: BatchToPost) => Promise<void>

export interface CarryOptions {
  readonly da: Carrier
  readonly l1Url: string
  readonly postingKey: PrivateKey
  readonly rollup: Address
  readonly kzg: Kzg
}

type Seal = ReturnType<typeof createBlobSend>

const POLLING_MS = 50
/** anvil loads a trusted setup of its own before its first blob. */
const PATIENCE_MS = 120_000

export const createCarry = ({ da, l1Url, postingKey, rollup, kzg }: CarryOptions): Carry => {
  const { reader } = createL1Clients(l1Url, postingKey)
  const account = privateKeyToAccount(postingKey)
  const seal = da === 'calldata' ? inCalldata() : inBlobs()
  return async (batch) => {
    const nonce = await getTransactionCount(reader, { address: account.address })
    const hash = await (await seal(rollup, batch))({ nonce, times: 0 })
    const { status } = await receiptOf(reader, hash, { pollMs: POLLING_MS })
    if (status !== 'success') throw new DrillError('NotPosted', `a batch of the drill reverted on L1, in transaction ${hash}`)
  }

  function inCalldata(): Seal {
    const send = createSend(reader, account, BigInt(L1_CHAIN_ID))
    return async (to, batch) => (options) => send(encodedCall(postBatchCall(to, batch)), options)
  }

  function inBlobs(): Seal {
    // Asked once: a second request would be told that the nonce is taken.
    const patient = createPublicClient({ transport: http(l1Url, { timeout: PATIENCE_MS, retryCount: 0 }) })
    // anvil keeps the blobs, and the prover has them from there.
    return createBlobSend(BigInt(L1_CHAIN_ID), { reader: patient, account, kzg, store: { put: async () => undefined } })
  }
}
