// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What became of an item or an entry, in a byte: 0 success, 1 to 127 the code of the broken rule (ErrorCodes), from 0x80 on
/// the reason of a skip (SkipCodes)
library Outcome {
    uint8 internal constant SUCCESS = 0;
    uint8 private constant SKIPPED = 0x80;

    /// @notice An item or entry that changed nothing.
    function skipped(uint8 reason) internal pure returns (uint8) {
        return SKIPPED | reason;
    }

    /// @notice Whether a number is the code of a broken rule.
    function isError(uint256 code) internal pure returns (bool) {
        return code > SUCCESS && code < SKIPPED;
    }
}
