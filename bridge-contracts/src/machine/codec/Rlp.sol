// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title RLP written from the end towards the front: a header can only be written once its content's length is known
/// @dev Mirrors the writer of state-machine/codec/rlp.ts. `place` is where what was written begins in memory; each function answers the
/// new one. A word is stored so that it ends at `place`, and whatever it covers in front is written later: the room needs 32
/// bytes more than the content.
library Rlp {
    function prependByte(uint256 place, uint256 value) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := sub(place, 1)
            mstore8(start, value)
        }
    }

    /// @notice An integer: no leading zeros, 0 is the empty string. Below 0x80 it is a byte without a header.
    /// @dev All in one: a transaction has up to seven.
    function prependInteger(uint256 place, uint256 value) internal pure returns (uint256 start) {
        uint256 length = byteLength(value);
        assembly ("memory-safe") {
            mstore(sub(place, 0x20), value)
            start := sub(place, length)
            if or(iszero(value), gt(value, 0x7f)) {
                start := sub(start, 1)
                mstore8(start, add(0x80, length))
            }
        }
    }

    function prependAddress(uint256 place, address value) internal pure returns (uint256) {
        return prependByte(prependLow(place, uint160(value), 20), 0x80 + 20);
    }

    function prependString(uint256 place, bytes memory value) internal pure returns (uint256 start) {
        uint256 length = value.length;
        assembly ("memory-safe") {
            start := sub(place, length)
            mcopy(start, add(value, 0x20), length)
        }
        return length == 1 && uint8(value[0]) < 0x80 ? start : prependHeader(start, length, 0x80);
    }

    /// @notice The header of a list whose items were written since `end`.
    function prependListHeader(uint256 place, uint256 end) internal pure returns (uint256) {
        unchecked {
            return prependHeader(place, end - place, 0xc0);
        }
    }

    /// `base` 0x80 for a string, 0xc0 for a list.
    function prependHeader(uint256 place, uint256 length, uint256 base) private pure returns (uint256) {
        unchecked {
            if (length < 56) return prependByte(place, base + length);
            uint256 size = byteLength(length);
            return prependByte(prependLow(place, length, size), base + 55 + size);
        }
    }

    /// The last `length` bytes of a word.
    function prependLow(uint256 place, uint256 value, uint256 length) private pure returns (uint256 start) {
        assembly ("memory-safe") {
            mstore(sub(place, 0x20), value)
            start := sub(place, length)
        }
    }

    /// @notice How many bytes a number has without leading zeros, 0 for 0.
    function byteLength(uint256 value) internal pure returns (uint256 length) {
        assembly ("memory-safe") {
            length := shr(3, sub(263, clz(value)))
        }
    }
}
