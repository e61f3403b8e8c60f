import { bytesToHex, hexToBytes } from 'viem'
import type { Hex } from 'viem'
import { Address } from '@distribute/state-machine'

/** An address as viem wants it. */
export const hexOfAddress = (address: Address): Hex => `0x${address.slice(2)}`

export const hexOf = (bytes: Uint8Array): Hex => bytesToHex(bytes)

export const bytesOf = (hex: Hex): Uint8Array => hexToBytes(hex)

/** viem answers addresses with a checksum in their case; here they are lower-case. */
export const addressOf = (hex: Hex): Address => Address(hex)
