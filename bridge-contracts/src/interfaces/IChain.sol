// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the chain knows of itself
/// @notice System contract at 0xd157000000000000000000000000000000000007 (protocol.md section 8).
interface IChain {
    /// @notice Resource credits of `account`, in gas: what it has now and the most it can have.
    function creditsOf(address account) external view returns (uint256 available, uint256 capacity);

    /// @notice How many inbox entries were read.
    function inboxCursor() external view returns (uint256);

    /// @notice The genesis parameters.
    function parameters() external view returns (string memory json);
}
