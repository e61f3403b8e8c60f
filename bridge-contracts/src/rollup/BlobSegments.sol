// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRollup} from "../interfaces/IRollup.sol";
import {BlobLayout, Segments} from "../generated/Params.sol";

/// @title Segments whose bodies lie in EIP-4844 blobs (docs/formats.md section 6)
/// @dev A head is flags u8 ‖ t u40 ‖ length of the body u16. Segment i has run i % 62 of blob i / 62 of the transaction.
library BlobSegments {
    uint256 internal constant HEAD_BYTES = 8;

    /// @notice The data root, the blobs that the segments lie in, and whether none of them holds transactions.
    /// @dev Reverts by a broken rule of theirs, as CalldataSegments does.
    function read(bytes calldata heads, uint256 roots)
        internal
        view
        returns (bytes32 dataRoot, bytes32[] memory blobs, bool inboxOnly)
    {
        if (roots == 0) revert IRollup.NoSegments();
        if (heads.length != roots * HEAD_BYTES) revert IRollup.RootsMismatch(heads.length / HEAD_BYTES, roots);
        blobs = blobsFor(roots);
        (uint64 common, bool fits) = scan(heads);
        if (!fits) refuse(heads, roots);
        if (!has(headAt(heads, roots - 1), Segments.FLAG_LAST)) revert IRollup.BlockUnfinished();
        (dataRoot, inboxOnly) = (rootOf(heads, blobs), has(common, Segments.FLAG_INBOX));
    }

    /// @notice One hash over all heads and blobs; how many there are of each follows from the number of segments. The complement is the
    /// hash of no bytes, so that it stands for no segments that came as calldata.
    function rootOf(bytes calldata heads, bytes32[] memory blobs) internal pure returns (bytes32) {
        return ~keccak256(abi.encodePacked(heads, blobs));
    }

    /// @notice Number `index` of the heads, which has to be there.
    function headAt(bytes calldata heads, uint256 index) internal pure returns (uint64) {
        return uint64(bytes8(heads[index * HEAD_BYTES:]));
    }

    /// @notice The head that a segment's bytes have; a number of more than 64 bits for bytes that no head stands for.
    function headOf(bytes calldata segment) internal pure returns (uint256) {
        if (segment.length < Segments.HEAD_BYTES || segment.length > Segments.HEAD_BYTES + Segments.BLOB_BYTES) {
            return type(uint256).max;
        }
        return uint256(uint48(bytes6(segment))) << 16 | (segment.length - Segments.HEAD_BYTES);
    }

    function blobsFor(uint256 segments) private view returns (bytes32[] memory blobs) {
        blobs = new bytes32[]((segments + BlobLayout.RUNS - 1) / BlobLayout.RUNS);
        for (uint256 i = 0; i < blobs.length; i++) {
            blobs[i] = blobhash(i);
            if (blobs[i] == 0) revert IRollup.BlobMissing(i);
        }
    }

    /// The bits that all heads have, and whether size and time of each fit. In Solidity it would cost 300 gas more a segment.
    function scan(bytes calldata heads) private view returns (uint64 common, bool fits) {
        uint256 most = Segments.BLOB_BYTES;
        assembly ("memory-safe") {
            common := 0xffffffffffffffff
            let bad := 0
            let source := heads.offset
            for { let end := add(source, heads.length) } lt(source, end) { source := add(source, 8) } {
                let head := shr(192, calldataload(source))
                common := and(common, head)
                bad := or(bad, or(gt(and(head, 0xffff), most), gt(and(shr(16, head), 0xffffffffff), timestamp())))
            }
            fits := iszero(bad)
        }
    }

    /// Says which segment does not fit, and why.
    function refuse(bytes calldata heads, uint256 count) private view {
        for (uint256 i = 0; i < count; i++) {
            uint64 head = headAt(heads, i);
            uint256 length = uint16(head);
            if (length > Segments.BLOB_BYTES) revert IRollup.SegmentTooLong(i, length, Segments.BLOB_BYTES);
            uint64 time = uint40(head >> 16);
            if (time > block.timestamp) revert IRollup.TimeAhead(i, time, block.timestamp);
        }
    }

    function has(uint64 head, uint8 flag) private pure returns (bool) {
        return uint8(head >> 56) & flag != 0;
    }
}
