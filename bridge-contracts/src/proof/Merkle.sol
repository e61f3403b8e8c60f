// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Commitment to the segments or the roots of a batch (docs/formats.md section 6)
/// @dev A tree over 2^ceil(log2 n) leaves, absent ones 0; node = keccak256(0x01 ‖ left ‖ right), of two zeros 0.
library Merkle {
    /// @notice The root over `level`, whose words are overwritten.
    /// @dev One leaf is its own root; no leaves give 0.
    function root(bytes32[] memory level) internal pure returns (bytes32) {
        uint256 width = level.length;
        if (width == 0) return 0;
        while (width > 1) {
            joinPairs(level, width / 2);
            if (width % 2 == 1) level[width / 2] = node(level[width - 1], 0);
            width = (width + 1) / 2;
        }
        return level[0];
    }

    /// Puts the nodes over the first pairs at the front. Checks of bounds would cost 300 gas a node, and a batch in blobs has 750.
    function joinPairs(bytes32[] memory level, uint256 pairs) private pure {
        assembly ("memory-safe") {
            let target := add(level, 0x20)
            let input := mload(0x40)
            mstore8(input, 1)
            let source := target
            for { let end := add(target, shl(6, pairs)) } lt(source, end) { source := add(source, 0x40) } {
                mcopy(add(input, 1), source, 0x40)
                mstore(target, mul(keccak256(input, 65), iszero(iszero(or(mload(source), mload(add(source, 0x20)))))))
                target := add(target, 0x20)
            }
        }
    }

    /// @notice The leaves of a batch's data.
    function leavesOf(bytes[] calldata segments) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](segments.length);
        for (uint256 i = 0; i < segments.length; i++) {
            leaves[i] = keccak256(segments[i]);
        }
    }

    /// @notice Whether `leaf` is number `index` of `count` leaves. A verdict: it never reverts.
    /// @param path the siblings from the leaf up, absent ones as zeros
    function includes(bytes32 root_, uint256 count, bytes32 leaf, uint256 index, bytes32[] calldata path)
        internal
        pure
        returns (bool)
    {
        if (index >= count || uint256(1) << path.length < count) return false;
        if (path.length > 0 && uint256(1) << (path.length - 1) >= count) return false;
        bytes32 hash = leaf;
        for (uint256 i = 0; i < path.length; i++) {
            bool onTheRight = (index >> i) & 1 == 1;
            hash = onTheRight ? node(path[i], hash) : node(hash, path[i]);
        }
        return hash == root_;
    }

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32 hash) {
        if (left == 0 && right == 0) return 0;
        // 200 gas less than abi.encodePacked, which takes new memory for each node.
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore8(free, 1)
            mstore(add(free, 1), left)
            mstore(add(free, 33), right)
            hash := keccak256(free, 65)
        }
    }
}
