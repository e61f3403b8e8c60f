// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BadWitness, ProofFault} from "./Errors.sol";
import {Key} from "./Key.sol";

/// Where one or more keys end, and what follows from the keys: whose it is, how deep it stands. Places are in calldata.
struct Terminal {
    /// Its keys are those from `first` up to, not including, `end`; its leaf stands at, or just before, `middle`.
    uint256 first;
    uint256 middle;
    uint256 end;
    uint256 depth;
    /// It climbs by itself from `depth` to this depth.
    uint256 stop;
    /// Of its leaf; without one, 0 words. `isOther`: the leaf is of none of the keys.
    uint256 wordCount;
    uint256 wordsAt;
    bytes32 leafKey;
    bool isOther;
    /// Bit i, counted from the terminal: the sibling at that level is listed.
    uint256 nonEmpty;
    uint256 siblingsAt;
}

/// @title One terminal of a multiproof, and how it fits to the keys (state-machine/tree/multiproof.ts, layout.ts)
/// @dev Places and counts are far below 2^64, and what is subtracted was compared before.
library Terminals {
    uint256 private constant HEAD_BYTES = 7;
    uint256 private constant OTHER = 0x80;
    uint256 private constant MAX_WORDS = 6;

    /// @notice Reads the terminal at `place` of calldata, whose keys begin at `first`. Its siblings are read by who climbs.
    /// @param proofEnd where the proof ends
    function read(Terminal memory terminal, bytes32[] calldata keys, uint256 first, uint256 place, uint256 proofEnd)
        internal
        pure
    {
        unchecked {
            if (proofEnd - place < HEAD_BYTES) revert BadWitness(ProofFault.Truncated);
            uint256 head = wordAt(place) >> (256 - 8 * HEAD_BYTES);
            uint256 form = head >> 48;
            uint256 levels = (head >> 32) & 0xffff;
            readCounts(terminal, form, (head >> 16) & 0xffff, head & 0xffff, first);
            if (levels > Key.MAX_DEPTH) revert BadWitness(ProofFault.TooDeep);
            readLeaf(terminal, form, place + HEAD_BYTES);
            readBits(terminal, levels, proofEnd);
            fit(terminal, keys, levels);
        }
    }

    function readCounts(Terminal memory terminal, uint256 form, uint256 before, uint256 behind, uint256 first) private pure {
        unchecked {
            uint256 words = form & ~OTHER;
            if (words > MAX_WORDS || form == OTHER) revert BadWitness(ProofFault.UnknownForm);
            bool isOther = form > OTHER;
            bool isCounted = form == 0 ? before != 0 && behind == 0 : !isOther || before + behind != 0;
            if (!isCounted) revert BadWitness(ProofFault.MalformedCounts);
            terminal.wordCount = words;
            terminal.isOther = isOther;
            terminal.first = first;
            uint256 middle = first + before;
            terminal.middle = middle;
            terminal.end = middle + behind + (form != 0 && !isOther ? 1 : 0);
        }
    }

    function readLeaf(Terminal memory terminal, uint256 form, uint256 place) private pure {
        unchecked {
            bool isOther = form > OTHER;
            if (isOther) terminal.leafKey = bytes32(wordAt(place));
            terminal.wordsAt = isOther ? place + 32 : place;
        }
    }

    function readBits(Terminal memory terminal, uint256 levels, uint256 proofEnd) private pure {
        unchecked {
            uint256 bitsAt = terminal.wordsAt + 32 * terminal.wordCount;
            uint256 bitmapBytes = (levels + 7) >> 3;
            if (bitsAt + bitmapBytes > proofEnd) revert BadWitness(ProofFault.Truncated);
            uint256 nonEmpty = wordAt(bitsAt) >> (256 - 8 * bitmapBytes);
            if (nonEmpty >> levels != 0) revert BadWitness(ProofFault.Padding);
            terminal.nonEmpty = nonEmpty;
            terminal.siblingsAt = bitsAt + bitmapBytes;
        }
    }

    /// All its keys, and an other leaf, lie below where it stands, and the key before it does not: else a record could be
    /// slipped in below a leaf that a later terminal proves.
    function fit(Terminal memory terminal, bytes32[] calldata keys, uint256 levels) private pure {
        unchecked {
            (uint256 first, uint256 end) = (terminal.first, terminal.end);
            if (end > keys.length) revert BadWitness(ProofFault.TooFewKeys);
            bytes32 lowest = Key.keyAt(keys, first);
            bytes32 highest = Key.keyAt(keys, end - 1);
            uint256 stop = end == keys.length ? 0 : Key.sharedBits(highest, Key.keyAt(keys, end)) + 1;
            uint256 depth = stop + levels;
            if (depth > Key.MAX_DEPTH) revert BadWitness(ProofFault.TooDeep);
            bool isApart = first == 0 || Key.sharedBits(Key.keyAt(keys, first - 1), lowest) < depth;
            if (!isApart || Key.sharedBits(lowest, highest) < depth) revert BadWitness(ProofFault.WrongGroup);
            (terminal.stop, terminal.depth) = (stop, depth);
            if (terminal.isOther) fitOther(terminal, keys, lowest);
            else if (terminal.wordCount != 0) terminal.leafKey = Key.keyAt(keys, terminal.middle);
        }
    }

    function fitOther(Terminal memory terminal, bytes32[] calldata keys, bytes32 lowest) private pure {
        unchecked {
            (bytes32 leafKey, uint256 middle) = (terminal.leafKey, terminal.middle);
            if (Key.sharedBits(lowest, leafKey) < terminal.depth) revert BadWitness(ProofFault.WrongGroup);
            bool isBehind = middle == terminal.first || Key.keyAt(keys, middle - 1) < leafKey;
            bool isBefore = middle == terminal.end || leafKey < Key.keyAt(keys, middle);
            if (!isBehind || !isBefore) revert BadWitness(ProofFault.WrongOrder);
        }
    }

    function wordAt(uint256 place) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(place)
        }
    }
}
