// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "../state/Ledger.sol";
import {BadWitness, ProofFault} from "./Errors.sol";
import {Key} from "./Key.sol";
import {Leaf} from "./Leaf.sol";
import {Climb, Subtrees} from "./Subtrees.sol";
import {Terminal, Terminals} from "./Terminal.sol";

/// @title What a set of keys holds, present and absent ones alike, against one root (state-machine/tree/verify.ts)
/// @dev docs/formats.md section 2. One pass along the ascending keys, without recursion.
library Multiproof {
    /// @notice Checks the proof and loads what it says of every key into the ledger. Of no keys it says nothing, and is empty.
    /// Reverts BadWitness for whatever is not the one proof of these keys under this root.
    /// @param keys ascending, each once, with room for a record's words in the ledger behind each
    function load(bytes32 root, bytes32[] calldata keys, bytes calldata proof) internal {
        checkKeys(keys);
        (Climb memory climber, uint256 buffer) = (Subtrees.create(keys.length), Leaf.createBuffer());
        (uint256 first, uint256 place, uint256 proofEnd) = (0, placeOf(proof), placeOf(proof) + proof.length);
        Terminal memory terminal;
        while (place < proofEnd) {
            Terminals.read(terminal, keys, first, place, proofEnd);
            place = climb(terminal, keys, climber, buffer);
            if (place > proofEnd) revert BadWitness(ProofFault.Truncated);
            loadKeys(terminal, keys);
            first = terminal.end;
        }
        if (first != keys.length) revert BadWitness(ProofFault.TooManyKeys);
        if (first != 0 && Subtrees.topHash(climber) != root) revert BadWitness(ProofFault.RootDiffers);
    }

    /// @notice Where bytes stand in calldata.
    function placeOf(bytes calldata data) internal pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := data.offset
        }
    }

    /// Keys of records are hashes, and never as near to each other or to slot 0 as the words that the ledger keeps from a key on.
    /// But a witness may show that any key at all is absent: the flags of one chosen for it would lie over a word of a record,
    /// or over the lock.
    function checkKeys(bytes32[] calldata keys) private pure {
        unchecked {
            uint256 least = Ledger.ROOM;
            for (uint256 i = 0; i < keys.length; i++) {
                uint256 key = uint256(Key.keyAt(keys, i));
                if (key < least || key > type(uint256).max - Ledger.ROOM) revert BadWitness(ProofFault.MalformedKey);
                least = key + Ledger.ROOM;
            }
        }
    }

    /// Answers where the next terminal begins.
    function climb(Terminal memory terminal, bytes32[] calldata keys, Climb memory climber, uint256 buffer)
        private
        pure
        returns (uint256)
    {
        climber.key = Key.keyAt(keys, terminal.first);
        climber.hash = Leaf.hashOfProven(buffer, terminal.leafKey, terminal.wordsAt, terminal.wordCount);
        climber.leaves = terminal.wordCount == 0 ? 0 : 1;
        climber.depth = terminal.depth;
        climber.upTo = terminal.stop;
        climber.nonEmpty = terminal.nonEmpty;
        climber.siblingsAt = terminal.siblingsAt;
        Subtrees.climb(climber);
        return climber.siblingsAt;
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
