// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The chain's end of the bridge
/// @notice System contract at 0xd157000000000000000000000000000000000006 (protocol.md section 7). Its other end is IL1Bridge.
interface IBridge {
    /// @notice Inbox entry `index` brought `value` wei to `to`.
    event Deposited(uint256 indexed index, address indexed to, uint256 value);

    /// @notice `from` withdrew `value` wei, to be claimed by `to` on L1 under `id`.
    event Withdrawn(uint256 indexed id, address indexed from, address indexed to, uint256 value);

    /// @notice Inbox entry `index` brought `amount` base units of the token to `to`: what L1 burned, at most what was out there.
    event TokensDeposited(uint256 indexed index, address indexed to, uint256 amount);

    /// @notice `from` withdrew `amount` base units of the token, to be claimed for `to` on L1 under `id`.
    event TokensWithdrawn(uint256 indexed id, address indexed from, address indexed to, uint256 amount);

    /// @notice Burns the value here, to be paid to `to` on L1 once the batch is final.
    /// @dev MUST revert with `ZeroAmount` without ether, `InvalidReceiver` for address zero or a system contract.
    /// @return id the withdrawal's number, which L1 pays once
    function withdraw(address to) external payable returns (uint256 id);

    /// @notice Takes free tokens out of the chain, to be minted for `to` on L1 once the batch is final. They stay in the token's supply, and
    /// nobody holds them here: they stake and vote for nothing and earn no dividends until they come back.
    /// @dev MUST revert with `InvalidReceiver` for address zero or a system contract, `ZeroAmount` for none, `AmountTooLarge` from 2^96 on,
    /// `InsufficientBalance` where the sender has less free.
    /// @return id the withdrawal's number, counted together with those of ether
    function withdrawTokens(address to, uint256 amount) external returns (uint256 id);

    /// @notice A withdrawal of ether; zeros if there is none.
    function withdrawalOf(uint256 id) external view returns (address to, uint256 value);

    /// @notice A withdrawal of tokens; zeros if there is none.
    function tokenWithdrawalOf(uint256 id) external view returns (address to, uint256 amount);

    /// @notice Tokens in base units that are on L1, or on their way there or back.
    function bridgedTokens() external view returns (uint256);

    /// @notice How many withdrawals there are, of ether and of tokens.
    function withdrawalCount() external view returns (uint256);
}
