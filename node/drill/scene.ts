import { privateKeyToAccount } from 'viem/accounts'
import {
  decodeSigned, encodeCalldata, encodeInboxSegment, encodeTransaction, encodeTransactionSegment, fromHex, kindGas, targetOf, toHex, ZERO_ADDRESS,
  type Address, type Call,
} from '@distribute/state-machine'
import { devnetAccount } from '../devnet/accounts.ts'
import { DrillError } from './errors.ts'

/** What members of the drill's community send. */
export interface Scene {
  readonly chainId: bigint
  /** L1's time: the block time that segments ask for. */
  readonly t: bigint
}

export interface Deed {
  readonly sender: number
  readonly nonce: number
  readonly call: Call
  readonly to?: Address
  readonly value?: bigint
}

export const memberOf = (index: number): Address => devnetAccount(index).address
export const THIEF = memberOf(8)
export const TRANSFER: Call = { kind: 'send', args: [] }

/** The compact form of a member's signed transaction. */
export const signed = async ({ chainId }: Scene, { sender, nonce, call, to, value = 0n }: Deed): Promise<Uint8Array> => {
  const calldata = call.kind === 'send' ? new Uint8Array(0) : encodeCalldata(call)
  const raw = await privateKeyToAccount(devnetAccount(sender).privateKey).signTransaction({
    type: 'eip1559', chainId: Number(chainId), nonce, to: `0x${targetOf(call, to ?? ZERO_ADDRESS).slice(2)}`, value, gas: kindGas(call.kind),
    maxFeePerGas: 10n, maxPriorityFeePerGas: 0n, ...(calldata.length === 0 ? {} : { data: toHex(calldata) }),
  })
  const decoded = decodeSigned(fromHex(raw), chainId)
  if (decoded.ok) return encodeTransaction(decoded.transaction)
  throw new DrillError('NotIncluded', `a transaction of the drill does not decode: ${decoded.detail}`)
}

/** Transfers of one wei by member 0, from `first` on. */
export const transfers = (scene: Scene, count: number, first = 0): Promise<readonly Uint8Array[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => signed(scene, { sender: 0, nonce: first + i, call: TRANSFER, to: memberOf(1), value: 1n })))

export const block = ({ t }: Scene, items: readonly Uint8Array[], last = true): Uint8Array => encodeTransactionSegment({ last, inbox: false, t }, items)
export const reading = ({ t }: Scene, count: number): Uint8Array => encodeInboxSegment({ last: true, inbox: true, t }, count)
