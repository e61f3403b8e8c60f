import { CODES, invalidParams, RpcError } from './errors.ts'
import { exactId } from './exact-ids.ts'

/** A bigint stands for a number that JavaScript's do not hold. */
export type Id = string | number | bigint | boolean | null

/** A request that may be run. Without an id it is a notification: run, and not answered. */
export interface Request {
  readonly id: Id | undefined
  readonly method: string
  readonly params: readonly unknown[]
}

/** A request that may not, and why. */
export interface BadRequest {
  readonly id: Id
  readonly error: RpcError
}

export const isBad = (request: Request | BadRequest): request is BadRequest => 'error' in request

const invalidRequest = (id: Id): BadRequest => ({ id, error: new RpcError(CODES.invalidRequest, 'invalid request') })

const isId = (id: unknown): id is Id => id === null || typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint' || typeof id === 'boolean'

/** One member of a body. Clients leave `params` out, send null, or end it with nulls. */
export function decodeRequest(value: unknown): Request | BadRequest {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return invalidRequest(null)
  const { jsonrpc, id: given, method, params } = value as { readonly [name: string]: unknown }
  const id = exactId(given)
  if (id !== undefined && !isId(id)) return invalidRequest(null)
  if (jsonrpc !== '2.0' || typeof method !== 'string' || method === '') return invalidRequest(id ?? null)
  if (params === undefined || params === null) return { id, method, params: [] }
  if (!Array.isArray(params)) return { id: id ?? null, error: invalidParams('non-array args') }
  return { id, method, params: withoutTrailingNulls(params) }
}

function withoutTrailingNulls(params: readonly unknown[]): readonly unknown[] {
  let length = params.length
  while (length > 0 && (params[length - 1] === null || params[length - 1] === undefined)) length--
  return length === params.length ? params : params.slice(0, length)
}

export const answerResult = (id: Id, result: unknown): string =>
  `{"jsonrpc":"2.0","id":${idText(id)},"result":${JSON.stringify(result ?? null)}}`

const idText = (id: Id): string => (typeof id === 'bigint' || Number.isSafeInteger(id) ? String(id) : JSON.stringify(id))

export function answerError(id: Id, { code, message, data }: RpcError): string {
  const error = data === undefined ? { code, message } : { code, message, data }
  return `{"jsonrpc":"2.0","id":${idText(id)},"error":${JSON.stringify(error)}}`
}
