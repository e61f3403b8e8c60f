import { CONTRACTS, kindGas, KINDS, selectorOf, toHex } from '@distribute/state-machine'
import type { Kind, KindName } from '@distribute/state-machine'
import { upper } from './solidity-names.ts'

/** ABI types of arguments by their codes, which stand in a kind's facts; 0 ends the list. */
const TYPES = [
  'uint8', 'uint16', 'uint64', 'uint256', 'address', 'bool', 'bytes32', 'bytes', 'string', '(uint16,bytes32)[]', 'bytes32[5]',
]
const TYPE_NAMES = ['UINT8', 'UINT16', 'UINT64', 'UINT256', 'ADDRESS', 'BOOL', 'BYTES32', 'BYTES', 'STRING', 'TASKS', 'HASHES']

/** Bits of the facts, from the least significant one on. */
const GAS_BITS = 24
const RECORDS_AT = 24
const CONTRACT_AT = 32
const PAYABLE_AT = 40
const OPERATION_AT = 41
const EXISTS_AT = 42
const SELECTOR_AT = 48
const TYPES_AT = 80

const entries: readonly (readonly [KindName, Kind])[] = Object.keys(KINDS)
  .map((name) => name as KindName)
  .map((name) => [name, KINDS[name]] as const)

/** A kind that the table cannot hold. */
export class UnknownTypeError extends Error {
  readonly code = 'UnknownType'

  constructor(type: string) {
    super(`no code for arguments of type ${type}`)
    this.name = 'UnknownTypeError'
  }
}

/** Kinds of calls and their facts: what the codec and the executor look up. */
export function renderKinds(): string {
  return `// SPDX-License-Identifier: MIT
// Written by \`npm run generate\` from state-machine/params.ts. Change that file instead.
pragma solidity 0.8.37;

/// Codes of the ABI types of arguments; 0 stands behind the last one. TASKS is (uint16,bytes32)[], HASHES is bytes32[5].
library ArgumentTypes {
${TYPE_NAMES.map((name, i) => `    uint256 internal constant ${name} = ${i + 1};`).join('\n')}
}

/// System contracts by the last byte of their address; 0 stands for a plain account.
library Contracts {
${Object.entries(CONTRACTS).map(([name, place]) => `    uint256 internal constant ${upper(name)} = ${place};`).join('\n')}
}

/// @title Kinds of calls, and what is known of each
/// @dev Facts of a kind, from the least significant bit on: gas u24, records u8, contract u8, payable, operation and exists one
/// bit each (${PAYABLE_AT}, ${OPERATION_AT}, ${EXISTS_AT}), selector at bit ${SELECTOR_AT}, then a byte for each argument's type. 0: no such kind.
library Kinds {
${entries.map(([name, { number }]) => `    uint8 internal constant ${upper(name)} = ${hex(number)};`).join('\n')}

    function exists(uint256 facts) internal pure returns (bool) {
        return facts != 0;
    }

    /// Gas of a call of this kind, on this chain.
    function gas(uint256 facts) internal pure returns (uint256) {
        return facts & 0xffffff;
    }

    /// How many records it touches at most beside the shared ones.
    function records(uint256 facts) internal pure returns (uint256) {
        return (facts >> ${RECORDS_AT}) & 0xff;
    }

    /// Of Contracts; 0 for a plain transfer.
    function contractOf(uint256 facts) internal pure returns (uint256) {
        return (facts >> ${CONTRACT_AT}) & 0xff;
    }

    function isPayable(uint256 facts) internal pure returns (bool) {
        return (facts >> ${PAYABLE_AT}) & 1 == 1;
    }

    /// Whether it may stand in a segment without a sender.
    function isOperation(uint256 facts) internal pure returns (bool) {
        return (facts >> ${OPERATION_AT}) & 1 == 1;
    }

    /// What its calldata starts with; a plain transfer has none.
    function selector(uint256 facts) internal pure returns (bytes4) {
        return bytes4(uint32(facts >> ${SELECTOR_AT}));
    }

    /// One byte for each argument, the first one's lowest: codes of ArgumentTypes, then 0.
    function argumentTypes(uint256 facts) internal pure returns (uint256) {
        return facts >> ${TYPES_AT};
    }

    /// @notice Facts of the kind with this number, 0 where there is none.
    function factsOf(uint256 kind) internal pure returns (uint256) {
${renderFacts([...entries].sort(([, a], [, b]) => a.number - b.number), 8)}
    }

    /// @notice The kind that a system contract calls by this selector.
    function bySelector(uint256 contract_, bytes4 selector_) internal pure returns (bool found, uint8 kind) {
${Object.entries(CONTRACTS).map(renderContract).filter((part) => part !== '').join('\n')}
        return (false, 0);
    }
}
`
}

type Entry = readonly [KindName, Kind]

/** A binary search: at most six comparisons. */
function renderFacts(sorted: readonly Entry[], indent: number): string {
  const space = ' '.repeat(indent)
  const [first] = sorted
  if (first !== undefined && sorted.length === 1) {
    return `${space}return kind == ${upper(first[0])} ? ${factsOf(first)} : 0;`
  }
  const middle = sorted.length >> 1
  const right = sorted[middle]!
  return `${space}if (kind < ${upper(right[0])}) {
${renderFacts(sorted.slice(0, middle), indent + 4)}
${space}}
${renderFacts(sorted.slice(middle), indent)}`
}

function factsOf([name, kind]: Entry): string {
  const types = kind.inputs.map((type) => {
    const place = TYPES.indexOf(type)
    if (place < 0) throw new UnknownTypeError(type)
    return BigInt(place + 1)
  })
  const selector = BigInt(`0x0${toHex(selectorOf(name)).slice(2)}`)
  const contract = kind.contract === 'account' ? 0 : CONTRACTS[kind.contract]
  const facts = [
    [kindGas(name), 0], [kind.records, RECORDS_AT], [contract, CONTRACT_AT], [kind.payable, PAYABLE_AT], [kind.operation, OPERATION_AT],
    [1, EXISTS_AT], [selector, SELECTOR_AT], ...types.map((type, i) => [type, TYPES_AT + 8 * i] as const),
  ] as const
  if (kindGas(name) >> BigInt(GAS_BITS) !== 0n) throw new UnknownTypeError(`gas of ${name}`)
  return `0x${facts.reduce((sum, [value, shift]) => sum | (BigInt(value) << BigInt(shift)), 0n).toString(16)}`
}

function renderContract([contract]: readonly [string, number]): string {
  const own = entries.filter(([, kind]) => kind.contract === contract)
  if (own.length === 0) return ''
  const lines = own.map(([name]) => `            if (selector_ == ${toHex(selectorOf(name))}) return (true, ${upper(name)});`)
  return `        if (contract_ == Contracts.${upper(contract)}) {\n${lines.join('\n')}\n            return (false, 0);\n        }`
}

const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`
