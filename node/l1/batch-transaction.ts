import type { Hex, LocalAccount } from 'viem'
import { estimateMaxPriorityFeePerGas, getGasPrice } from 'viem/actions'
import { estimateGas, type EncodedCall, type L1Reader } from '@distribute/bridge-contracts'

export interface SendOptions {
  readonly nonce: number
  /** How often it was sent before: each time a quarter dearer. */
  readonly times: number
  /** Gas beyond what the dry run used, in parts of a hundred; none where it is left out. */
  readonly sparePercent?: bigint
}

const FEE_BUMP = 125n
/**
 * Beyond what the dry run used, for what may have changed by the next block: a lock of the stake that has to be written a second later, a
 * takeover that somebody began and this batch cancels. What is not used is not paid.
 */
export const SPARE_GAS = 100_000n
/** EIP-7825: no transaction may ask for more. */
const MAX_GAS = 16_777_216n

interface Fees {
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
}

/**
 * Dry-runs, signs and sends a transaction of 120 kB, with each of its bytes made digits once and on its way twice. Answers the
 * transaction's hash. Throws what a dry run throws (`revertOf`), or viem's error where L1 refuses it or does not answer.
 */
export const createSend = (reader: L1Reader, account: LocalAccount, chainId: bigint) => {
  /** wei: twice what gas costs now, so that some full blocks do not make it too cheap. */
  const feesFor = async (times: number): Promise<Fees> => {
    const bump = (fee: bigint): bigint => (fee * FEE_BUMP ** BigInt(times)) / 100n ** BigInt(times)
    const maxFeePerGas = bump(2n * (await getGasPrice(reader)))
    const tip = times > 0 ? maxFeePerGas / 2n : await estimateMaxPriorityFeePerGas(reader)
    return { maxFeePerGas, maxPriorityFeePerGas: tip < maxFeePerGas ? tip : maxFeePerGas }
  }
  return async (call: EncodedCall, { nonce, times, sparePercent = 0n }: SendOptions): Promise<Hex> => {
    const [needed, fees] = await Promise.all([estimateGas(reader, call, account.address), feesFor(times)])
    const spared = (needed * (100n + sparePercent)) / 100n + SPARE_GAS
    const gas = spared < MAX_GAS || needed > MAX_GAS ? spared : MAX_GAS
    const { address: to, value, data } = call
    const raw = await account.signTransaction({ type: 'eip1559', chainId: Number(chainId), nonce, gas, ...fees, to, value, data })
    return reader.request({ method: 'eth_sendRawTransaction', params: [raw] })
  }
}
