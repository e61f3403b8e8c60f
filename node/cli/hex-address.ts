/** An address as viem's types want it. */
export const hexAddress = (address: string): `0x${string}` => `0x${address.slice(2)}`
