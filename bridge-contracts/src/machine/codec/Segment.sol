// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Segments} from "../../generated/Params.sol";

/// @title The body of a segment (docs/formats.md section 4); its head stands in rollup/SegmentHead.sol
/// @dev Mirrors state-machine/codec/segment.ts. Total: every byte string is a segment, missing bytes read as zeros.
library SegmentCodec {
    uint256 private constant LENGTH_BYTES = 2;

    /// @notice How many entries an inbox segment asks for.
    function count(bytes calldata segment) internal pure returns (uint256) {
        return readU16(segment, Segments.HEAD_BYTES);
    }

    /// @notice The item whose length stands at `place`, which is before the end, and where the next one begins. A length that passes the end
    /// takes the rest.
    function item(bytes calldata segment, uint256 place) internal pure returns (bytes calldata content, uint256 next) {
        unchecked {
            uint256 start = min(place + LENGTH_BYTES, segment.length);
            next = min(start + readU16(segment, place), segment.length);
            content = segment[start:next];
        }
    }

    function readU16(bytes calldata segment, uint256 place) private pure returns (uint256) {
        return place < segment.length ? uint16(bytes2(segment[place:])) : 0;
    }

    function min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
