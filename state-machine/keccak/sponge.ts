import {
  ADD_32, assemble, at, constant32, get, IS_ZERO_32, loopWhile, set, SUBTRACT_32, tee, vector, when, type Code, type Program,
} from './assembler.ts'
import { ONE_STATE, TWO_STATES } from './lanes.ts'
import { LANES, LOCALS, permutation, placesFrom, ROUND_CONSTANTS } from './permutation.ts'

/** Bytes of a block of keccak-256. */
export const RATE = 136
const RATE_LANES = RATE / 8
const HASH_LANES = 4

/** Where things stand in the memory of both functions. */
export const MEMORY = {
  /** The state of `absorb`, which begins with the hash; or the two hashes of `pair`, 32 bytes each. */
  state: 0,
  constants: 200,
  /** From here on the callers'. */
  free: 512,
} as const

export interface Sponge {
  readonly memory: { readonly buffer: ArrayBuffer }
  /** Absorbs `blocks` padded blocks from `from` on into the state, or into an empty one if `fresh` is not 0. */
  absorb(from: number, blocks: number, fresh: number): void
  /** Hashes two padded messages of as many blocks each. */
  pair(first: number, second: number, blocks: number): void
}

const each = (count: number, code: (lane: number) => Code): Code => Array.from({ length: count }, (_, i) => code(i)).flat()
const step = (local: number, by: number): Code => [...get(local), ...constant32(by), ...ADD_32, ...set(local)]
const countDown = (local: number): Code => [...get(local), ...constant32(1), ...SUBTRACT_32, ...tee(local)]

const LOAD_64: Code = [0x29]
const STORE_64: Code = [0x37]

function absorbProgram(): Program {
  const [from, blocks, fresh, counter] = [0, 1, 2, 3]
  const places = placesFrom(4)
  const lane = (i: number): number => places.state[i]!
  const resume = each(LANES, (i) => [...constant32(MEMORY.state), ...LOAD_64, ...at(8 * i), ...set(lane(i))])
  const mixIn = each(RATE_LANES, (i) => [...get(lane(i)), ...get(from), ...LOAD_64, ...at(8 * i), ...ONE_STATE.xor, ...set(lane(i))])
  const permute = permutation(ONE_STATE, places, counter, MEMORY.constants)
  const keep = each(LANES, (i) => [...constant32(MEMORY.state), ...get(lane(i)), ...STORE_64, ...at(8 * i)])
  const absorbing = loopWhile([...mixIn, ...permute, ...step(from, RATE), ...countDown(blocks)])
  const body = [...get(fresh), ...IS_ZERO_32, ...when(resume), ...absorbing, ...keep]
  return { name: 'absorb', parameters: 3, locals: { count: LOCALS, type: ONE_STATE.type }, body }
}

const LOAD_64_ZERO = vector(0x5d)
const LOAD_64_LANE = vector(0x57)
const STORE_64_LANE = vector(0x5b)

function pairProgram(): Program {
  const [first, second, blocks, counter] = [0, 1, 2, 3]
  const places = placesFrom(4)
  const lane = (i: number): number => places.state[i]!
  const load = (i: number): Code => [
    ...get(second), ...get(first), ...LOAD_64_ZERO, ...at(8 * i), ...LOAD_64_LANE, ...at(8 * i), 1,
  ]
  const mixIn = each(RATE_LANES, (i) => [...get(lane(i)), ...load(i), ...TWO_STATES.xor, ...set(lane(i))])
  const permute = permutation(TWO_STATES, places, counter, MEMORY.constants)
  const store = (i: number, half: 0 | 1): Code => [
    ...constant32(MEMORY.state + 32 * half), ...get(lane(i)), ...STORE_64_LANE, ...at(8 * i), half,
  ]
  const next = [...step(first, RATE), ...step(second, RATE), ...countDown(blocks)]
  const body = [...loopWhile([...mixIn, ...permute, ...next]), ...each(HASH_LANES, (i) => [...store(i, 0), ...store(i, 1)])]
  return { name: 'pair', parameters: 3, locals: { count: LOCALS, type: TWO_STATES.type }, body }
}

// The types of WebAssembly come with those of browsers and of Node, and this room has neither.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array): Promise<{ readonly instance: { readonly exports: Sponge } }>
}

/** Some 4,300 bytes of code; assembling and compiling them took 7 ms. */
export async function createSponge(): Promise<Sponge> {
  const { instance } = await WebAssembly.instantiate(assemble([absorbProgram(), pairProgram()]))
  const { memory, absorb, pair } = instance.exports
  const view = new DataView(memory.buffer)
  ROUND_CONSTANTS.forEach((value, i) => view.setBigUint64(MEMORY.constants + 8 * i, value, true))
  return { memory, absorb, pair }
}
