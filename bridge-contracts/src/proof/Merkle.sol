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
            uint256 parents = (width + 1) / 2;
            for (uint256 i = 0; i < parents; i++) {
                bytes32 right = 2 * i + 1 < width ? level[2 * i + 1] : bytes32(0);
                level[i] = node(level[2 * i], right);
            }
            width = parents;
        }
        return level[0];
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

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        if (left == 0 && right == 0) return 0;
        return keccak256(abi.encodePacked(uint8(0x01), left, right));
    }
}
