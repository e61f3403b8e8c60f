import type { Common } from '@ethereumjs/common'
import { getOpcodesForHF } from '@ethereumjs/evm'
import type { EVMOpts } from '@ethereumjs/evm'
import { bytesToHex, toFunctionSelector } from 'viem'
import { expect } from 'vitest'

export type CustomOpcode = NonNullable<EVMOpts['customOpcodes']>[number]
export type Handler = Extract<CustomOpcode, { logicFunction: unknown }>['logicFunction']
export type RunState = Parameters<Handler>[0]

const REVERT = 0xfd
const PANIC = toFunctionSelector('Panic(uint256)')
const PANIC_BYTES = 36

/** Sees what every frame reverts with, inner ones too, whoever catches it. */
export interface PanicWatch {
  readonly opcode: CustomOpcode
  expectNone(): void
}

export function createPanicWatch(common: Common): PanicWatch {
  const panics: string[] = []
  const look = (state: RunState): void => {
    const [offset = 0n, length = 0n] = state.stack.peek(2)
    if (length !== BigInt(PANIC_BYTES)) return
    const data = bytesToHex(state.memory.read(Number(offset), PANIC_BYTES))
    if (data.startsWith(PANIC)) panics.push(`${data.slice(-2)} of ${state.env.codeAddress?.toString()}, behind ${state.programCounter}`)
  }
  return { opcode: watched(common, REVERT, look), expectNone: () => expect(panics, 'Panic(…) anywhere').toEqual([]) }
}

/** An opcode that does what it always does, seen before. */
export function watched(common: Common, code: number, look: (state: RunState) => void): CustomOpcode {
  const { opcodes, handlers, dynamicGasHandlers } = getOpcodesForHF(common)
  const opcode = opcodes.get(code)
  const handler = handlers.get(code)
  const gasFunction = dynamicGasHandlers.get(code)
  if (opcode === undefined || handler === undefined) return expect.unreachable(`no opcode ${code}`)
  return {
    opcode: code, opcodeName: opcode.name, baseFee: opcode.fee, ...(gasFunction === undefined ? {} : { gasFunction }),
    logicFunction: (state, rules) => {
      look(state)
      return handler(state, rules)
    },
  }
}
