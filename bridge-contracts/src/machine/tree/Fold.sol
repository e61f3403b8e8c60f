// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "../state/Ledger.sol";
import {Key} from "./Key.sol";
import {Leaf} from "./Leaf.sol";
import {Multiproof} from "./Multiproof.sol";
import {Subtrees} from "./Subtrees.sol";
import {Terminal, Terminals} from "./Terminal.sol";

/// @title The root after the run, from the same proof and what the ledger holds now (state-machine/tree/fold.ts)
library Fold {
    /// The pass along the leaves of one terminal: `key` and `hash` are of the last leaf seen, which stands at `depth` at least.
    struct Pass {
        uint256 top;
        uint256 buffer;
        bytes32 key;
        bytes32 hash;
        uint256 depth;
    }

    /// A proof that was checked says nothing wrong of leaves, and writes only add some.
    uint256 private constant ENOUGH_LEAVES = 2;

    /// @notice The root of the tree after all writes. `Multiproof.load` has checked this proof of these keys.
    function newRoot(bytes32 root, bytes32[] calldata keys, bytes calldata proof) internal view returns (bytes32) {
        if (keys.length == 0) return root;
        Pass memory pass;
        // Each key brings a leaf at most, and each terminal one of another key.
        pass.top = Subtrees.create(2 * keys.length);
        pass.buffer = Leaf.createBuffer();
        (uint256 first, uint256 place) = (0, Multiproof.placeOf(proof));
        uint256 proofEnd = place + proof.length;
        Terminal memory terminal;
        while (place < proofEnd) {
            Terminals.read(terminal, keys, first, place, proofEnd);
            place = foldTerminal(terminal, keys, pass);
            first = terminal.end;
        }
        return Subtrees.hashAt(pass.top);
    }

    /// The leaves now below a terminal stand at its depth if there is one, else deeper, between empty subtrees. Answers where
    /// the next terminal begins.
    function foldTerminal(Terminal memory terminal, bytes32[] calldata keys, Pass memory pass) private view returns (uint256 next) {
        unchecked {
            pass.hash = 0;
            pass.key = Key.keyAt(keys, terminal.first);
            pass.depth = terminal.depth;
            addKeys(keys, terminal.first, terminal.middle, pass);
            if (terminal.wordCount != 0) add(pass, terminal.leafKey, leafOf(terminal, pass.buffer));
            uint256 behind = terminal.wordCount != 0 && !terminal.isOther ? terminal.middle + 1 : terminal.middle;
            addKeys(keys, behind, terminal.end, pass);
            // The siblings stand above the terminal; how much deeper its last leaf is, so far up their bits begin.
            uint256 nonEmpty = terminal.nonEmpty << (pass.depth - terminal.depth);
            (pass.top, next) = Subtrees.climb(
                pass.top, pass.key, pass.hash, ENOUGH_LEAVES, pass.depth, terminal.stop, nonEmpty, terminal.siblingsAt
            );
        }
    }

    function leafOf(Terminal memory terminal, uint256 buffer) private view returns (bytes32) {
        if (!terminal.isOther && Ledger.isWritten(terminal.leafKey)) return Leaf.hashOfLoaded(buffer, terminal.leafKey);
        return Leaf.hashOfProven(buffer, terminal.leafKey, terminal.wordsAt, terminal.wordCount);
    }

    /// Keys that were absent, some of which have been written since.
    function addKeys(bytes32[] calldata keys, uint256 from, uint256 end, Pass memory pass) private view {
        unchecked {
            for (uint256 i = from; i < end; i++) {
                bytes32 key = Key.keyAt(keys, i);
                bytes32 hash = Leaf.hashOfLoaded(pass.buffer, key);
                if (hash != 0) add(pass, key, hash);
            }
        }
    }

    /// The leaf before this one climbs to where the two part; both stand just below that at least.
    function add(Pass memory pass, bytes32 key, bytes32 hash) private pure {
        unchecked {
            if (pass.hash != 0) {
                uint256 stop = Key.sharedBits(pass.key, key) + 1;
                uint256 depth = pass.depth > stop ? pass.depth : stop;
                (pass.top,) = Subtrees.climb(pass.top, pass.key, pass.hash, ENOUGH_LEAVES, depth, stop, 0, 0);
                pass.depth = stop;
            }
            (pass.key, pass.hash) = (key, hash);
        }
    }
}
