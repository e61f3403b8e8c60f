import type { Connection, RpcContext } from './context.ts'
import { CODES, methodNotFound, RpcError } from './errors.ts'
import type { MethodTable } from './method.ts'
import { answerError, answerResult, decodeRequest, isBad } from './requests.ts'
import type { BadRequest, Request } from './requests.ts'
import { sendArguments } from './send-raw.ts'

export interface Dispatcher {
  /** Answers a body: one request or a batch. Empty where there is nothing to answer. Never rejects. */
  handle(body: string, connection?: Connection): Promise<string>
}

const SEND = 'eth_sendRawTransaction'

/** `batchLimit`: requests a batch may hold. */
export function createDispatcher(methods: MethodTable, base: RpcContext, options: { readonly batchLimit: number }): Dispatcher {
  const table = new Map(Object.entries(methods))
  const { log, measure } = base.deps

  const fault = (method: string, error: unknown): RpcError => {
    if (error instanceof RpcError) return error
    log.error({ err: error, method }, 'a JSON-RPC method failed')
    return new RpcError(CODES.internal, 'internal error')
  }

  const settle = (request: Request, milliseconds: number, answer: unknown): string => {
    const failed = answer instanceof RpcError
    measure?.(table.has(request.method) ? request.method : 'unknown', milliseconds, failed ? answer.code : 0)
    if (request.id === undefined) return ''
    return failed ? answerError(request.id, answer) : answerResult(request.id, answer)
  }

  const refused = ({ id, error }: BadRequest): string => {
    measure?.('invalid', 0, error.code)
    return answerError(id, error)
  }

  const run = async (context: RpcContext, request: Request): Promise<unknown> => {
    const method = table.get(request.method)
    if (method === undefined) return methodNotFound(request.method)
    try {
      return await method(context, request.params)
    } catch (error) {
      return fault(request.method, error)
    }
  }

  const answerOne = async (context: RpcContext, request: Request | BadRequest): Promise<string> => {
    if (isBad(request)) return refused(request)
    const started = performance.now()
    const answer = await run(context, request)
    return settle(request, performance.now() - started, answer)
  }

  const answerSends = async (context: RpcContext, requests: readonly Request[]): Promise<readonly string[]> => {
    const started = performance.now()
    const sent = await sendArguments(context, requests.map(({ params }) => params)).catch((error: unknown) => fault(SEND, error))
    const milliseconds = performance.now() - started
    return requests.map((request, i) => settle(request, milliseconds, sent instanceof RpcError ? sent : sent[i]))
  }

  /** In order, as geth does; neighbouring sends are taken together. */
  const answerBatch = async (context: RpcContext, requests: readonly (Request | BadRequest)[]): Promise<string> => {
    const answers: string[] = []
    for (let at = 0; at < requests.length; ) {
      const sends = sendsFrom(requests, at)
      const request = requests[at++]
      if (sends.length > 1) answers.push(...(await answerSends(context, sends)))
      else if (request !== undefined) answers.push(await answerOne(context, request))
      at += Math.max(sends.length - 1, 0)
    }
    const shown = answers.filter((answer) => answer !== '')
    return shown.length === 0 ? '' : `[${shown.join(',')}]`
  }

  return {
    async handle(body, connection) {
      const context = connection === undefined ? base : { ...base, connection }
      const value = parse(body)
      if (value === undefined) return refused({ id: null, error: new RpcError(CODES.parse, 'parse error') })
      if (!Array.isArray(value)) return answerOne(context, decodeRequest(value))
      if (value.length === 0) return refused({ id: null, error: new RpcError(CODES.invalidRequest, 'empty batch') })
      const requests = value.map(decodeRequest)
      if (requests.length > options.batchLimit) return `[${refused(batchTooLarge(requests))}]`
      return answerBatch(context, requests)
    },
  }
}

/** JSON has no undefined: it stands for a body that is none. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}

function sendsFrom(requests: readonly (Request | BadRequest)[], start: number): readonly Request[] {
  const sends: Request[] = []
  for (let at = start; at < requests.length; at++) {
    const request = requests[at]
    if (request === undefined || isBad(request) || request.method !== SEND) break
    sends.push(request)
  }
  return sends
}

/** As geth: one answer, to the first request that wants one. */
function batchTooLarge(requests: readonly (Request | BadRequest)[]): BadRequest {
  const first = requests.find((request) => request.id !== undefined)
  return { id: first?.id ?? null, error: new RpcError(CODES.invalidRequest, 'batch too large') }
}
