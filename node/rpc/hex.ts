/** A JSON-RPC quantity: minimal hex, 0x0 for zero. */
export const quantity = (value: bigint | number): string => `0x${value.toString(16)}`

const DIGITS = /^0x(?:[0-9a-fA-F]{2})*$/

/** Undefined where `text` is not 0x and pairs of hex digits. Buffer's decoder: it stands in the path of every sent transaction. */
export function bytesFromHex(text: string): Uint8Array | undefined {
  if (!DIGITS.test(text)) return undefined
  const bytes = new Uint8Array(text.length / 2 - 1)
  bytes.set(Buffer.from(text.slice(2), 'hex'))
  return bytes
}
