/** The little of WebAssembly's binary format that keccak needs (webassembly.github.io/spec/core/binary). */
export type Code = readonly number[]

export const I32 = 0x7f
export const I64 = 0x7e
export const V128 = 0x7b

/** LEB128 of an unsigned number below 2^31. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  return [...bytes, rest]
}

/** LEB128 of a signed number; constants stand in this form. */
export function signed(value: bigint): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest < -64n || rest > 63n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return [...bytes, Number(rest & 0x7fn)]
}

export const get = (local: number): Code => [0x20, ...unsigned(local)]
export const set = (local: number): Code => [0x21, ...unsigned(local)]
export const tee = (local: number): Code => [0x22, ...unsigned(local)]
export const constant32 = (value: number): Code => [0x41, ...signed(BigInt(value))]
export const constant64 = (value: bigint): Code => [0x42, ...signed(value)]
/** A vector instruction, by its number behind the prefix. */
export const vector = (instruction: number): Code => [0xfd, ...unsigned(instruction)]
/** Alignment (none promised) and offset of a load or store. */
export const at = (offset: number): Code => [0, ...unsigned(offset)]

export const ADD_32: Code = [0x6a]
export const SUBTRACT_32: Code = [0x6b]
export const NOT_EQUAL_32: Code = [0x47]
export const IS_ZERO_32: Code = [0x45]

/** Repeats `body` while the number it leaves on the stack is not 0. */
export const loopWhile = (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0, 0x0b]
/** Runs `body` if the number on the stack is not 0. */
export const when = (body: Code): Code => [0x04, 0x40, ...body, 0x0b]

/** A function of 32-bit numbers that answers nothing; its locals behind the parameters are one 32-bit number, then `locals`. */
export interface Program {
  readonly name: string
  readonly parameters: number
  readonly locals: { readonly count: number; readonly type: number }
  readonly body: Code
}

const MAGIC: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
const FUNCTION = 0x60

const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()]
const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content]
const text = (name: string): Code => list(Array.from(name, (letter) => [letter.charCodeAt(0)]))

const bodyOf = ({ locals, body }: Program): Code => {
  const content = [...list([[1, I32], [...unsigned(locals.count), locals.type]]), ...body, 0x0b]
  return [...unsigned(content.length), ...content]
}

/** A module of these functions and one page of memory, all of it exported: the memory as `memory`. */
export function assemble(programs: readonly Program[]): Uint8Array {
  const types = programs.map(({ parameters }) => [FUNCTION, ...list(Array.from({ length: parameters }, () => [I32])), 0])
  const names = programs.map(({ name }, i) => [...text(name), 0, i])
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, list(types)),
    ...section(3, list(programs.map((_program, i) => [i]))),
    ...section(5, list([[1, 1, 1]])),
    ...section(7, list([...names, [...text('memory'), 2, 0]])),
    ...section(10, list(programs.map(bodyOf))),
  ])
}
