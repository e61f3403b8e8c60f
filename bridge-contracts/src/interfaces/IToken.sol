// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The community token: an ERC-20 with 18 decimals that mints and burns itself against the pool
/// @notice System contract at 0xd157000000000000000000000000000000000001 of the community's chain (protocol.md section 2).
/// @dev Amounts in base units (1e-18), ether in wei. What is collected rounds up, what is paid rounds down. Every broken rule
/// reverts with an error of IErrors. A call with ether that is not payable MUST revert with `ValueNotAccepted`.
interface IToken {
    /// @notice Tokens moved; minted ones come from address zero, burned ones go there.
    /// @dev MUST be emitted for every transfer, of zero tokens too, and beside `Minted` and `Burned`.
    event Transfer(address indexed from, address indexed to, uint256 value);

    /// @notice `owner` set what `spender` may take.
    /// @dev MUST be emitted by `approve`.
    event Approval(address indexed owner, address indexed spender, uint256 value);

    /// @notice `buyer` minted `amount` for `cost` wei, which the pool received.
    event Minted(address indexed buyer, uint256 amount, uint256 cost);

    /// @notice `seller` burned `amount` and received `proceeds` wei from the pool.
    event Burned(address indexed seller, uint256 amount, uint256 proceeds);

    /// @notice `donor` gave `value` wei to the pool.
    event Donated(address indexed donor, uint256 value);

    /// @notice The token's name, from genesis.
    function name() external view returns (string memory);

    /// @notice The token's symbol, from genesis.
    function symbol() external view returns (string memory);

    /// @notice Always 18.
    function decimals() external view returns (uint8);

    /// @notice S: all tokens that somebody owns, locked and staked ones included.
    function totalSupply() external view returns (uint256);

    /// @notice The free tokens of `account`: what it can transfer, stake or burn now.
    function balanceOf(address account) external view returns (uint256);

    /// @notice Moves free tokens of the sender.
    /// @dev MUST revert with `InvalidReceiver` for address zero or a system contract, `InsufficientBalance` beyond the free
    /// tokens. MUST succeed with amount zero.
    function transfer(address to, uint256 amount) external returns (bool);

    /// @notice Lets `spender` take up to `amount`.
    /// @dev An amount of 2^256-1 MUST be kept as unlimited, shown as 2^256-1 and never reduced.
    function approve(address spender, uint256 amount) external returns (bool);

    /// @notice Moves free tokens of `from` within the sender's allowance.
    /// @dev MUST revert with `InsufficientAllowance` beyond it.
    function transferFrom(address from, address to, uint256 amount) external returns (bool);

    /// @notice What `spender` may still take from `owner`.
    function allowance(address owner, address spender) external view returns (uint256);

    /// @notice Mints `amount` for the sender at the curve's price.
    /// @dev The value is the most the sender pays: MUST revert with `CostAboveValue` if the cost is above it, and MUST take
    /// the cost alone.
    /// @return cost wei taken, rounded up
    function mint(uint256 amount) external payable returns (uint256 cost);

    /// @notice Burns `amount` of the sender's free tokens for their share of the pool.
    /// @dev MUST revert with `ProceedsBelowMinimum` if they would bring less than `minProceeds` wei.
    /// @return proceeds wei paid, rounded down
    function burn(uint256 amount, uint256 minProceeds) external returns (uint256 proceeds);

    /// @notice Gives the value to the pool.
    function donate() external payable;

    /// @notice Wei that minting `amount` would cost `buyer` now.
    function mintCost(address buyer, uint256 amount) external view returns (uint256);

    /// @notice Wei that burning `amount` would bring now.
    function burnProceeds(uint256 amount) external view returns (uint256);

    /// @notice Every token of `account`: free, locked, staked and in collaterals.
    function held(address account) external view returns (uint256);

    /// @notice E: wei in the pool.
    function pool() external view returns (uint256);

    /// @notice X: wei in all project escrows.
    function escrowed() external view returns (uint256);

    /// @notice F: forfeited tokens, which nobody owns and which count in prices alone.
    function forfeited() external view returns (uint256);
}
