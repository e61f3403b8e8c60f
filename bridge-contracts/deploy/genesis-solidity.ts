import { PARAMETERS } from '@distribute/state-machine'
import { GENESIS_FACTS as FACTS } from '../client/genesis-data.ts'

const WORD_BYTES = 32

/** The genesis as the rules read it: structs, and the data contract that keeps them. */
export function renderGenesis(): string {
  const parameters = Object.keys(PARAMETERS)
  return `// SPDX-License-Identifier: MIT
// Written by \`npm run generate\` from state-machine/params.ts. Change that file instead.
pragma solidity 0.8.37;

/// Parameters of a community, in the order of params.ts.
struct Parameters {
${parameters.map((name) => `    uint256 ${name};`).join('\n')}
}

/// What execution reads of the genesis (state-machine/state/genesis.ts).
struct Genesis {
${FACTS.map(([type, name]) => `    ${type} ${name};`).join('\n')}
    Parameters parameters;
}

/// @title The genesis as the code of a data contract: a STOP byte, then abi.encode(genesis)
library GenesisCode {
    uint256 internal constant BYTES = ${1 + WORD_BYTES * (FACTS.length + parameters.length)};

    /// No data contract could be made.
    error GenesisNotStored();

    /// @notice Reads what \`write\` has stored. Of any other address it reads what its code says, zeros behind its end: the
    /// address is fixed at deployment, by who checks it.
    function read(address code) internal view returns (Genesis memory genesis) {
        // In memory a struct's ${FACTS.length} words are followed by the place of the parameters, in code by the parameters. So all is
        // copied a word further on, and the first words are moved back.
        assembly ("memory-safe") {
            genesis := mload(0x40)
            mstore(0x40, add(genesis, ${WORD_BYTES * (FACTS.length + 1 + parameters.length)}))
            extcodecopy(code, add(genesis, ${WORD_BYTES}), 1, ${WORD_BYTES * (FACTS.length + parameters.length)})
${FACTS.map((_, i) => `            mstore(add(genesis, ${WORD_BYTES * i}), mload(add(genesis, ${WORD_BYTES * (i + 1)})))`).join('\n')}
            mstore(add(genesis, ${WORD_BYTES * FACTS.length}), add(genesis, ${WORD_BYTES * (FACTS.length + 1)}))
        }
    }

    /// @notice Makes the data contract of a genesis.
    function write(Genesis memory genesis) internal returns (address code) {
        // Answers all that stands behind its own 10 bytes: PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY,
        // RETURNDATASIZE, RETURN.
        bytes memory creation = abi.encodePacked(hex"61", uint16(BYTES), hex"80600a3d393df3", hex"00", abi.encode(genesis));
        assembly ("memory-safe") {
            code := create(0, add(creation, 0x20), mload(creation))
        }
        if (code == address(0)) revert GenesisNotStored();
    }
}
`
}
