// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ArgumentTypes} from "../../generated/Kinds.sol";
import {Compact, Cursor} from "./Compact.sol";
import {Rlp} from "./Rlp.sol";

/// ABI encoding as it is written, as places in memory: heads at `head`, what they point to at `tail`.
struct AbiWriter {
    /// where the arguments begin, from which offsets count
    uint256 base;
    uint256 head;
    uint256 tail;
}

/// ABI encoding as it is read, as places in the calldata.
struct AbiReader {
    uint256 base;
    uint256 head;
    uint256 tail;
    uint256 end;
}

/// @title How values of one ABI type are written, in the compact form (docs/formats.md section 3) and in the ABI's
/// @dev Mirrors state-machine/codec/argument.ts. Each value has one encoding in each form, and the readers accept no other. Types are
/// codes of ArgumentTypes.
library Argument {
    using Compact for Cursor;

    uint256 private constant WEIGHT_BYTES = 2;
    uint256 private constant HASHES = 5;
    uint256 private constant TASK_ABI_BYTES = 64;
    /// At byte n: how many bytes an integer of type n has (UINT8, UINT16, UINT64, UINT256, ADDRESS).
    uint256 private constant INTEGER_BYTES = 0x142008020100;

    /// @notice Bytes in the head of an ABI encoding.
    function headBytes(uint256 type_) internal pure returns (uint256) {
        return type_ == ArgumentTypes.HASHES ? 32 * HASHES : 32;
    }

    /// @notice Reads an argument in its compact form and writes it in the ABI's; what it writes after a failure means nothing.
    function transcode(Cursor memory cursor, uint256 type_, AbiWriter memory writer) internal pure {
        if (type_ <= ArgumentTypes.ADDRESS) put(writer, cursor.readWord(integerBytes(type_)));
        else if (type_ == ArgumentTypes.BYTES32) put(writer, uint256(cursor.read32()));
        else if (type_ == ArgumentTypes.BOOL) put(writer, readBool(cursor));
        else if (type_ == ArgumentTypes.HASHES) transcodeHashes(cursor, writer);
        else if (type_ == ArgumentTypes.TASKS) transcodeTasks(cursor, writer);
        else transcodeBytes(cursor, writer);
    }

    function readBool(Cursor memory cursor) private pure returns (uint256 value) {
        value = cursor.readWord(1);
        if (value > 1) cursor.fail();
    }

    function transcodeHashes(Cursor memory cursor, AbiWriter memory writer) private pure {
        for (uint256 i = 0; i < HASHES; i++) {
            put(writer, uint256(cursor.read32()));
        }
    }

    function transcodeBytes(Cursor memory cursor, AbiWriter memory writer) private pure {
        uint256 length = cursor.readCount(2);
        uint256 place = cursor.readBytes(length);
        if (cursor.hasFailed()) return;
        beginTail(writer, length);
        uint256 tail = writer.tail;
        assembly ("memory-safe") {
            // The padding first: it is overwritten where there is none.
            mstore(add(tail, and(length, not(31))), 0)
            calldatacopy(tail, place, length)
        }
        unchecked {
            writer.tail = tail + padded(length);
        }
    }

    function transcodeTasks(Cursor memory cursor, AbiWriter memory writer) private pure {
        uint256 count = cursor.readCount(1);
        beginTail(writer, count);
        for (uint256 i = 0; i < count && !cursor.hasFailed(); i++) {
            putTail(writer, cursor.readWord(WEIGHT_BYTES));
            putTail(writer, uint256(cursor.read32()));
        }
    }

    /// The offset in the head, and the length or count in front of the value.
    function beginTail(AbiWriter memory writer, uint256 length) private pure {
        unchecked {
            put(writer, writer.tail - writer.base);
        }
        putTail(writer, length);
    }

    function put(AbiWriter memory writer, uint256 word) private pure {
        uint256 head = writer.head;
        assembly ("memory-safe") {
            mstore(head, word)
        }
        unchecked {
            writer.head = head + 32;
        }
    }

    function putTail(AbiWriter memory writer, uint256 word) private pure {
        uint256 tail = writer.tail;
        assembly ("memory-safe") {
            mstore(tail, word)
        }
        unchecked {
            writer.tail = tail + 32;
        }
    }

    /// @notice Whether the argument the reader stands before is written as `transcode` would; moves behind it.
    /// @dev The caller has checked that all heads are within the bytes.
    function isCanonical(AbiReader memory reader, uint256 type_) internal pure returns (bool) {
        uint256 head = reader.head;
        unchecked {
            reader.head = head + headBytes(type_);
        }
        if (type_ == ArgumentTypes.BYTES32 || type_ == ArgumentTypes.HASHES) return true;
        uint256 word = Compact.wordAt(head);
        if (type_ <= ArgumentTypes.ADDRESS) return Rlp.byteLength(word) <= integerBytes(type_);
        if (type_ == ArgumentTypes.BOOL) return word <= 1;
        unchecked {
            if (word != reader.tail - reader.base) return false;
        }
        return type_ == ArgumentTypes.TASKS ? areCanonicalTasks(reader) : areCanonicalBytes(reader);
    }

    function areCanonicalBytes(AbiReader memory reader) private pure returns (bool) {
        (bool fits, uint256 length) = readLength(reader, 1);
        if (!fits) return false;
        uint256 start = reader.tail;
        unchecked {
            uint256 end = start + padded(length);
            if (end > reader.end) return false;
            reader.tail = end;
            uint256 rest = length % 32;
            return rest == 0 || Compact.wordAt(start + length - rest) << (8 * rest) == 0;
        }
    }

    function areCanonicalTasks(AbiReader memory reader) private pure returns (bool) {
        (bool fits, uint256 count) = readLength(reader, TASK_ABI_BYTES);
        if (!fits) return false;
        unchecked {
            uint256 end = reader.tail + TASK_ABI_BYTES * count;
            for (uint256 place = reader.tail; place < end; place += TASK_ABI_BYTES) {
                if (Compact.wordAt(place) >> (8 * WEIGHT_BYTES) != 0) return false;
            }
            reader.tail = end;
        }
        return true;
    }

    /// The number of bytes or items at the tail, where that many of `size` bytes can follow; moves behind the number.
    function readLength(AbiReader memory reader, uint256 size) private pure returns (bool fits, uint256 length) {
        unchecked {
            uint256 start = reader.tail + 32;
            if (start > reader.end) return (false, 0);
            length = Compact.wordAt(reader.tail);
            reader.tail = start;
            fits = length <= (reader.end - start) / size;
        }
    }

    function integerBytes(uint256 type_) private pure returns (uint256) {
        return (INTEGER_BYTES >> (8 * type_)) & 0xff;
    }

    function padded(uint256 length) private pure returns (uint256) {
        unchecked {
            return (length + 31) & ~uint256(31);
        }
    }
}
