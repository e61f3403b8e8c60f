// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "../../../src/machine/state/Ledger.sol";

/// The state that one frame may see: each record's words, empty where it is absent.
struct Records {
    bytes32[] keys;
    bytes[] words;
}

/// What the harnesses of rules share: a ledger filled without a proof, and read again.
abstract contract LedgerFrame {
    uint256 private constant MOST_WORDS = 6;

    function load(Records calldata records) internal {
        for (uint256 i = 0; i < records.keys.length; i++) {
            bytes calldata words = records.words[i];
            if (words.length == 0) {
                Ledger.loadAbsent(records.keys[i]);
                continue;
            }
            uint256 start;
            assembly ("memory-safe") {
                start := words.offset
            }
            Ledger.load(records.keys[i], start, words.length / 32);
        }
    }

    function wordsOf(bytes32[] calldata keys) internal view returns (bytes[] memory words) {
        words = new bytes[](keys.length);
        for (uint256 i = 0; i < keys.length; i++) {
            bytes memory room = new bytes(32 * MOST_WORDS);
            uint256 target;
            assembly ("memory-safe") {
                target := add(room, 32)
            }
            uint256 count = Ledger.copyTo(keys[i], target);
            assembly ("memory-safe") {
                mstore(room, mul(32, count))
            }
            words[i] = room;
        }
    }
}
