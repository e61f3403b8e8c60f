/** A JSON-RPC quantity: minimal hex, 0x0 for zero. */
export const quantity = (value: bigint | number): string => `0x${value.toString(16)}`

/**
 * Undefined where `text` is not 0x and pairs of hex digits. Node's own decoder, which stops at what is no digit: this
 * stands in the path of every sent transaction.
 */
export function bytesFromHex(text: string): Uint8Array | undefined {
  if (!text.startsWith('0x') || text.length % 2 !== 0) return undefined
  const bytes = new Uint8Array(text.length / 2 - 1)
  return Buffer.from(bytes.buffer).write(text.slice(2), 'hex') === bytes.length ? bytes : undefined
}
