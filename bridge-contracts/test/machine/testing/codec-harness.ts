import { CONTRACTS, fromHex } from '@distribute/state-machine'
import type { Bytes32, ContractName } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { hexOf } from '../../../client/values.ts'
import { startMachine } from './machine.ts'

const HARNESS = 'test/machine/contracts/CodecHarness.sol:CodecHarness'

export interface SolidityItem {
  readonly ok: boolean
  readonly item: {
    readonly isOperation: boolean
    readonly isType2: boolean
    readonly yParity: bigint
    readonly nonce: bigint
    readonly gas: bigint
    readonly feeCap: bigint
    readonly tipCap: bigint
    readonly value: bigint
    readonly r: Hex
    readonly s: Hex
    readonly call: { readonly kind: number; readonly to: Hex; readonly callData: Hex }
  }
  readonly signingHash: Hex
  readonly signed: boolean
  readonly sender: Hex
}

export interface SolidityCall {
  readonly ok: boolean
  readonly kind: bigint
}

export interface SoliditySegment {
  readonly last: boolean
  readonly inbox: boolean
  readonly t: bigint
  readonly count: bigint
  readonly items: readonly Hex[]
}

export interface SolidityEntry {
  readonly entry: { readonly kind: bigint; readonly time: bigint; readonly from: Hex; readonly value: bigint }
  readonly payload: Hex
  readonly receiver: Hex
}

export interface SoliditySend {
  readonly ok: boolean
  readonly value: bigint
  readonly target: Hex
  readonly call: Hex
}

export interface SignedHash {
  readonly hash: Bytes32
  readonly r: Uint8Array
  readonly s: Uint8Array
  readonly yParity: number
}

/** The Solidity codec; many questions go in one call. */
export interface CodecHarness {
  decodeItems(items: readonly Uint8Array[], chainId: bigint): Promise<readonly SolidityItem[]>
  decodeCalls(contract: ContractName | 'account', calls: readonly Uint8Array[]): Promise<readonly SolidityCall[]>
  decodeSegment(segment: Uint8Array): Promise<SoliditySegment>
  decodeEntry(packed: Uint8Array): Promise<SolidityEntry>
  /** Receiver and amount. */
  decodeTokenDeposit(payload: Uint8Array): Promise<readonly [string, bigint]>
  decodeSend(payload: Uint8Array): Promise<SoliditySend>
  /** Addresses, undefined where nobody signed. */
  recover(all: readonly SignedHash[]): Promise<readonly (string | undefined)[]>
  rlp(text: Uint8Array, integer: bigint): Promise<Uint8Array>
  measure(item: Uint8Array, chainId: bigint): Promise<readonly [decoding: number, recovering: number]>
  close(): Promise<void>
}

export async function startCodecHarness(): Promise<CodecHarness> {
  const machine = await startMachine([HARNESS])
  const ask = async <T>(name: string, ...args: readonly unknown[]): Promise<T> => (await machine.ask(0, name, args)) as T
  return {
    decodeItems: (items, chainId) => ask('decodeItems', items.map(hexOf), chainId),
    decodeCalls: (contract, calls) => ask('decodeCalls', contract === 'account' ? 0n : BigInt(CONTRACTS[contract]), calls.map(hexOf)),
    decodeSegment: (segment) => ask('decodeSegment', hexOf(segment)),
    async decodeEntry(packed) {
      const [entry, payload, receiver] = await ask<[SolidityEntry['entry'], Hex, Hex]>('decodeEntry', hexOf(packed))
      return { entry, payload, receiver }
    },
    decodeTokenDeposit: (payload) => ask('decodeTokenDeposit', hexOf(payload)),
    decodeSend: (payload) => ask('decodeSend', hexOf(payload)),
    async recover(all) {
      const questions = all.map(({ hash, r, s, yParity }) => ({ hash: hexOf(hash), r: hexOf(r), s: hexOf(s), yParity: BigInt(yParity) }))
      const [signers, found] = await ask<[readonly Hex[], readonly boolean[]]>('recover', questions)
      return signers.map((signer, i) => (found[i] === true ? signer.toLowerCase() : undefined))
    },
    rlp: async (text, integer) => fromHex(await ask<Hex>('rlp', hexOf(text), integer)),
    async measure(item, chainId) {
      const [decoding, recovering] = await ask<[bigint, bigint]>('measure', hexOf(item), chainId)
      return [Number(decoding), Number(recovering)]
    },
    close: () => machine.close(),
  }
}

