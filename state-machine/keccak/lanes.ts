import { constant32, constant64, get, I64, tee, V128, vector, type Code } from './assembler.ts'

/** How the permutation works on its 25 lanes: one state's, in 64 bits, or those of two states, in the halves of 128 bits. */
export interface Lanes {
  readonly type: number
  readonly xor: Code
  /** `a` and not `b`. */
  andNot(a: number, b: number): Code
  /** What `value` leaves on the stack, turned left; `spare` is a local that it may use. */
  turn(value: Code, bits: number, spare: number): Code
  /** A round's constant, from the address in a local. */
  constant(address: number, offset: Code): Code
}

const ALL_ONES = constant64(-1n)

export const ONE_STATE: Lanes = {
  type: I64,
  xor: [0x85],
  andNot: (a, b) => [...get(b), ...ALL_ONES, 0x85, ...get(a), 0x83],
  turn: (value, bits) => (bits === 0 ? value : [...value, ...constant64(BigInt(bits)), 0x89]),
  constant: (address, offset) => [...get(address), 0x29, ...offset],
}

const XOR = vector(0x51)
const OR = vector(0x50)
const AND_NOT = vector(0x4f)
const SHIFT_LEFT = vector(0xcb)
const SHIFT_RIGHT = vector(0xcd)
const SHUFFLE = vector(0x0d)
const LOAD_SPLAT_64 = vector(0x0a)

/** There is no vector instruction that turns lanes; whole bytes can be shuffled, which is one instruction instead of three. */
const turnBytes = (value: Code, bytes: number, spare: number): Code => {
  const order = Array.from({ length: 16 }, (_, i) => (i & 8) + ((i - bytes) & 7))
  return [...value, ...tee(spare), ...get(spare), ...SHUFFLE, ...order]
}

const turnPair = (value: Code, bits: number, spare: number): Code => {
  if (bits === 0) return value
  if (bits % 8 === 0) return turnBytes(value, bits / 8, spare)
  const high = [...value, ...tee(spare), ...constant32(bits), ...SHIFT_LEFT]
  return [...high, ...get(spare), ...constant32(64 - bits), ...SHIFT_RIGHT, ...OR]
}

export const TWO_STATES: Lanes = {
  type: V128,
  xor: XOR,
  andNot: (a, b) => [...get(a), ...get(b), ...AND_NOT],
  turn: turnPair,
  constant: (address, offset) => [...get(address), ...LOAD_SPLAT_64, ...offset],
}
