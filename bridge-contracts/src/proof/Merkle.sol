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

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        if (left == 0 && right == 0) return 0;
        return keccak256(abi.encodePacked(uint8(0x01), left, right));
    }
}
