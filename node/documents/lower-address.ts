import { Address } from '@distribute/state-machine'

/** viem writes addresses with a checksum in their letters, the chain without. Throws for what is no address. */
export const lowerAddress = (address: string): Address => Address(address.toLowerCase())
