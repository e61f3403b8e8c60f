import { errorSelector, toHex } from '@distribute/state-machine'
import type { ErrorName } from '@distribute/state-machine'

/** JSON-RPC 2.0, EIP-1474 and geth's codes. -32603 is for faults alone: clients retry it. */
export const CODES = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  invalidInput: -32000,
  unavailable: -32002,
  rejected: -32003,
  notSupported: -32004,
  limitExceeded: -32005,
  reverted: 3,
  syncTimeout: 4,
} as const

/** What a method answers instead of a result. `data` is left out of the answer where it is undefined. */
export class RpcError extends Error {
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.name = 'RpcError'
    this.code = code
    this.data = data
  }
}

/** A value that an argument's decoder refuses; the dispatcher says which argument it was. */
export class ArgumentError extends Error {
  readonly code = CODES.invalidParams

  constructor(message: string) {
    super(message)
    this.name = 'ArgumentError'
  }
}

export const invalidInput = (message: string, data?: unknown): RpcError => new RpcError(CODES.invalidInput, message, data)
export const invalidParams = (message: string): RpcError => new RpcError(CODES.invalidParams, message)
export const rejected = (why: string): RpcError => new RpcError(CODES.rejected, `transaction rejected: ${why}`)
export const limitExceeded = (message: string): RpcError => new RpcError(CODES.limitExceeded, message)
export const notSupported = (message: string): RpcError => new RpcError(CODES.notSupported, message)
export const unavailable = (message: string): RpcError => new RpcError(CODES.unavailable, `resource unavailable: ${message}`)
export const headerNotFound = (): RpcError => invalidInput('header not found')

/** geth's words: ethers takes them for UNSUPPORTED_OPERATION. */
export const methodNotFound = (method: string): RpcError =>
  new RpcError(CODES.methodNotFound, `the method ${method} does not exist/is not available`)

/** A broken rule, with the ABI's custom error as data, which viem and ethers decode (clients.md section 3). */
export const reverted = (name: ErrorName, words = ''): RpcError =>
  new RpcError(CODES.reverted, `execution reverted: ${name}${words}`, toHex(errorSelector(name)))
