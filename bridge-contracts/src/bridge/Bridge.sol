// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IL1Bridge} from "../interfaces/IL1Bridge.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {Amounts} from "../generated/Params.sol";
import {Claim, claimIdOf} from "../rollup/ClaimId.sol";
import {TreeProof} from "../proof/Tree.sol";
import {Inbox} from "./Inbox.sol";
import {Withdrawal, Withdrawals} from "./Withdrawal.sol";

/// @title The bridge
contract Bridge is IL1Bridge {
    using Withdrawals for Withdrawal;

    /// @inheritdoc IL1Bridge
    IRollup public immutable rollup;

    /// @inheritdoc IL1Bridge
    IInbox public immutable inbox;

    /// @inheritdoc IL1Bridge
    mapping(uint64 id => bool) public isClaimed;

    /// The rollup deploys the bridge and the bridge its inbox, so none of the three can be wired to another.
    constructor(uint96 inboxFee) {
        rollup = IRollup(msg.sender);
        inbox = new Inbox(inboxFee);
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

    function _verify(Withdrawal calldata withdrawal, uint64 batch, Claim calldata standing, TreeProof calldata proof)
        private
        view
    {
        if (isClaimed[withdrawal.id]) revert AlreadyClaimed(withdrawal.id);
        if (!rollup.isFinal(batch, claimIdOf(standing))) revert NotFinal(batch);
        if (!withdrawal.isUnder(standing.lastRoot, proof)) revert WithdrawalNotProven(withdrawal.id);
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
