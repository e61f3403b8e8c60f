// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "../state/Ledger.sol";
import {Key} from "./Key.sol";
import {Leaf} from "./Leaf.sol";
import {Multiproof} from "./Multiproof.sol";
import {Climb, Subtrees} from "./Subtrees.sol";
import {Terminal, Terminals} from "./Terminal.sol";

/// @title The root after the run, from the same proof and what the ledger holds now (state-machine/tree/fold.ts)
library Fold {
    /// A proof that was checked says nothing wrong of leaves, and writes only add some.
    uint256 private constant ENOUGH_LEAVES = 2;

    /// @notice The root of the tree after all writes. `Multiproof.load` has checked this proof of these keys.
    function newRoot(bytes32 root, bytes32[] calldata keys, bytes calldata proof) internal view returns (bytes32) {
        if (keys.length == 0) return root;
        // Each key brings a leaf at most, and each terminal one of another key.
        (Climb memory climber, uint256 buffer) = (Subtrees.create(2 * keys.length), Leaf.createBuffer());
        (uint256 first, uint256 place) = (0, Multiproof.placeOf(proof));
        uint256 proofEnd = place + proof.length;
        Terminal memory terminal;
        while (place < proofEnd) {
            Terminals.read(terminal, keys, first, place, proofEnd);
            foldTerminal(terminal, keys, climber, buffer);
            (first, place) = (terminal.end, climber.siblingsAt);
        }
        return Subtrees.topHash(climber);
    }

    /// The leaves now below a terminal stand at its depth if there is one, else deeper, between empty subtrees.
    function foldTerminal(Terminal memory terminal, bytes32[] calldata keys, Climb memory climber, uint256 buffer) private view {
        unchecked {
            climber.key = Key.keyAt(keys, terminal.first);
            climber.hash = 0;
            climber.leaves = ENOUGH_LEAVES;
            climber.depth = terminal.depth;
            climber.nonEmpty = 0;
            addKeys(keys, terminal.first, terminal.middle, climber, buffer);
            if (terminal.wordCount != 0) add(climber, terminal.leafKey, leafOf(terminal, buffer));
            uint256 behind = terminal.wordCount != 0 && !terminal.isOther ? terminal.middle + 1 : terminal.middle;
            addKeys(keys, behind, terminal.end, climber, buffer);
            // The siblings stand above the terminal; how much deeper its last leaf is, so far up their bits begin.
            climber.nonEmpty = terminal.nonEmpty << (climber.depth - terminal.depth);
            climber.siblingsAt = terminal.siblingsAt;
            climber.upTo = terminal.stop;
            Subtrees.climb(climber);
        }
    }

    function leafOf(Terminal memory terminal, uint256 buffer) private view returns (bytes32) {
        if (!terminal.isOther && Ledger.isWritten(terminal.leafKey)) return Leaf.hashOfLoaded(buffer, terminal.leafKey);
        return Leaf.hashOfProven(buffer, terminal.leafKey, terminal.wordsAt, terminal.wordCount);
    }

    /// Keys that were absent, some of which have been written since.
    function addKeys(bytes32[] calldata keys, uint256 from, uint256 end, Climb memory climber, uint256 buffer) private view {
        unchecked {
            for (uint256 i = from; i < end; i++) {
                bytes32 key = Key.keyAt(keys, i);
                bytes32 hash = Leaf.hashOfLoaded(buffer, key);
                if (hash != 0) add(climber, key, hash);
            }
        }
    }

    /// The leaf before this one climbs to where the two part; below that both have to stand.
    function add(Climb memory climber, bytes32 key, bytes32 hash) private pure {
        unchecked {
            if (climber.hash != 0) {
                uint256 fork = Key.sharedBits(climber.key, key) + 1;
                if (climber.depth < fork) climber.depth = fork;
                climber.upTo = fork;
                Subtrees.climb(climber);
                climber.depth = fork;
            }
            (climber.key, climber.hash) = (key, hash);
        }
    }
}
