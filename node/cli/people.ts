/** An address short enough for a table; JSON has it whole. */
export const shortAddress = (address: string): string => `${address.slice(0, 8)}…${address.slice(-4)}`
export const shortHash = (hash: string): string => `${hash.slice(0, 10)}…`
