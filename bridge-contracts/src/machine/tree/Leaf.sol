// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "../state/Ledger.sol";

/// @title Hashes of leaves: keccak256(0x00 ‖ key ‖ words), docs/formats.md section 2
/// @dev `buffer` is memory for a leaf of six words; its first word stays zero, and its last byte is the prefix.
library Leaf {
    uint256 private constant BUFFER_BYTES = 64 + 6 * 32;

    function createBuffer() internal pure returns (uint256 buffer) {
        assembly ("memory-safe") {
            buffer := mload(0x40)
            mstore(0x40, add(buffer, BUFFER_BYTES))
            mstore(buffer, 0)
        }
    }

    /// @notice Of a leaf whose words stand in calldata; zero where there are none.
    function hashOfProven(uint256 buffer, bytes32 key, uint256 wordsAt, uint256 count) internal pure returns (bytes32 hash) {
        if (count == 0) return 0;
        assembly ("memory-safe") {
            mstore(add(buffer, 32), key)
            calldatacopy(add(buffer, 64), wordsAt, shl(5, count))
            hash := keccak256(add(buffer, 31), add(33, shl(5, count)))
        }
    }

    /// @notice Of a record as it stands in the ledger; zero where it is absent.
    function hashOfLoaded(uint256 buffer, bytes32 key) internal view returns (bytes32 hash) {
        uint256 count = Ledger.copyTo(key, buffer + 64);
        if (count == 0) return 0;
        assembly ("memory-safe") {
            mstore(add(buffer, 32), key)
            hash := keccak256(add(buffer, 31), add(33, shl(5, count)))
        }
    }
}
