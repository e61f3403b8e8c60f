/** Bytes of one value, written from the front into a buffer that is used again and again. */
export interface ValueWriter {
  bytes: Uint8Array
  at: number
}

export const createValueWriter = (capacity = 4_096): ValueWriter => ({ bytes: new Uint8Array(capacity), at: 0 })

/** A view of what is written, good until the writer is used again. */
export const writtenValue = (writer: ValueWriter): Uint8Array => writer.bytes.subarray(0, writer.at)

function reserve(writer: ValueWriter, length: number): void {
  const needed = writer.at + length
  if (needed <= writer.bytes.length) return
  const grown = new Uint8Array(Math.max(needed, 2 * writer.bytes.length))
  grown.set(writer.bytes.subarray(0, writer.at))
  writer.bytes = grown
}

export function putByte(writer: ValueWriter, value: number): void {
  reserve(writer, 1)
  writer.bytes[writer.at++] = value
}

/** A whole number up to 2^53-1, seven bits a byte, the lowest first. */
export function putCount(writer: ValueWriter, value: number): void {
  reserve(writer, 8)
  let rest = value
  while (rest >= 0x80) {
    writer.bytes[writer.at++] = (rest % 0x80) | 0x80
    rest = Math.floor(rest / 0x80)
  }
  writer.bytes[writer.at++] = rest
}

/** Bytes whose number the reader knows. */
export function putFixed(writer: ValueWriter, bytes: Uint8Array): void {
  reserve(writer, bytes.length)
  writer.bytes.set(bytes, writer.at)
  writer.at += bytes.length
}

/** Bytes with their number before them. */
export function putBytes(writer: ValueWriter, bytes: Uint8Array): void {
  putCount(writer, bytes.length)
  putFixed(writer, bytes)
}

/** An unsigned integer: how many bytes, then the bytes, the lowest first. */
export function putInteger(writer: ValueWriter, value: bigint): void {
  reserve(writer, 33)
  const start = writer.at++
  if (value < 0x1_0000_0000_0000n) putSmall(writer, Number(value))
  else for (let rest = value; rest > 0n; rest >>= 8n) writer.bytes[writer.at++] = Number(rest & 0xffn)
  writer.bytes[start] = writer.at - start - 1
}

function putSmall(writer: ValueWriter, value: number): void {
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) writer.bytes[writer.at++] = rest % 256
}

/** The 20 bytes of an address text. */
export function putAddress(writer: ValueWriter, address: string): void {
  reserve(writer, 20)
  for (let i = 2; i < 42; i += 2) writer.bytes[writer.at++] = (digit(address, i) << 4) | digit(address, i + 1)
}

function digit(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 58 ? code - 48 : code - 87
}
