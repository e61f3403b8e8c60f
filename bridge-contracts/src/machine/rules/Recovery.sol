// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry} from "../../bridge/Entry.sol";
import {CurrencyCodes, ErrorCodes, RecoveryCodes} from "../../generated/Params.sol";
import {AccountRecord, RecoveryRecord, RightsRecord, State} from "../../generated/State.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Credits} from "./Credits.sol";
import {Reputation} from "./Reputation.sol";
import {Streams} from "./Streams.sol";
import {TypedData} from "./TypedData.sol";

/// @title Lost keys, mirror of state-machine/rules/recovery.ts
/// @dev protocol.md section 3. Reputation in base units, times in seconds.
library Recovery {
    function isMember(address account) private view returns (bool) {
        return State.getAccount(account).member == 1;
    }

    /// @notice startRecovery(from, to, deadline, signature): announces, under the registrar's signature, that `from`'s membership will move
    /// to `to` after recoveryDelay. Each start needs a later deadline than the last one. Without a registrar nobody can sign, so nobody can
    /// take an account over.
    function startRecovery(
        Context memory context,
        address from,
        address to,
        uint256 deadline,
        bytes memory signature
    ) internal {
        unchecked {
            if (!Entry.isValidReceiver(to)) revert RuleBroken(ErrorCodes.INVALID_RECEIVER);
            if (context.now_ >= deadline) revert RuleBroken(ErrorCodes.SIGNATURE_EXPIRED);
            bytes32 digest = TypedData.recoveryDigest(context.genesis.chainId, from, to, deadline);
            address signer = TypedData.signerOf(digest, signature);
            if (signer == address(0) || signer != context.genesis.registrar) revert RuleBroken(ErrorCodes.BAD_SIGNATURE);
            if (deadline <= State.getRecovery(from).lastDeadline) revert RuleBroken(ErrorCodes.SIGNATURE_EXPIRED);
            if (!isMember(from)) revert RuleBroken(ErrorCodes.NOT_AMEMBER);
            if (isMember(to)) revert RuleBroken(ErrorCodes.ALREADY_MEMBER);
            uint256 readyAt = context.now_ + context.genesis.parameters.recoveryDelay;
            State.putRecovery(
                RecoveryRecord({to: to, readyAt: readyAt, state: RecoveryCodes.PENDING, lastDeadline: deadline}), from
            );
        }
    }

    /// @notice cancelRecovery(): the member whose account is about to move keeps it.
    function cancelRecovery(Context memory context) internal {
        RecoveryRecord memory recovery = State.getRecovery(context.sender);
        if (recovery.state != RecoveryCodes.PENDING) revert RuleBroken(ErrorCodes.NO_RECOVERY);
        recovery.to = address(0);
        recovery.readyAt = 0;
        recovery.state = RecoveryCodes.NONE;
        State.putRecovery(recovery, context.sender);
    }

    function moveMembership(Context memory context, address from, address to) private {
        AccountRecord memory leaving = State.getAccount(from);
        Credits.refillCredits(leaving, context.now_, context.genesis.parameters);
        bytes32 identity = leaving.identity;
        leaving.member = 0;
        leaving.identity = 0;
        State.putAccount(leaving, from);
        Reputation.enrol(context, to, identity);
        RecoveryRecord memory recovery = State.getRecovery(from);
        recovery.state = RecoveryCodes.FINISHED;
        State.putRecovery(recovery, from);
    }

    /// Moves free reputation, and reputation rights above `high`, to the new account's free reputation. Answers how much.
    function moveReputation(Context memory context, address from, address to) private returns (uint256 amount) {
        unchecked {
            RightsRecord memory rights = State.getRights(from);
            AccountRecord memory account = State.getAccount(from);
            amount = account.reputation + rights.reputation - rights.reputationHigh;
            if (amount == 0) return 0;
            rights.reputation = rights.reputationHigh;
            State.putRights(rights, from);
            account.reputation = 0;
            State.putAccount(account, from);
            AccountRecord memory receiver = State.getAccount(to);
            receiver.reputation += amount;
            State.putAccount(receiver, to);
            Streams.moveHeld(context, from, to, CurrencyCodes.REPUTATION, amount);
        }
    }

    /// @notice finishRecovery(from), by anybody after the delay: membership, identity and free reputation go to the new account. Again later
    /// for what has been freed since (NothingDue if nothing has).
    function finishRecovery(Context memory context, address from) internal {
        RecoveryRecord memory recovery = State.getRecovery(from);
        address to = recovery.to;
        if (recovery.state == RecoveryCodes.NONE) revert RuleBroken(ErrorCodes.NO_RECOVERY);
        if (recovery.state == RecoveryCodes.PENDING) {
            if (context.now_ < recovery.readyAt) revert RuleBroken(ErrorCodes.RECOVERY_PENDING);
            if (!isMember(from)) revert RuleBroken(ErrorCodes.NOT_AMEMBER);
            if (isMember(to)) revert RuleBroken(ErrorCodes.ALREADY_MEMBER);
            moveMembership(context, from, to);
        }
        uint256 amount = moveReputation(context, from, to);
        if (recovery.state == RecoveryCodes.FINISHED && amount == 0) revert RuleBroken(ErrorCodes.NOTHING_DUE);
    }
}
