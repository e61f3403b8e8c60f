import { ADD_32, at, constant32, get, loopWhile, NOT_EQUAL_32, set, tee, type Code } from './assembler.ts'
import type { Lanes } from './lanes.ts'

/** Keccak-f[1600] as FIPS 202 section 3 has it; lane (x, y) of the state is number x + 5y. */
export const LANES = 25
export const ROUNDS = 24
const SIDE = 5

/** The constants of iota, from the shift register of section 3.2.5. */
export const ROUND_CONSTANTS: readonly bigint[] = roundConstants()

function roundConstants(): bigint[] {
  let register = 1
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n
    for (let j = 0; j < 7; j++) {
      if ((register & 1) === 1) constant |= 1n << BigInt((1 << j) - 1)
      register = (register << 1) ^ ((register >> 7) * 0x171)
    }
    return constant
  })
}

/** How far rho turns each lane (section 3.2.2). */
export const TURNS: readonly number[] = turns()

function turns(): number[] {
  const offsets = new Array<number>(LANES).fill(0)
  let [x, y] = [1, 0]
  for (let t = 0; t < ROUNDS; t++) {
    offsets[x + SIDE * y] = (((t + 1) * (t + 2)) / 2) % 64
    ;[x, y] = [y, (2 * x + 3 * y) % SIDE]
  }
  return offsets
}

/** Locals: the state, the state after an odd number of rounds, and what a round needs beside. */
export interface Places {
  readonly state: readonly number[]
  readonly odd: readonly number[]
  readonly parity: readonly number[]
  readonly theta: readonly number[]
  readonly row: readonly number[]
  readonly spare: number
}

const run = (first: number, length: number): readonly number[] => Array.from({ length }, (_, i) => first + i)

export const LOCALS = 2 * LANES + 3 * SIDE + 1

export const placesFrom = (first: number): Places => ({
  state: run(first, LANES),
  odd: run(first + LANES, LANES),
  parity: run(first + 2 * LANES, SIDE),
  theta: run(first + 2 * LANES + SIDE, SIDE),
  row: run(first + 2 * LANES + 2 * SIDE, SIDE),
  spare: first + LOCALS - 1,
})

const SIDES = [0, 1, 2, 3, 4] as const
const local = (locals: readonly number[], i: number): number => locals[i % locals.length]!

function theta(lanes: Lanes, from: readonly number[], { parity, theta, spare }: Places): Code {
  const column = (x: number): Code => [
    ...get(local(from, x)), ...[1, 2, 3, 4].flatMap((y) => [...get(local(from, x + SIDE * y)), ...lanes.xor]), ...set(local(parity, x)),
  ]
  const mix = (x: number): Code => [
    ...get(local(parity, x + 4)), ...lanes.turn(get(local(parity, x + 1)), 1, spare), ...lanes.xor, ...set(local(theta, x)),
  ]
  return [...SIDES.flatMap(column), ...SIDES.flatMap(mix)]
}

/** Rho and pi read backwards: each lane of a new row is found where it comes from. Then chi along the row. */
function rowOf(lanes: Lanes, from: readonly number[], to: readonly number[], y: number, { theta, row, spare }: Places): Code {
  const turned = (x: number): Code => {
    const column = (x + 3 * y) % SIDE
    const lane = column + SIDE * x
    const mixed = [...get(local(from, lane)), ...get(local(theta, column)), ...lanes.xor]
    return [...lanes.turn(mixed, TURNS[lane]!, spare), ...set(local(row, x))]
  }
  const chi = (x: number): Code => [
    ...get(local(row, x)), ...lanes.andNot(local(row, x + 2), local(row, x + 1)), ...lanes.xor, ...set(local(to, x + SIDE * y)),
  ]
  return [...SIDES.flatMap(turned), ...SIDES.flatMap(chi)]
}

function round(lanes: Lanes, from: readonly number[], to: readonly number[], places: Places, constant: Code): Code {
  const rows = SIDES.flatMap((y) => rowOf(lanes, from, to, y, places))
  const iota = [...get(local(to, 0)), ...constant, ...lanes.xor, ...set(local(to, 0))]
  return [...theta(lanes, from, places), ...rows, ...iota]
}

/**
 * The permutation of the state in `places`; `counter` is a local of 32 bits, and the constants stand in memory at `table`. Two
 * rounds a turn, there and back: measured 0.30 µs, against 0.34 for four rounds and 0.54 for all, which no longer fit the
 * registers' allocator.
 */
export function permutation(lanes: Lanes, places: Places, counter: number, table: number): Code {
  const { state, odd } = places
  const first = round(lanes, state, odd, places, lanes.constant(counter, at(table)))
  const second = round(lanes, odd, state, places, lanes.constant(counter, at(table + 8)))
  const next = [...get(counter), ...constant32(16), ...ADD_32, ...tee(counter), ...constant32(8 * ROUNDS), ...NOT_EQUAL_32]
  return [...constant32(0), ...set(counter), ...loopWhile([...first, ...second, ...next])]
}
