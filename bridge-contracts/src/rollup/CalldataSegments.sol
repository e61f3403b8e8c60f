// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRollup} from "../interfaces/IRollup.sol";
import {Segments} from "../generated/Params.sol";
import {Merkle} from "../proof/Merkle.sol";
import {SegmentHead} from "./SegmentHead.sol";

/// @title Segments that come as calldata (docs/formats.md section 6)
library CalldataSegments {
    using SegmentHead for bytes;

    /// @notice Their Merkle root, and whether none of them holds transactions. Reverts by a broken rule of theirs.
    /// @dev Looks at the data itself: a false root may say anything about time, and the data will stand.
    function read(bytes[] calldata segments, uint256 roots) internal view returns (bytes32 dataRoot, bool inboxOnly) {
        uint256 count = segments.length;
        if (count == 0) revert IRollup.NoSegments();
        if (count != roots) revert IRollup.RootsMismatch(count, roots);
        inboxOnly = true;
        for (uint256 i = 0; i < count; i++) {
            bytes calldata segment = segments[i];
            if (segment.length > Segments.MAX_BYTES) revert IRollup.SegmentTooLong(i, segment.length, Segments.MAX_BYTES);
            if (segment.time() > block.timestamp) revert IRollup.TimeAhead(i, segment.time(), block.timestamp);
            if (!segment.isInbox()) inboxOnly = false;
        }
        if (!segments[count - 1].isLast()) revert IRollup.BlockUnfinished();
        dataRoot = Merkle.root(Merkle.leavesOf(segments));
    }
}
