import type { Hex, LocalAccount, RpcTransactionReceipt } from 'viem'
import { getTransactionCount } from 'viem/actions'
import type { EncodedCall, L1Reader } from '@distribute/bridge-contracts'
import { createSend } from '../l1/batch-transaction.ts'
import type { Log } from '../l1/log.ts'
import { sleep } from '../sequencing/clock.ts'
import { ProverError } from './errors.ts'

export interface PatienceOptions {
  readonly chainId: bigint
  /** How often a sent transaction is looked for. */
  readonly pollMs: number
  /** One that is not included by then is sent again, dearer. */
  readonly patienceMs: number
}

export interface PatienceDependencies {
  readonly reader: L1Reader
  readonly account: LocalAccount
  readonly log: Log
  readonly signal: AbortSignal
}

/** Sends a call and waits until L1 has included it. */
export type SendPatiently = (call: EncodedCall) => Promise<RpcTransactionReceipt>

const SPARE_PERCENT = 12n
const MOST_TIMES = 30

/** What L1 nodes say of one that has to be dearer, or that they have already. */
const isOutbid = (error: unknown): boolean => error instanceof Error && /underpriced|already known|already imported/i.test(error.message)

/**
 * A dry run, then the transaction, then dearer ones in its place until one is included. The nonce is that of L1's head, so that one
 * which hung before a restart is outbid too. Throws what a dry run throws (`revertOf`), ProverError Reverted, or viem's error.
 */
export const createPatientSend = (options: PatienceOptions, { reader, account, log, signal }: PatienceDependencies): SendPatiently => {
  const send = createSend(reader, account, options.chainId)
  const nonceNow = (): Promise<number> => getTransactionCount(reader, { address: account.address, blockTag: 'latest' })
  const find = async (hashes: readonly Hex[]): Promise<RpcTransactionReceipt | undefined> => {
    for (const hash of hashes) {
      const receipt = await reader.request({ method: 'eth_getTransactionReceipt', params: [hash] })
      if (receipt !== null) return receipt
    }
    return undefined
  }
  /** Until one is included, patience ends, or a reorg or another transaction has moved the nonce: then none of them ever will be. */
  const waitFor = async (hashes: readonly Hex[], nonce: number): Promise<RpcTransactionReceipt | undefined> => {
    const deadline = performance.now() + options.patienceMs
    while (!signal.aborted && performance.now() < deadline) {
      const isDue = (await nonceNow()) === nonce
      const receipt = await find(hashes)
      if (receipt !== undefined || !isDue) return receipt
      await sleep(options.pollMs, signal)
    }
    return find(hashes)
  }
  const sendOnce = async (call: EncodedCall, nonce: number, times: number): Promise<readonly Hex[]> => {
    try {
      return [await send(call, { nonce, times, sparePercent: SPARE_PERCENT })]
    } catch (error) {
      if (isOutbid(error)) return []
      throw error
    }
  }
  return async (call) => {
    const nonce = await nonceNow()
    const hashes: Hex[] = []
    for (let times = 0; times < MOST_TIMES && !signal.aborted; times++) {
      if (times > 0) log.info({ call: call.functionName, nonce, times }, 'L1 has not included a transaction: it is sent again, dearer')
      const sent = await sendOnce(call, nonce, times)
      hashes.push(...sent)
      const receipt = sent.length === 0 ? await find(hashes) : await waitFor(hashes, nonce)
      if (receipt?.status === '0x0') throw new ProverError('Reverted', `${call.functionName} reverted in ${receipt.transactionHash}`)
      if (receipt !== undefined) return receipt
      if ((await nonceNow()) !== nonce) break
    }
    throw new ProverError('Reverted', `${call.functionName} with nonce ${nonce} of ${account.address} was not included; another transaction took its place, or the node stops`)
  }
}
