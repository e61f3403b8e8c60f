// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Segments} from "../generated/Params.sol";

/// @title The head of a segment: flags u8 ‖ t u40 (docs/formats.md section 4)
/// @dev Total: missing bytes read as zeros, so every byte string has one meaning.
library SegmentHead {
    function isLast(bytes calldata segment) internal pure returns (bool) {
        return hasFlag(segment, Segments.FLAG_LAST);
    }

    function isInbox(bytes calldata segment) internal pure returns (bool) {
        return hasFlag(segment, Segments.FLAG_INBOX);
    }

    /// @notice The time its sequencer wrote into it, in seconds.
    function time(bytes calldata segment) internal pure returns (uint64) {
        uint48 head = uint48(bytes6(segment));
        return uint40(head);
    }

    function hasFlag(bytes calldata segment, uint8 flag) private pure returns (bool) {
        return segment.length > 0 && uint8(segment[0]) & flag != 0;
    }
}
