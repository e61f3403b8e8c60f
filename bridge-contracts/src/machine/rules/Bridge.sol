// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry} from "../../bridge/Entry.sol";
import {Amounts, ErrorCodes} from "../../generated/Params.sol";
import {PoolRecord, State, WithdrawalRecord} from "../../generated/State.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Ether} from "./Ether.sol";

/// @title Withdrawals to L1, mirror of state-machine/rules/bridge.ts
library Bridge {
    /// @notice withdraw(to): the value leaves for L1, as a record that the L1 bridge pays once.
    function withdraw(Context memory context, address to) internal {
        unchecked {
            uint256 value = context.value;
            if (!Entry.isValidReceiver(to)) revert RuleBroken(ErrorCodes.INVALID_RECEIVER);
            if (value == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
            if (value >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            if (!Ether.coversValue(context)) revert RuleBroken(ErrorCodes.INSUFFICIENT_ETHER);
            PoolRecord memory pool = State.getPool();
            uint256 id = pool.withdrawals + 1;
            Ether.changeEther(context, context.sender, -int256(value));
            pool.withdrawals = id;
            State.putPool(pool);
            State.putWithdrawal(WithdrawalRecord({to: to, value: value}), id);
        }
    }
}
