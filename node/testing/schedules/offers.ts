import { hexToBytes, keccak256, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { decodeSigned, encodeTransaction, type Address } from '@distribute/state-machine'
import type { PooledTransaction } from '@distribute/sequencer'
import { devnetAccount } from '../../devnet/accounts.ts'
import { StageError } from './errors.ts'

export const MEMBERS = [0, 1, 2] as const
export const memberOf = (member: number): Address => devnetAccount(member).address

const known = new Map<string, Promise<PooledTransaction>>()

const sign = async (member: number, nonce: number, variant: number): Promise<PooledTransaction> => {
  const to: Hex = `0x${(0xa0 + variant).toString(16).repeat(20)}`
  const fields = { type: 'eip1559', chainId: 77_001, nonce, to, value: 1n, gas: 200_000n, maxFeePerGas: 10n, maxPriorityFeePerGas: 0n } as const
  const raw = hexToBytes(await privateKeyToAccount(devnetAccount(member).privateKey).signTransaction(fields))
  const decoded = decodeSigned(raw, 77_001n)
  if (!decoded.ok) throw new StageError(decoded.detail)
  const { transaction } = decoded
  return { transaction, hash: hexToBytes(keccak256(raw)), sender: memberOf(member), encoded: encodeTransaction(transaction), raw }
}

/** A member's transfer, signed once for all schedules; those of one nonce differ by `variant`. */
export const transferOf = (member: number, nonce: number, variant: number): Promise<PooledTransaction> => {
  const name = `${member} ${nonce} ${variant}`
  const found = known.get(name) ?? sign(member, nonce, variant)
  known.set(name, found)
  return found
}
