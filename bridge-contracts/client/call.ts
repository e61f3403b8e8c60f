import type { Abi, Account, Chain, Client, ContractFunctionArgs, ContractFunctionName, Hex, Transport } from 'viem'
import { BaseError, ContractFunctionRevertedError, encodeFunctionData, getContractError, numberToHex } from 'viem'
import { simulateContract, writeContract } from 'viem/actions'
import type { Address } from '@distribute/state-machine'
import { hexOfAddress } from './values.ts'

/** Any viem client of L1. */
export type L1Reader = Client
/** One that can sign. */
export type L1Writer = Client<Transport, Chain | undefined, Account>

/** A transaction to L1 before it has a sender: made by one function for each call, sent by `submit`. */
export interface L1Call {
  readonly address: Hex
  readonly abi: Abi
  readonly functionName: string
  readonly args: readonly unknown[]
  /** wei */
  readonly value: bigint
}

type Writable = 'nonpayable' | 'payable'

/** A call whose name and arguments fit the ABI. */
export function l1Call<const A extends Abi, N extends ContractFunctionName<A, Writable>>(
  to: Address,
  call: { readonly abi: A; readonly name: N; readonly args: ContractFunctionArgs<A, Writable, N>; readonly value?: bigint },
): L1Call {
  return {
    address: hexOfAddress(to),
    abi: call.abi,
    functionName: call.name,
    args: [...(call.args as readonly unknown[])],
    value: call.value ?? 0n,
  }
}

/** What a wallet needs to send it. */
export function calldataOf(call: L1Call): { readonly to: Hex; readonly data: Hex; readonly value: bigint } {
  return { to: call.address, data: encodeFunctionData(call), value: call.value }
}

/** Set by who watches fees and nonces; the rest is viem's to find out. */
export interface SubmitOptions {
  readonly gas?: bigint
  readonly nonce?: number
  readonly maxFeePerGas?: bigint
  readonly maxPriorityFeePerGas?: bigint
}

/**
 * Signs and sends. Without `gas` it is dry-run on the way, and throws viem's ContractFunctionExecutionError with the
 * contract's error decoded (`revertOf`).
 */
export function submit(writer: L1Writer, call: L1Call, options: SubmitOptions = {}): Promise<Hex> {
  return writeContract(writer, { ...call, ...options, account: writer.account, chain: writer.chain ?? null })
}

/** Runs it without sending; throws as `submit` does. */
export async function dryRun(reader: L1Reader, call: L1Call, from: Address): Promise<void> {
  await simulateContract(reader, { ...call, account: hexOfAddress(from) })
}

/** A call whose bytes are made already; what it is called with stays out of the errors. */
export interface EncodedCall extends Omit<L1Call, 'args'> {
  readonly data: Hex
}

/** The same with its bytes made. */
export const encodedCall = (call: L1Call): EncodedCall => {
  const { address, abi, functionName, value } = call
  return { address, abi, functionName, value, data: encodeFunctionData(call) }
}

/** The gas that it needs as L1 stands; throws as `submit` does. */
export async function estimateGas(reader: L1Reader, call: EncodedCall, from: Hex): Promise<bigint> {
  return BigInt(await decodingReverts(call, from, () => reader.request({ method: 'eth_estimateGas', params: [requestOf(call, from)] })))
}

/** What a transaction with blobs says of them to a dry run. */
export interface BlobFields {
  readonly blobVersionedHashes: readonly Hex[]
  /** wei, in hex digits */
  readonly maxFeePerBlobGas: Hex
}

/** The same of a transaction that carries these blobs. */
export async function estimateBlobGas(reader: L1Reader, call: EncodedCall, from: Hex, blobs: BlobFields): Promise<bigint> {
  const request = { ...requestOf(call, from), blobVersionedHashes: [...blobs.blobVersionedHashes], maxFeePerBlobGas: blobs.maxFeePerBlobGas }
  return BigInt(await decodingReverts(call, from, () => reader.request({ method: 'eth_estimateGas', params: [request] })))
}

/** Runs it without sending, with this code at these addresses; throws as `submit` does. */
export async function dryRunEncoded(reader: L1Reader, call: EncodedCall, from: Address, codes: Readonly<Record<Hex, Hex>> = {}): Promise<void> {
  const overrides = Object.fromEntries(Object.entries(codes).map(([address, code]) => [address, { code }]))
  const sender = hexOfAddress(from)
  await decodingReverts(call, sender, () => reader.request({ method: 'eth_call', params: [requestOf(call, sender), 'latest', overrides] }))
}

const requestOf = ({ address, value, data }: EncodedCall, from: Hex) => ({ from, to: address, data, value: numberToHex(value) })

async function decodingReverts<T>({ abi, address, functionName }: EncodedCall, sender: Hex, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw error instanceof BaseError ? getContractError(error, { abi, address, args: [], functionName, sender }) : error
  }
}

/** The contract's own error in what `submit`, `estimateGas` or `dryRun` threw, if that is why. */
export function revertOf(error: unknown): { readonly name: string; readonly args: readonly unknown[] } | undefined {
  if (!(error instanceof BaseError)) return undefined
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError)
  if (!(reverted instanceof ContractFunctionRevertedError) || reverted.data === undefined) return undefined
  return { name: reverted.data.errorName, args: reverted.data.args ?? [] }
}
