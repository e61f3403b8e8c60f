import type { RpcContext } from './context.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError, invalidParams } from './errors.ts'

/** One method: decodes its arguments and answers what JSON will carry, or throws RpcError. */
export type Method = (context: RpcContext, params: readonly unknown[]) => unknown
export type MethodTable = Readonly<Record<string, Method>>

type Values<D extends readonly Decoder<unknown>[]> = { [K in keyof D]: D[K] extends Decoder<infer T> ? T : never }

/** A method with a decoder for each argument. Too many arguments are refused in geth's words, missing ones too. */
export function method<D extends readonly Decoder<unknown>[]>(
  decoders: readonly [...D],
  run: (context: RpcContext, ...args: Values<D>) => unknown,
): Method {
  return (context, params) => run(context, ...decodeArguments(decoders, params))
}

function decodeArguments<D extends readonly Decoder<unknown>[]>(decoders: readonly [...D], params: readonly unknown[]): Values<D> {
  if (params.length > decoders.length) throw invalidParams(`too many arguments, want at most ${decoders.length}`)
  return decoders.map((decoder, position) => decodeArgument(decoder, params[position], position)) as Values<D>
}

/** The argument at `position`; absent and null are the same. Throws RpcError -32602. */
export function decodeArgument<T>(decoder: Decoder<T>, value: unknown, position: number): T {
  if (value === undefined || value === null) {
    if (decoder.missing !== undefined) return decoder.missing.value
    throw invalidParams(`missing value for required argument ${position}`)
  }
  try {
    return decoder.decode(value)
  } catch (error) {
    if (error instanceof ArgumentError) throw invalidParams(`invalid argument ${position}: ${error.message}`)
    throw error
  }
}
