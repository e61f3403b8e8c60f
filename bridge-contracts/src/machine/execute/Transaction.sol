// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Parameters} from "../../generated/Genesis.sol";
import {Kinds} from "../../generated/Kinds.sol";
import {SkipCodes} from "../../generated/Params.sol";
import {AccountRecord, State} from "../../generated/State.sol";
import {Recover} from "../codec/Recover.sol";
import {Call, Item, TransactionCodec} from "../codec/Transaction.sol";
import {Credits} from "../rules/Credits.sol";
import {Ether} from "../rules/Ether.sol";
import {Pool} from "../rules/Pool.sol";
import {CallExecution, Run} from "./Call.sol";
import {Gas} from "./Gas.sol";
import {Outcome} from "./Outcome.sol";

/// @title Signed transactions and operations
/// @dev Mirrors state-machine/execute/transaction.ts. Answers are bytes of Outcome.
library TransactionExecution {
    uint8 private constant NO_OBSTACLE = 0;

    /// The fee reaches the pool, or the operator by genesis, after the call. protocol.md section 1 and 8.
    function giveFee(Run memory run, uint256 fee) private {
        Parameters memory parameters = run.genesis.parameters;
        // A fee is below 2^54.
        if (parameters.feeToPool == 1) Pool.changePoolEther(int256(fee), run.now_, parameters);
        else Ether.changeEther(run.genesis, run.now_, run.genesis.operator, int256(fee));
    }

    /// Runs the call of who has paid its fee, and hands the fee on.
    function runCharged(Run memory run, address sender, uint256 value, Call memory call, uint256 fee)
        private
        returns (uint8 outcome)
    {
        outcome = CallExecution.runCall(run, sender, value, call);
        giveFee(run, fee);
    }

    /// @notice Takes the fee, runs the call, hands the fee on. The sender can pay.
    function runPaid(Run memory run, address sender, uint256 value, Call memory call) internal returns (uint8) {
        uint256 fee = Gas.feeOf(run.genesis, call.facts);
        Ether.changeEther(run.genesis, run.now_, sender, -int256(fee));
        return runCharged(run, sender, value, call, fee);
    }

    function canPayFee(Run memory run, address sender, uint256 facts) internal view returns (bool) {
        return State.getAccount(sender).ether_ >= Gas.feeOf(run.genesis, facts);
    }

    /// What stands against a transaction of an account, refilled. rollup.md section 4.
    function obstacle(Run memory run, Item memory item, AccountRecord memory account, bool free)
        private
        pure
        returns (uint8)
    {
        uint256 gas = Kinds.gas(item.call.facts);
        if (item.nonce != account.nonce) return SkipCodes.WRONG_NONCE;
        if (item.gas < gas) return SkipCodes.GAS_TOO_LOW;
        if (item.feeCap < run.genesis.parameters.baseFee) return SkipCodes.FEE_TOO_LOW;
        if (account.ether_ < Gas.feeOf(run.genesis, item.call.facts)) return SkipCodes.CANNOT_PAY_FEE;
        return !free && account.credits < gas ? SkipCodes.NO_CREDITS : NO_OBSTACLE;
    }

    /// @notice Runs a signed transaction. Skipped ones leave the state as it was.
    /// @param forced through the inbox: it needs no credits. protocol.md section 8.
    function executeTransaction(Run memory run, Item memory item, bool forced) internal returns (uint8) {
        bytes32 hash = TransactionCodec.signingHash(item, run.genesis.chainId);
        (bool found, address sender) = Recover.recoverAddress(hash, item.r, item.s, item.yParity);
        if (!found) return Outcome.skipped(SkipCodes.BAD_SIGNATURE);
        // Once: at one time a second refill changes nothing, so that nonce, credits and fee can be taken together.
        AccountRecord memory account = State.getAccount(sender);
        Credits.refillCredits(account, run.now_, run.genesis.parameters);
        uint8 reason = obstacle(run, item, account, forced);
        if (reason != NO_OBSTACLE) return Outcome.skipped(reason);
        uint256 fee = Gas.feeOf(run.genesis, item.call.facts);
        unchecked {
            // The nonce is below 2^64-1; credits and ether cover what is taken.
            account.nonce += 1;
            if (!forced) account.credits -= Kinds.gas(item.call.facts);
            account.ether_ -= fee;
        }
        State.putAccount(account, sender);
        return runCharged(run, sender, item.value, item.call, fee);
    }

    /// @notice Runs an operation that has no sender and costs nothing; one that changes nothing is skipped. rollup.md section 2.
    function executeOperation(Run memory run, Call memory call) internal returns (uint8) {
        uint8 outcome = CallExecution.runCall(run, address(0), 0, call);
        return outcome == Outcome.SUCCESS ? outcome : Outcome.skipped(SkipCodes.NO_EFFECT);
    }
}
