/** A stream of numbers that a seed fixes (mulberry32): from 0 up to `below`. */
export type Dice = (below: number) => number

export function createDice(seed: number): Dice {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

export interface Request {
  readonly jsonrpc?: unknown
  readonly id?: unknown
  readonly method?: unknown
  readonly params?: unknown
}

/** A request and what may come of it: `same` is the answer that it must get, `error` that it must be refused. */
export interface Case {
  readonly request: Request
  readonly expect: 'same' | 'error' | 'any'
  /** Of `same`: which template. */
  readonly template?: number
}

export interface Template {
  readonly method: string
  readonly params: readonly unknown[]
}

export const pick = <T>(dice: Dice, list: readonly T[]): T => list[dice(list.length)] as T

const ODD = [
  null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, '', ' ', '0x', '0X1', '0x0', '0x00', '0x01', '0x1', 'latest', 'pending', 'safe', 'LATEST', 'finalized', 'earliest', [], {}, [[]], [null], [{}],
  '0xg', '0x123', 'ü', '\u0000', '__proto__', 'constructor', { blockHash: '0x' }, { blockNumber: '0x1', blockHash: `0x${'00'.repeat(32)}` }, { toString: 1 }, { __proto__: 1 },
  `0x${'ff'.repeat(32)}`, `0x${'00'.repeat(32)}`, `0x${'11'.repeat(20)}`, `0x${'ff'.repeat(33)}`, '0xffffffffffffffff', '0x10000000000000000', '1e3', 'NaN', '-0x1',
] as const

export function anyValue(dice: Dice, depth = 0): unknown {
  const kind = dice(depth > 3 ? 4 : 7)
  if (kind < 3) return pick(dice, ODD)
  if (kind === 3) return `0x${Array.from({ length: dice(70) }, () => dice(16).toString(16)).join('')}`
  if (kind === 4) return Array.from({ length: dice(5) }, () => anyValue(dice, depth + 1))
  const names = ['from', 'to', 'data', 'input', 'value', 'gas', 'nonce', 'type', 'balance', 'code', 'fromBlock', 'toBlock', 'address', 'topics', 'blockStateCalls', 'calls', 'stateOverrides', 'validation', 'account', 'limit', 'cursor', 'ids', 'a']
  return Object.fromEntries(Array.from({ length: dice(5) }, () => [pick(dice, names), anyValue(dice, depth + 1)]))
}

/** One argument replaced, left out, added, or a field of an argument. */
function mutated(dice: Dice, params: readonly unknown[]): unknown[] {
  const changed = [...params]
  const at = dice(Math.max(1, changed.length))
  const argument = changed[at]
  if (dice(2) === 0 && typeof argument === 'object' && argument !== null && !Array.isArray(argument)) {
    const names = Object.keys(argument)
    changed[at] = { ...argument, [names.length === 0 ? 'a' : pick(dice, names)]: anyValue(dice) }
    return changed
  }
  if (dice(6) === 0) changed.splice(at, 1)
  else changed[at] = anyValue(dice)
  return changed
}

/** What no server may take, whatever the method. */
function broken(dice: Dice, id: number, { method, params }: Template): Request {
  const kind = dice(6)
  if (kind === 0) return { jsonrpc: '2.0', id, method: `${method}${pick(dice, ['x', ' ', '\u0000', '_'])}`, params }
  if (kind === 1) return { jsonrpc: pick(dice, ['1.0', 2, null, '2.0 ']), id, method, params }
  if (kind === 2) return { jsonrpc: '2.0', id, method, params: pick(dice, [{}, 'params', 7, true, { 0: 'a' }]) }
  if (kind === 3) return { jsonrpc: '2.0', id, method: pick(dice, [7, null, {}, [], '', true, 'constructor', 'toString', '__proto__']), params }
  if (kind === 4) return { jsonrpc: '2.0', id, method, params: [...params, 1, 2, 3, 4, 5, 6] }
  return { jsonrpc: '2.0', id, params }
}

export function nextCase(dice: Dice, id: number, templates: readonly Template[], names: readonly string[]): Case {
  const template = dice(templates.length)
  const { method, params } = templates[template] as Template
  const kind = dice(10)
  if (kind < 2) return { request: { jsonrpc: '2.0', id, method, params }, expect: 'same', template }
  if (kind < 4) return { request: broken(dice, id, { method, params }), expect: 'error' }
  if (kind < 7) return { request: { jsonrpc: '2.0', id, method, params: mutated(dice, params) }, expect: 'any' }
  return { request: { jsonrpc: '2.0', id, method: pick(dice, names), params: Array.from({ length: dice(5) }, () => anyValue(dice)) }, expect: 'any' }
}
