import { isAddress, isHash, type Hex } from 'viem'

/** Far above any block there will be, and exact as a number. */
const NUMBER = /^(0|[1-9]\d{0,14})$/

/** A number as an address of the page has it; undefined for any other text. */
export const numberOf = (text: string): bigint | undefined => (NUMBER.test(text) ? BigInt(text) : undefined)

/** Grouped digits as people copy them: 1,234 and 1.234 and 1 234, and with a number sign. */
export const typedNumber = (text: string): bigint | undefined => numberOf(text.replace(/^#/, '').replace(/[\s.,’'  ]/g, ''))

/** With or without 0x, in any case. */
const hexOf = (text: string): string => (/^0x/i.test(text) ? `0x${text.slice(2).toLowerCase()}` : `0x${text.toLowerCase()}`)

export const hashOf = (text: string): Hex | undefined => {
  const hex = hexOf(text.trim())
  return isHash(hex) ? hex : undefined
}

export const addressOf = (text: string): Hex | undefined => {
  const hex = hexOf(text.trim())
  return isAddress(hex, { strict: false }) ? hex : undefined
}
