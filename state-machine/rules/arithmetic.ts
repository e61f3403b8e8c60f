/** floor(a·b / d); d > 0. Solidity's mirror is a 512-bit mulDiv. */
export const mulDiv = (a: bigint, b: bigint, d: bigint): bigint => (a * b) / d

/** ceil(a·b / d); d > 0. */
export const mulDivUp = (a: bigint, b: bigint, d: bigint): bigint => (a * b + d - 1n) / d

export const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/** Accumulators run modulo 2^256, as Solidity's unchecked arithmetic does. */
export const wrap256 = (value: bigint): bigint => BigInt.asUintN(256, value)
