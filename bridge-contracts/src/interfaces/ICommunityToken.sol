// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The community token on L1: an ERC-20 with EIP-2612's permit, 18 decimals
/// @notice It stands for tokens that were withdrawn from the chain, one for one: the bridge mints them for proven withdrawals and burns
/// those that are deposited. Nobody owns it, and nobody else can do either.
/// @dev Its other side is IToken, whose supply counts what is here too. Amounts in base units of 1e-18.
interface ICommunityToken {
    /// @notice `mint` and `burn` are the bridge's alone.
    error NotTheBridge(address sender);

    /// @notice The L1 bridge, which made this contract.
    function bridge() external view returns (address);

    /// @notice MUST revert for any other sender than the bridge.
    function mint(address to, uint256 amount) external;

    /// @notice Takes from `from`, without an allowance: the bridge burns what its owner deposits and nothing else.
    /// @dev MUST revert for any other sender than the bridge, and where `from` has less.
    function burn(address from, uint256 amount) external;
}
