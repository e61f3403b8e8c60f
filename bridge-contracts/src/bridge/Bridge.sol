// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "../interfaces/ICommunityToken.sol";
import {IL1Bridge} from "../interfaces/IL1Bridge.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {Amounts} from "../generated/Params.sol";
import {Claim, claimIdOf} from "../rollup/ClaimId.sol";
import {StoredCode} from "../rollup/StoredCode.sol";
import {TreeProof} from "../proof/Tree.sol";
import {Inbox} from "./Inbox.sol";
import {TokenWithdrawal, Withdrawal, Withdrawals} from "./Withdrawal.sol";

/// @title The bridge
contract Bridge is IL1Bridge {
    using Withdrawals for Withdrawal;
    using Withdrawals for TokenWithdrawal;

    /// @inheritdoc IL1Bridge
    IRollup public immutable rollup;

    /// @inheritdoc IL1Bridge
    IInbox public immutable inbox;

    /// @inheritdoc IL1Bridge
    ICommunityToken public immutable token;

    /// @inheritdoc IL1Bridge
    address public immutable tokenCode;

    /// @inheritdoc IL1Bridge
    mapping(uint64 id => bool) public isClaimed;

    /// The rollup deploys the bridge, and the bridge its inbox and its token, so none of the four can be wired to another.
    constructor(uint96 inboxFee, address tokenCode_) {
        rollup = IRollup(msg.sender);
        inbox = new Inbox(inboxFee);
        tokenCode = tokenCode_;
        token = ICommunityToken(StoredCode.create(tokenCode_, ""));
    }

    /// @inheritdoc IL1Bridge
    function deposit(address to) external payable returns (uint64 index) {
        _checkCustody();
        return inbox.record(msg.sender, to, msg.value);
    }

    /// @inheritdoc IL1Bridge
    function receiveEther() external payable {
        if (msg.sender != address(inbox)) revert NotTheInbox(msg.sender);
        _checkCustody();
    }

    /// @inheritdoc IL1Bridge
    function burnTokens(address from, uint256 amount) external {
        if (msg.sender != address(inbox)) revert NotTheInbox(msg.sender);
        token.burn(from, amount);
    }

    /// @inheritdoc IL1Bridge
    function claim(Withdrawal calldata withdrawal, uint64 batch, Claim calldata standing, TreeProof calldata proof)
        external
    {
        _verify(withdrawal, batch, standing, proof);
        _pay(withdrawal, payable(withdrawal.to));
    }

    /// @inheritdoc IL1Bridge
    function claimTo(
        Withdrawal calldata withdrawal,
        uint64 batch,
        Claim calldata standing,
        TreeProof calldata proof,
        address payable receiver
    ) external {
        if (msg.sender != withdrawal.to) revert NotThePayee(msg.sender, withdrawal.to);
        _verify(withdrawal, batch, standing, proof);
        _pay(withdrawal, receiver);
    }

    /// @inheritdoc IL1Bridge
    function claimTokens(
        TokenWithdrawal calldata withdrawal,
        uint64 batch,
        Claim calldata standing,
        TreeProof calldata proof
    ) external {
        _checkOpen(withdrawal.id, batch, standing);
        if (!withdrawal.isUnder(standing.lastRoot, proof)) revert WithdrawalNotProven(withdrawal.id);
        isClaimed[withdrawal.id] = true;
        emit TokensClaimed(withdrawal.id, withdrawal.to, withdrawal.amount);
        token.mint(withdrawal.to, withdrawal.amount);
    }

    function _verify(Withdrawal calldata withdrawal, uint64 batch, Claim calldata standing, TreeProof calldata proof)
        private
        view
    {
        _checkOpen(withdrawal.id, batch, standing);
        if (!withdrawal.isUnder(standing.lastRoot, proof)) revert WithdrawalNotProven(withdrawal.id);
    }

    function _checkOpen(uint64 id, uint64 batch, Claim calldata standing) private view {
        if (isClaimed[id]) revert AlreadyClaimed(id);
        if (!rollup.isFinal(batch, claimIdOf(standing))) revert NotFinal(batch);
    }

    /// Marked as paid before the receiver gets a turn: whatever it calls back finds the withdrawal closed.
    function _pay(Withdrawal calldata withdrawal, address payable receiver) private {
        isClaimed[withdrawal.id] = true;
        emit WithdrawalClaimed(withdrawal.id, withdrawal.to, receiver, withdrawal.value);
        (bool accepted,) = receiver.call{value: withdrawal.value}("");
        if (!accepted) revert PayeeRefused(receiver);
    }

    function _checkCustody() private view {
        if (address(this).balance >= Amounts.LIMIT) revert CustodyTooLarge(address(this).balance);
    }
}
