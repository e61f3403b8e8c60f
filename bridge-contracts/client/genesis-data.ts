import { concatHex, encodeAbiParameters, numberToHex, size } from 'viem'
import type { Hex } from 'viem'
import { PARAMETERS } from '@distribute/state-machine'
import type { Genesis, ParameterName } from '@distribute/state-machine'
import { hexOfAddress } from './values.ts'

/** What the rules and the signing payload read of a genesis, before its parameters; in Solidity in the same order. */
export const GENESIS_FACTS = [
  ['uint256', 'chainId'],
  ['address', 'registrar'],
  ['address', 'operator'],
] as const

const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly ParameterName[]
/** Answers all that stands behind its own 10 bytes: PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY, RETURNDATASIZE, RETURN. */
const ANSWER_REST = '0x80600a3d393df3'
const STOP = '0x00'

/** Creation code of the data contract that the machine on L1 reads its genesis from (GenesisCode in Solidity). */
export function genesisCreation({ chainId, registrar, operator, parameters }: Genesis): Hex {
  const types = [...GENESIS_FACTS.map(([type]) => ({ type })), ...PARAMETER_NAMES.map(() => ({ type: 'uint256' }))]
  const values = [chainId, hexOfAddress(registrar), hexOfAddress(operator), ...PARAMETER_NAMES.map((name) => parameters[name])]
  const code = concatHex([STOP, encodeAbiParameters(types, values)])
  return concatHex(['0x61', numberToHex(size(code), { size: 2 }), ANSWER_REST, code])
}
