import type { Connection, RpcContext } from './context.ts'
import { CODES, limitExceeded, methodNotFound, RpcError } from './errors.ts'
import { keepLongIds } from './exact-ids.ts'
import type { MethodTable } from './method.ts'
import { answerError, answerResult, decodeRequest, isBad } from './requests.ts'
import type { BadRequest, Id, Request } from './requests.ts'
import { sendArguments } from './send-raw.ts'
import type { Sent } from './send-raw.ts'

export interface Dispatcher {
  /** Answers a body: one request or a batch. Empty where there is nothing to answer. Never rejects. */
  handle(body: string, caller?: Caller): Promise<string>
}

/** Who asks. */
export interface Caller {
  /** Where it stays connected. */
  readonly connection?: Connection
  /** Whether so many requests of it are answered now. */
  readonly admits?: (requests: number) => boolean
}

export interface DispatcherOptions {
  /** Requests a batch may hold. */
  readonly batchLimit: number
  /** Characters of an answer. */
  readonly responseLimit: number
}

const SEND = 'eth_sendRawTransaction'

export function createDispatcher(methods: MethodTable, base: RpcContext, options: DispatcherOptions): Dispatcher {
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

  const tooLarge = limitExceeded(`response too large: at most ${options.responseLimit} bytes, ask for less`)

  const answerOne = async (context: RpcContext, request: Request | BadRequest): Promise<string> => {
    if (isBad(request)) return refused(request)
    const started = performance.now()
    const answer = await run(context, request)
    const text = settle(request, performance.now() - started, answer)
    return text.length > options.responseLimit ? settle(request, 0, tooLarge) : text
  }

  const overfull = (request: Request | BadRequest): string => (isBad(request) ? refused(request) : settle(request, 0, tooLarge))

  const answerSends = async (context: RpcContext, requests: readonly Request[]): Promise<readonly string[]> => {
    const started = performance.now()
    const sent = await sendArguments(context, requests.map(({ params }) => params)).catch((error: unknown) => fault(SEND, error))
    const answers = requests.map((_, i) => (sent instanceof RpcError ? sent : (sent[i] ?? sentNothing)))
    const milliseconds = performance.now() - started
    for (const [code, times] of codesOf(answers)) measure?.(SEND, milliseconds, code, times)
    return requests.map(({ id }, i) => answerSent(id, answers[i] ?? sentNothing))
  }

  /** In order, as geth does; neighbouring sends are taken together. What comes after a full answer is not run. */
  const answerBatch = async (context: RpcContext, requests: readonly (Request | BadRequest)[]): Promise<string> => {
    const answers: string[] = []
    let size = 0
    const add = (texts: readonly string[]): void => {
      for (const text of texts) {
        size += text.length
        answers.push(text)
      }
    }
    for (let at = 0; at < requests.length; ) {
      const sends = sendsFrom(requests, at)
      const request = requests[at++]
      if (sends.length > 1) add(await answerSends(context, sends))
      else if (request !== undefined) add([size > options.responseLimit ? overfull(request) : await answerOne(context, request)])
      at += Math.max(sends.length - 1, 0)
    }
    const shown = answers.filter((answer) => answer !== '')
    return shown.length === 0 ? '' : `[${shown.join(',')}]`
  }

  return {
    async handle(body, { connection, admits = () => true } = {}) {
      const context = connection === undefined ? base : { ...base, connection }
      const value = parse(body)
      if (!admits(Array.isArray(value) ? value.length : 1)) return refused({ id: idOf(value), error: tooFast() })
      if (value === undefined) return refused({ id: null, error: new RpcError(CODES.parse, 'parse error') })
      if (!Array.isArray(value)) return answerOne(context, decodeRequest(value))
      if (value.length === 0) return refused({ id: null, error: new RpcError(CODES.invalidRequest, 'empty batch') })
      const requests = value.map(decodeRequest)
      if (requests.length > options.batchLimit) return `[${refused(batchTooLarge(requests))}]`
      return answerBatch(context, requests)
    },
  }
}

const sentNothing = new RpcError(CODES.internal, 'internal error')

/** How many sends had which outcome. They are measured together: an observation of each would be dearer than what it tells. */
function codesOf(answers: readonly Sent[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>()
  for (const answer of answers) {
    const code = answer instanceof RpcError ? answer.code : 0
    times.set(code, (times.get(code) ?? 0) + 1)
  }
  return times
}

const answerSent = (id: Id | undefined, sent: Sent): string => {
  if (id === undefined) return ''
  return sent instanceof RpcError ? answerError(id, sent) : answerResult(id, sent)
}

const tooFast = (): RpcError => limitExceeded('request rate exceeded: too many requests from this address, slow down')

/** Of a batch: null, as one answer stands for all of it. */
function idOf(value: unknown): Id {
  const request = decodeRequest(value)
  return request.id ?? null
}

/** JSON has no undefined: it stands for a body that is none. */
function parse(body: string): unknown {
  try {
    return JSON.parse(keepLongIds(body)) as unknown
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
