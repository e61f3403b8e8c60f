// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The records of one proof, in transient storage
/// @dev A record's words lie at its key, key + 1, ...; at key + 7 its flags. The multiproof sees to it that no two of them meet. What a call
/// has written is taken back by the EVM itself where its frame reverts. Code asks for records by State.sol; `load` is for
/// the multiproof alone. Transient storage is empty at first, and one proof is run in a transaction: zeros need no store.
library Ledger {
    /// Slots that belong to a record, from its key on.
    uint256 internal constant ROOM = 8;

    /// The record was in the witness.
    uint256 private constant LOADED = 1;
    /// It was present in the state before.
    uint256 private constant PRESENT = 2;
    /// It has been written since.
    uint256 private constant WRITTEN = 4;
    /// From this bit on the number of its words; 0 for an absent record that nothing has been written to.
    uint256 private constant WORDS_AT = 8;
    uint256 private constant FLAGS = 7;

    /// The evidence is incomplete: the witness says nothing about this record.
    error RecordMissing(bytes32 key);

    /// @notice Takes a present record from calldata: `count` words from `wordsAt` on.
    function load(bytes32 key, uint256 wordsAt, uint256 count) internal {
        assembly ("memory-safe") {
            tstore(add(key, FLAGS), or(or(LOADED, PRESENT), shl(WORDS_AT, count)))
            for { let end := add(wordsAt, shl(5, count)) } lt(wordsAt, end) { wordsAt := add(wordsAt, 32) } {
                let loaded := calldataload(wordsAt)
                if loaded { tstore(key, loaded) }
                key := add(key, 1)
            }
        }
    }

    /// @notice Notes that a record is absent: it reads as zeros.
    function loadAbsent(bytes32 key) internal {
        assembly ("memory-safe") {
            tstore(add(key, FLAGS), LOADED)
        }
    }

    function checkLoaded(bytes32 key) internal view {
        if (flagsOf(key) == 0) revert RecordMissing(key);
    }

    /// @notice Notes that a record of `count` words is about to be written.
    function markWritten(bytes32 key, uint256 count) internal {
        uint256 flags = flagsOf(key);
        if (flags == 0) revert RecordMissing(key);
        if (flags & WRITTEN != 0) return;
        uint256 written = flags | WRITTEN | (count << WORDS_AT);
        assembly ("memory-safe") {
            tstore(add(key, FLAGS), written)
        }
    }

    function word(bytes32 key, uint256 place) internal view returns (uint256 value) {
        assembly ("memory-safe") {
            value := tload(add(key, place))
        }
    }

    function store(bytes32 key, uint256 place, uint256 value) internal {
        assembly ("memory-safe") {
            tstore(add(key, place), value)
        }
    }

    function isWritten(bytes32 key) internal view returns (bool) {
        return flagsOf(key) & WRITTEN != 0;
    }

    /// @notice Copies a record's words to memory at `target`. `count` is 0 where it has to stay absent: zeros make no record.
    function copyTo(bytes32 key, uint256 target) internal view returns (uint256 count) {
        uint256 flags = flagsOf(key);
        count = flags >> WORDS_AT;
        uint256 bits = 0;
        assembly ("memory-safe") {
            for { let end := add(target, shl(5, count)) } lt(target, end) { target := add(target, 32) } {
                let value := tload(key)
                bits := or(bits, value)
                mstore(target, value)
                key := add(key, 1)
            }
        }
        if (bits == 0 && flags & PRESENT == 0) return 0;
    }

    function flagsOf(bytes32 key) private view returns (uint256 flags) {
        assembly ("memory-safe") {
            flags := tload(add(key, FLAGS))
        }
    }
}
