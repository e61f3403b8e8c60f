// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Keys of the tree: the most significant bit leads on from the root
library Key {
    uint256 internal constant MAX_DEPTH = 256;

    /// Number of leading bits that two keys share, 0 to 256.
    function sharedBits(bytes32 a, bytes32 b) internal pure returns (uint256 count) {
        assembly ("memory-safe") {
            count := clz(xor(a, b))
        }
    }

    /// The key at this place. Bounds are the caller's.
    function keyAt(bytes32[] calldata keys, uint256 place) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            key := calldataload(add(keys.offset, shl(5, place)))
        }
    }
}
