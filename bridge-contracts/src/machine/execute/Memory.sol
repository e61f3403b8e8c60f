// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Memory that is used again for each item: kept, that of sixteen would cost more than it is worth
library Memory {
    /// @notice Where free memory begins.
    function mark() internal pure returns (uint256 free) {
        assembly ("memory-safe") {
            free := mload(0x40)
        }
    }

    /// @notice Gives back what was allocated since `mark`. Nothing of it may be used afterwards.
    function release(uint256 free) internal pure {
        assembly ("memory-safe") {
            mstore(0x40, free)
        }
    }
}
