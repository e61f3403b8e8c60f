// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AbiReader, AbiWriter, Argument} from "./Argument.sol";
import {Cursor} from "./Compact.sol";

/// @title Argument lists in the ABI's canonical encoding
/// @dev Mirrors state-machine/codec/abi.ts. `types` is a list of types, the first in the lowest byte.
library Abi {
    /// @notice Calldata: the selector and the arguments, read in their compact form. After a failure of `cursor` it means nothing.
    /// @dev Is the last thing in memory until it is whole: neither the readers nor the writers allocate.
    function encodeWithLayout(Cursor memory cursor, uint256 types, bytes4 selector) internal pure returns (bytes memory data) {
        AbiWriter memory writer;
        uint256 head;
        assembly ("memory-safe") {
            data := mload(0x40)
            mstore(add(data, 0x20), selector)
            head := add(data, 0x24)
        }
        uint256 tail;
        unchecked {
            tail = head + headBytes(types);
        }
        (writer.base, writer.head, writer.tail) = (head, head, tail);
        for (uint256 rest = types; rest != 0; rest >>= 8) {
            Argument.transcode(cursor, rest & 0xff, writer);
        }
        tail = writer.tail;
        assembly ("memory-safe") {
            mstore(data, sub(tail, add(data, 0x20)))
            mstore(0x40, and(add(tail, 31), not(31)))
        }
    }

    /// @notice Whether `data` is a selector and then what `encodeWithLayout` writes: no dirty bits, gaps, shared or reordered tails, and
    /// nothing left over.
    function isCanonical(bytes calldata data, uint256 types) internal pure returns (bool) {
        AbiReader memory reader;
        uint256 start;
        assembly ("memory-safe") {
            start := data.offset
        }
        unchecked {
            reader.base = start + 4;
            reader.head = start + 4;
            reader.tail = start + 4 + headBytes(types);
            reader.end = start + data.length;
        }
        if (reader.tail > reader.end) return false;
        for (uint256 rest = types; rest != 0; rest >>= 8) {
            if (!Argument.isCanonical(reader, rest & 0xff)) return false;
        }
        return reader.tail == reader.end;
    }

    function headBytes(uint256 types) private pure returns (uint256 size) {
        unchecked {
            for (uint256 rest = types; rest != 0; rest >>= 8) {
                size += Argument.headBytes(rest & 0xff);
            }
        }
    }
}
