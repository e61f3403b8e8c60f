// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry} from "../../bridge/Entry.sol";
import {Genesis, Parameters} from "../../generated/Genesis.sol";
import {Amounts, CurrencyCodes, ErrorCodes, RecoveryCodes} from "../../generated/Params.sol";
import {AccountRecord, IdentityRecord, PoolRecord, RecoveryRecord, State} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Credits} from "./Credits.sol";
import {Ether} from "./Ether.sol";
import {Pool} from "./Pool.sol";
import {Streams} from "./Streams.sol";
import {TypedData} from "./TypedData.sol";

/// @title Membership and reputation, mirror of state-machine/rules/reputation.ts
/// @dev protocol.md section 3. Reputation in base units.
library Reputation {
    /// @notice transfer, approve and transferFrom of reputation.
    function notTransferable() internal pure {
        revert RuleBroken(ErrorCodes.NOT_TRANSFERABLE);
    }

    /// @notice Mints reputation to an account: min(amount, what is left below 2^96). protocol.md section 1. What earns dividends is a
    /// total too, and above the supply while stakes of a failed project are not settled.
    function grantReputation(Context memory context, address member, uint256 amount) internal {
        unchecked {
            PoolRecord memory pool = State.getPool();
            uint256 total = Arithmetic.max(pool.reputation, State.getStream(CurrencyCodes.REPUTATION).earning);
            uint256 granted = Arithmetic.min(amount, Amounts.LIMIT - 1 - total);
            if (granted == 0) return;
            pool.reputation += granted;
            State.putPool(pool);
            Streams.changeHeld(context, member, CurrencyCodes.REPUTATION, int256(granted));
            AccountRecord memory account = State.getAccount(member);
            account.reputation += granted;
            State.putAccount(account, member);
        }
    }

    function isRegistered(
        Genesis memory genesis,
        address member,
        bytes32 identity,
        uint256 deadline,
        bytes memory signature
    ) private view returns (bool) {
        if (genesis.registrar == address(0)) return signature.length == 0;
        bytes32 digest = TypedData.membershipDigest(genesis.chainId, member, identity, deadline);
        return TypedData.signerOf(digest, signature) == genesis.registrar;
    }

    /// @notice Makes `member` a member under `identity`; a finished recovery of that account ends.
    function enrol(Context memory context, address member, bytes32 identity) internal {
        Parameters memory parameters = context.genesis.parameters;
        uint256 now_ = context.now_;
        AccountRecord memory account = State.getAccount(member);
        Credits.refillCredits(account, now_, parameters);
        uint256 before = Credits.capacityOf(account, parameters);
        account.member = 1;
        account.identity = identity;
        Credits.withCapacityOf(before, account, now_, parameters);
        State.putAccount(account, member);
        State.putIdentity(IdentityRecord({account: member, used: 1}), identity);
        RecoveryRecord memory recovery = State.getRecovery(member);
        if (recovery.state != RecoveryCodes.FINISHED) return;
        recovery.to = address(0);
        recovery.readyAt = 0;
        recovery.state = RecoveryCodes.NONE;
        State.putRecovery(recovery, member);
    }

    function payStipend(Context memory context, address member) private {
        Parameters memory parameters = context.genesis.parameters;
        uint256 stipend = parameters.registrationStipend;
        if (State.getPool().ether_ < stipend) return;
        Pool.changePoolEther(-int256(stipend), context.now_, parameters);
        Ether.changeEther(context, member, int256(stipend));
    }

    /// @notice register(member, identity, deadline, signature): under the registrar's signature, once a member and once an identity. Grants
    /// reputation, the stipend where the pool holds it whole, and a day's credits. protocol.md section 3 and 8.
    function register(
        Context memory context,
        address member,
        bytes32 identity,
        uint256 deadline,
        bytes memory signature
    ) internal {
        unchecked {
            if (!Entry.isValidReceiver(member)) revert RuleBroken(ErrorCodes.INVALID_RECEIVER);
            if (context.now_ >= deadline) revert RuleBroken(ErrorCodes.SIGNATURE_EXPIRED);
            if (!isRegistered(context.genesis, member, identity, deadline, signature)) {
                revert RuleBroken(ErrorCodes.BAD_SIGNATURE);
            }
            if (State.getAccount(member).member == 1) revert RuleBroken(ErrorCodes.ALREADY_MEMBER);
            if (State.getIdentity(identity).used == 1) revert RuleBroken(ErrorCodes.IDENTITY_USED);
            enrol(context, member, identity);
            Parameters memory parameters = context.genesis.parameters;
            AccountRecord memory account = State.getAccount(member);
            uint256 credits = account.credits + parameters.memberCredits;
            account.credits = Arithmetic.min(credits, Credits.capacityOf(account, parameters));
            State.putAccount(account, member);
            grantReputation(context, member, parameters.registrationGrant);
            payStipend(context, member);
        }
    }
}
