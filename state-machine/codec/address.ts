import { ALIAS_OFFSET, CONTRACTS, SYSTEM_ADDRESS_PREFIX } from '../params.ts'
import type { ContractName } from '../params.ts'
import { bigintToBytes, byteAt, bytesToBigint, digitAt, fromHex, hexOf } from './bytes.ts'
import { CodecError } from './errors.ts'

/** 0x and 40 lower-case hex digits. */
export type Address = `0x${string}` & { readonly __brand: 'Address' }

const FORM = /^0x[0-9a-fA-F]{40}$/

/** Lower-cases; a checksum in the letters' case is not checked. Throws InvalidAddress. */
export function Address(text: string): Address {
  if (!FORM.test(text)) throw new CodecError('InvalidAddress', `not an address: ${text.slice(0, 64)}`)
  return text.toLowerCase() as Address
}

/** The 20 bytes at `offset`. Throws InvalidAddress where there are fewer. */
export function addressFromBytes(bytes: Uint8Array, offset = 0): Address {
  if (offset + 20 > bytes.length) throw new CodecError('InvalidAddress', `no 20 bytes at ${offset}`)
  return hexOf(bytes, offset, offset + 20) as Address
}

export const addressToBytes = (address: Address): Uint8Array => fromHex(address)

/** Writes the 20 bytes of an address text at `at`. Throws InvalidAddress. */
export function writeAddress(target: Uint8Array, at: number, text: string): void {
  let isValid = text.length === 42 && text.startsWith('0x')
  for (let i = 0; isValid && i < 20; i++) {
    const byte = 16 * digitAt(text, 2 * i + 2) + digitAt(text, 2 * i + 3)
    isValid = byte >= 0
    target[at + i] = byte
  }
  if (!isValid) throw new CodecError('InvalidAddress', `not an address: ${text.slice(0, 64)}`)
}

export const ZERO_ADDRESS = Address(`0x${'0'.repeat(40)}`)

const names = Object.keys(CONTRACTS) as ContractName[]
const systemAddresses = Object.fromEntries(
  names.map((name) => [name, Address(SYSTEM_ADDRESS_PREFIX + CONTRACTS[name].toString(16).padStart(2, '0'))]),
) as Record<ContractName, Address>
const contracts = new Map<string, ContractName>(names.map((name) => [systemAddresses[name], name]))
const contractsByLastByte = new Map<number, ContractName>(names.map((name) => [CONTRACTS[name], name]))
const prefixBytes = fromHex(SYSTEM_ADDRESS_PREFIX)

export const systemAddress = (contract: ContractName): Address => systemAddresses[contract]

export const contractAt = (address: Address): ContractName | undefined => contracts.get(address)

/** `contractAt` of the 20 bytes at `offset`, without making the text. */
export function contractAtBytes(bytes: Uint8Array, offset: number): ContractName | undefined {
  for (let i = 0; i < 19; i++) if (bytes[offset + i] !== prefixBytes[i]) return undefined
  return contractsByLastByte.get(byteAt(bytes, offset + 19))
}

/** Neither zero nor a system contract (protocol.md section 1). */
export const isValidReceiver = (address: Address): boolean =>
  address !== ZERO_ADDRESS && !(address.startsWith(SYSTEM_ADDRESS_PREFIX) && contracts.has(address))

/** The sender on this chain of what an L1 contract sent: its address + ALIAS_OFFSET, modulo 2^160. */
export function aliasOf(l1Sender: Address): Address {
  const sum = bytesToBigint(addressToBytes(l1Sender)) + ALIAS_OFFSET
  return addressFromBytes(bigintToBytes(BigInt.asUintN(160, sum), 20))
}
