export const WORD_BITS = 256

/** The words of params.ts that mean something else in Solidity; they get a `_` behind them. */
const RESERVED = ['ether']

export const solidityName = (name: string): string => (RESERVED.includes(name) ? `${name}_` : name)

/** A constant's name. */
export const upper = (name: string): string =>
  name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
