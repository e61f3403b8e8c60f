// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Where a reader of the compact form stands, as places in the calldata. After one reader failed all others fail.
struct Cursor {
    uint256 place;
    uint256 end;
}

/// @title Readers of the compact form (docs/formats.md section 3)
/// @dev Mirrors state-machine/codec/compact.ts. None reverts: what is not there fails, and `isDone` says so in the end.
library Compact {
    /// Behind every end, and no sum with it wraps.
    uint256 private constant FAILED = 1 << 255;

    /// @notice A cursor over the whole of `data`.
    function start(bytes calldata data) internal pure returns (Cursor memory cursor) {
        uint256 place;
        assembly ("memory-safe") {
            place := data.offset
        }
        unchecked {
            return Cursor(place, place + data.length);
        }
    }

    /// @notice Whether every byte was read, and no reader failed.
    function isDone(Cursor memory cursor) internal pure returns (bool) {
        return cursor.place == cursor.end;
    }

    function fail(Cursor memory cursor) internal pure {
        cursor.place = FAILED;
    }

    function hasFailed(Cursor memory cursor) internal pure returns (bool) {
        return cursor.place == FAILED;
    }

    /// @notice A word: one length byte and that many bytes, without leading zeros; `maxBytes` at most 32.
    function readWord(Cursor memory cursor, uint256 maxBytes) internal pure returns (uint256 value) {
        unchecked {
            uint256 place = cursor.place;
            uint256 head = wordAt(place);
            uint256 length = head >> 248;
            // Where not even the length is there, this is behind the end too.
            uint256 next = place + 1 + length;
            bool hasZeroFirst = length != 0 && (head << 8) >> 248 == 0;
            if (length > maxBytes || next > cursor.end || hasZeroFirst) {
                fail(cursor);
                return 0;
            }
            cursor.place = next;
            return wordAt(place + 1) >> (256 - 8 * length);
        }
    }

    /// @notice 32 bytes as they are.
    function read32(Cursor memory cursor) internal pure returns (bytes32) {
        uint256 place = readBytes(cursor, 32);
        return hasFailed(cursor) ? bytes32(0) : bytes32(wordAt(place));
    }

    /// @notice Where the next `length` bytes begin; meaningless after a failure.
    function readBytes(Cursor memory cursor, uint256 length) internal pure returns (uint256 place) {
        place = cursor.place;
        uint256 end = cursor.end;
        unchecked {
            if (place > end || length > end - place) fail(cursor);
            else cursor.place = place + length;
        }
    }

    /// @notice A big-endian number of `size` bytes, 1 or 2; 0 after a failure.
    function readCount(Cursor memory cursor, uint256 size) internal pure returns (uint256) {
        uint256 place = readBytes(cursor, size);
        unchecked {
            return hasFailed(cursor) ? 0 : wordAt(place) >> (256 - 8 * size);
        }
    }

    /// @notice The word at a place in the calldata; what stands behind the end of a field is the caller's to cut off.
    function wordAt(uint256 place) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(place)
        }
    }
}
