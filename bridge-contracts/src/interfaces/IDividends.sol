// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Dividends to those who gave money and those who gave work
/// @notice System contract at 0xd157000000000000000000000000000000000005 (protocol.md section 6).
/// @dev Ether in wei; what is owed rounds down.
interface IDividends {
    /// @notice `payer` paid in a dividend of `value` wei.
    event DividendPaid(address indexed payer, uint256 value);

    /// @notice `account` received `value` wei of dividends.
    event DividendCollected(address indexed account, uint256 value);

    /// @notice Streams the value to the holders of tokens and of reputation.
    /// @dev A value too small for the streams goes to the pool whole.
    function payDividend() external payable;

    /// @notice Pays `account` what it is owed.
    /// @dev Anybody MAY send it. MUST revert with `NothingDue` if that is nothing.
    function collectDividend(address account) external;

    /// @notice Wei that `account` could collect now.
    function owedDividend(address account) external view returns (uint256);
}
