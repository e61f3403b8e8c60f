// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The chain's end of the bridge
/// @notice System contract at 0xd157000000000000000000000000000000000006 (protocol.md section 7). Its other end is IL1Bridge.
interface IBridge {
    /// @notice Inbox entry `index` brought `value` wei to `to`.
    event Deposited(uint256 indexed index, address indexed to, uint256 value);

    /// @notice `from` withdrew `value` wei, to be claimed by `to` on L1 under `id`.
    event Withdrawn(uint256 indexed id, address indexed from, address indexed to, uint256 value);

    /// @notice Burns the value here, to be paid to `to` on L1 once the batch is final.
    /// @dev MUST revert with `ZeroAmount` without ether, `InvalidReceiver` for address zero or a system contract.
    /// @return id the withdrawal's number, which L1 pays once
    function withdraw(address to) external payable returns (uint256 id);

    /// @notice A withdrawal; zeros if there is none.
    function withdrawalOf(uint256 id) external view returns (address to, uint256 value);

    /// @notice How many withdrawals there are.
    function withdrawalCount() external view returns (uint256);
}
