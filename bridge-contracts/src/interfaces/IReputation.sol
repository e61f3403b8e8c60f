// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Reputation and membership
/// @notice System contract at 0xd157000000000000000000000000000000000002 (protocol.md section 3). It reads like an ERC-20 and
/// cannot be transferred.
/// @dev Amounts in base units (1e-18), times in seconds. Signatures are EIP-712 of the registrar, domain name "Distribute",
/// version "1", this chain, this contract.
interface IReputation {
    /// @notice Reputation moved: granted from address zero, lost to it, or moved by a recovery.
    event Transfer(address indexed from, address indexed to, uint256 value);

    /// @notice `member` joined under `identity`.
    event Registered(address indexed member, bytes32 indexed identity);

    /// @notice The membership of `from` may move to `to` from `readyAt` on.
    event RecoveryStarted(address indexed from, address indexed to, uint256 readyAt);

    /// @notice `from` stopped its recovery.
    event RecoveryCancelled(address indexed from);

    /// @notice Membership, or what was freed since, moved from `from` to `to`, with `amount` reputation.
    event RecoveryFinished(address indexed from, address indexed to, uint256 amount);

    /// @notice The name shown for reputation.
    function name() external view returns (string memory);

    /// @notice The symbol shown for reputation.
    function symbol() external view returns (string memory);

    /// @notice Always 18.
    function decimals() external view returns (uint8);

    /// @notice Q: all reputation, locked and staked included.
    function totalSupply() external view returns (uint256);

    /// @notice The free reputation of `account`.
    function balanceOf(address account) external view returns (uint256);

    /// @notice Reputation does not move.
    /// @dev MUST revert with `NotTransferable`.
    function transfer(address to, uint256 amount) external returns (bool);

    /// @notice Reputation does not move.
    /// @dev MUST revert with `NotTransferable`.
    function approve(address spender, uint256 amount) external returns (bool);

    /// @notice Reputation does not move.
    /// @dev MUST revert with `NotTransferable`.
    function transferFrom(address from, address to, uint256 amount) external returns (bool);

    /// @notice Makes `member` a member, under the registrar's `Membership(address member,bytes32 identity,uint256 deadline)`.
    /// @dev Anybody MAY send it; the sequencer MAY include it without a sender. MUST revert with `SignatureExpired` from the
    /// deadline on, `BadSignature`, `AlreadyMember`, and `IdentityUsed` for an identity that ever joined. The stipend is paid
    /// only if the pool holds it whole.
    function register(address member, bytes32 identity, uint256 deadline, bytes calldata signature) external;

    /// @notice Whether `account` is a member now.
    function isMember(address account) external view returns (bool);

    /// @notice Starts moving a membership whose key is lost, under the registrar's
    /// `Recovery(address from,address to,uint256 deadline)`.
    /// @dev Each start for an account MUST have a later deadline than its last one, and replaces a pending one.
    function startRecovery(address from, address to, uint256 deadline, bytes calldata signature) external;

    /// @notice Stops the pending recovery of the sender's account.
    /// @dev MUST revert with `NoRecovery` if none is pending.
    function cancelRecovery() external;

    /// @notice Moves the membership once the delay has passed; later, what was freed since.
    /// @dev Anybody MAY send it. MUST revert with `RecoveryPending` before its time, `NothingDue` if nothing would move.
    function finishRecovery(address from) external;
}
