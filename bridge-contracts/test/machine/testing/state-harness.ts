import { RECORDS } from '@distribute/state-machine'
import type { FieldType, RecordName, RecordShape } from '@distribute/state-machine'

/** A contract with one function for each record, which loads words, reads the record and writes another one to it; and one for genesis and kinds. */
export const STATE_HARNESS = 'test/machine/contracts/StateHarness.sol'

/** What Solidity calls a record. */
export const titleOf = (name: RecordName): string => name.slice(0, 1).toUpperCase() + name.slice(1)

const typeOf = (type: FieldType): string => (type === 'address' ? 'address' : type === 'b32' ? 'bytes32' : 'uint256')

/** Written from params.ts, so that no record is left out. */
export function stateHarnessSource(): string {
  const names = Object.keys(RECORDS) as RecordName[]
  return `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {${names.map((name) => `${titleOf(name)}Record`).join(', ')}, State} from "../../../src/generated/State.sol";
import {GenesisCode, Genesis} from "../../../src/generated/Genesis.sol";
import {Kinds} from "../../../src/generated/Kinds.sol";
import {Ledger} from "../../../src/machine/state/Ledger.sol";

contract StateHarness {
${names.map(renderRound).join('\n')}
    function load(bytes32 key, uint256[] calldata words) private {
        uint256 place;
        assembly ("memory-safe") {
            place := words.offset
        }
        if (words.length == 0) Ledger.loadAbsent(key);
        else Ledger.load(key, place, words.length);
    }

    function wordsOf(bytes32 key) private view returns (uint256[] memory words) {
        words = new uint256[](6);
        uint256 target;
        assembly ("memory-safe") {
            target := add(words, 32)
        }
        uint256 count = Ledger.copyTo(key, target);
        assembly ("memory-safe") {
            mstore(words, count)
        }
    }
}

/// Apart from the records: with them it would be over the limit of a contract.
contract FactsHarness {
    function genesisThroughCode(Genesis memory genesis) external returns (Genesis memory, uint256) {
        address code = GenesisCode.write(genesis);
        return (GenesisCode.read(code), code.code.length);
    }

    struct KindFacts {
        bool exists;
        uint256 gas;
        uint256 records;
        uint256 contract_;
        bool payable_;
        bool operation;
        bytes4 selector;
        uint256 argumentTypes;
    }

    function kind(uint256 number) external pure returns (KindFacts memory) {
        uint256 facts = Kinds.factsOf(number);
        return KindFacts(
            Kinds.exists(facts),
            Kinds.gas(facts),
            Kinds.records(facts),
            Kinds.contractOf(facts),
            Kinds.isPayable(facts),
            Kinds.isOperation(facts),
            Kinds.selector(facts),
            Kinds.argumentTypes(facts)
        );
    }

    function bySelector(uint256 contract_, bytes4 selector) external pure returns (bool, uint8) {
        return Kinds.bySelector(contract_, selector);
    }
}
`
}

function renderRound(name: RecordName): string {
  const shape: RecordShape = RECORDS[name]
  const title = titleOf(name)
  const ids = shape.ids.map((type, i) => `${typeOf(type)} id${i}`)
  const names = shape.ids.map((_, i) => `id${i}`)
  return `    function ${name}(${[`uint256[] calldata words`, `${title}Record memory record`, ...ids].join(', ')})
        external
        returns (bytes32 key, ${title}Record memory read, uint256[] memory written)
    {
        key = State.${name}Key(${names.join(', ')});
        load(key, words);
        read = State.get${title}(${names.join(', ')});
        State.put${title}(${['record', ...names].join(', ')});
        written = wordsOf(key);
    }

    function ${name}Missing(${ids.join(', ')}) external view returns (${title}Record memory) {
        return State.get${title}(${names.join(', ')});
    }

    function put${title}Missing(${[`${title}Record memory record`, ...ids].join(', ')}) external {
        State.put${title}(${['record', ...names].join(', ')});
    }
`
}
