// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "../state/Ledger.sol";
import {BadWitness, ProofFault} from "./Errors.sol";
import {Key} from "./Key.sol";
import {Leaf} from "./Leaf.sol";
import {Subtrees} from "./Subtrees.sol";
import {Terminal, Terminals} from "./Terminal.sol";

/// @title What a set of keys holds, present and absent ones alike, against one root (state-machine/tree/verify.ts)
/// @dev docs/formats.md section 2. One pass along the ascending keys, without recursion.
library Multiproof {
    /// @notice Checks the proof and loads what it says of every key into the ledger. Of no keys it says nothing, and is empty.
    /// Reverts BadWitness for whatever is not the one proof of these keys under this root.
    /// @param keys ascending, each once
    function load(bytes32 root, bytes32[] calldata keys, bytes calldata proof) internal {
        checkOrder(keys);
        (uint256 top, uint256 buffer) = (Subtrees.create(keys.length), Leaf.createBuffer());
        (uint256 first, uint256 place, uint256 proofEnd) = (0, placeOf(proof), placeOf(proof) + proof.length);
        Terminal memory terminal;
        while (place < proofEnd) {
            Terminals.read(terminal, keys, first, place, proofEnd);
            (top, place) = climb(terminal, keys, top, buffer);
            if (place > proofEnd) revert BadWitness(ProofFault.Truncated);
            loadKeys(terminal, keys);
            first = terminal.end;
        }
        if (first != keys.length) revert BadWitness(ProofFault.TooManyKeys);
        if (first != 0 && Subtrees.hashAt(top) != root) revert BadWitness(ProofFault.RootDiffers);
    }

    /// @notice Where bytes stand in calldata.
    function placeOf(bytes calldata data) internal pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := data.offset
        }
    }

    function checkOrder(bytes32[] calldata keys) private pure {
        unchecked {
            for (uint256 i = 1; i < keys.length; i++) {
                if (Key.keyAt(keys, i - 1) >= Key.keyAt(keys, i)) revert BadWitness(ProofFault.MalformedKey);
            }
        }
    }

    function climb(Terminal memory terminal, bytes32[] calldata keys, uint256 top, uint256 buffer)
        private
        pure
        returns (uint256, uint256)
    {
        return Subtrees.climb(
            top,
            Key.keyAt(keys, terminal.first),
            Leaf.hashOfProven(buffer, terminal.leafKey, terminal.wordsAt, terminal.wordCount),
            terminal.wordCount == 0 ? 0 : 1,
            terminal.depth,
            terminal.stop,
            terminal.nonEmpty,
            terminal.siblingsAt
        );
    }

    function loadKeys(Terminal memory terminal, bytes32[] calldata keys) private {
        unchecked {
            bool isOwn = terminal.wordCount != 0 && !terminal.isOther;
            for (uint256 i = terminal.first; i < terminal.end; i++) {
                if (!isOwn || i != terminal.middle) Ledger.loadAbsent(Key.keyAt(keys, i));
                else Ledger.load(terminal.leafKey, terminal.wordsAt, terminal.wordCount);
            }
        }
    }
}
