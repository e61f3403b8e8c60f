// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "./ICommunityToken.sol";
import {IRollup} from "./IRollup.sol";
import {IInbox} from "./IInbox.sol";
import {TokenWithdrawal, Withdrawal} from "../bridge/Withdrawal.sol";
import {Claim} from "../rollup/ClaimId.sol";
import {TreeProof} from "../proof/Tree.sol";

/// @title L1's end of the bridge: it holds the ether of the chain, pays withdrawals and mints those of tokens
/// @notice Nobody owns it. There is no pause and no way to pay but by a proof against final roots. IBridge is its other end.
/// @dev Ether in wei, tokens in base units. Withdrawals of both are counted together: an id is paid once, whichever it is of.
interface IL1Bridge {
    /// @notice Withdrawal `id` was paid to `to`, or for it to `receiver`.
    event WithdrawalClaimed(uint64 indexed id, address indexed to, address indexed receiver, uint96 value);

    /// @notice Withdrawal `id` was paid to `to` in `amount` tokens.
    event TokensClaimed(uint64 indexed id, address indexed to, uint96 amount);

    /// @notice It was paid before.
    error AlreadyClaimed(uint64 id);

    /// @notice The claim is not the one that stands for batch `index`, or its window is open.
    error NotFinal(uint64 index);

    /// @notice The proof does not show this withdrawal in the claim's last root.
    error WithdrawalNotProven(uint64 id);

    /// @notice `claimTo` is the payee's alone.
    error NotThePayee(address sender, address payee);

    /// @notice The receiver did not accept the ether; the withdrawal stays open.
    error PayeeRefused(address receiver);

    /// @notice `receiveEther` and `burnTokens` are the inbox's alone.
    error NotTheInbox(address sender);

    /// @notice The chain's amounts have 96 bits; so much ether cannot be held.
    error CustodyTooLarge(uint256 held);

    /// @notice The contract that says which roots are final.
    function rollup() external view returns (IRollup);

    /// @notice The inbox that deposits go through.
    function inbox() external view returns (IInbox);

    /// @notice The community token on L1, which this contract made and which obeys it alone.
    function token() external view returns (ICommunityToken);

    /// @notice The contract that held the token's creation code at the deployment, name and symbol included.
    function tokenCode() external view returns (address);

    /// @notice Deposits the value to `to` on the chain, as IInbox's `deposit` does.
    function deposit(address to) external payable returns (uint64 index);

    /// @notice Takes the ether of an inbox entry into custody.
    /// @dev MUST revert for any other sender than the inbox.
    function receiveEther() external payable;

    /// @notice Burns what `from` deposits through the inbox.
    /// @dev MUST revert for any other sender than the inbox.
    function burnTokens(address from, uint256 amount) external;

    /// @notice Pays a withdrawal to its payee. Anybody MAY send it.
    /// @dev MUST pay each id once. MUST revert, and leave it open, if the payee refuses.
    /// @param batch the batch's index
    /// @param standing the claim that stands for that batch: it MUST be final
    /// @param proof of the withdrawal's record in its last root
    function claim(Withdrawal calldata withdrawal, uint64 batch, Claim calldata standing, TreeProof calldata proof)
        external;

    /// @notice The same, paid to `receiver`: for a payee that cannot accept ether.
    /// @dev MUST revert for any other sender than the payee.
    function claimTo(
        Withdrawal calldata withdrawal,
        uint64 batch,
        Claim calldata standing,
        TreeProof calldata proof,
        address payable receiver
    ) external;

    /// @notice Mints a withdrawal of tokens for its payee. Anybody MAY send it.
    /// @dev MUST pay each id once. `batch`, `standing` and `proof` are as in `claim`.
    function claimTokens(
        TokenWithdrawal calldata withdrawal,
        uint64 batch,
        Claim calldata standing,
        TreeProof calldata proof
    ) external;

    /// @notice Whether withdrawal `id`, of ether or of tokens, was paid.
    function isClaimed(uint64 id) external view returns (bool);
}
