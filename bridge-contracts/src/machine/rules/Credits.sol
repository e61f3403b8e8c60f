// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Parameters} from "../../generated/Genesis.sol";
import {Amounts, Times} from "../../generated/Params.sol";
import {AccountRecord} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";

/// @title Resource credits in gas, mirror of state-machine/rules/credits.ts
/// @dev protocol.md section 8. A capacity and credits are below 2^64, times below 2^40, creditsPerEther and memberCredits at most
/// 2^62: no product passes 2^158. Accounts are changed in place: a struct that a function answers costs more than all that is done to it here.
library Credits {
    /// @notice Gas a day: member·memberCredits + ether·creditsPerEther, at most 2^64-1.
    function capacityOf(AccountRecord memory account, Parameters memory parameters) internal pure returns (uint256) {
        unchecked {
            uint256 byEther = account.ether_ * parameters.creditsPerEther / Amounts.UNIT;
            return Arithmetic.min(account.member * parameters.memberCredits + byEther, Amounts.CREDITS_LIMIT);
        }
    }

    /// @notice Refills an account's credits up to `now_`, at the capacity it had until now; called before every change of its ether or
    /// membership. The clock moves by the seconds paid for, so frequent calls lose nothing to rounding.
    /// @param account changed in place
    function refillCredits(AccountRecord memory account, uint256 now_, Parameters memory parameters) internal pure {
        unchecked {
            uint256 capacity = capacityOf(account, parameters);
            if (account.creditsTime == now_ && account.credits <= capacity) return;
            uint256 gain = capacity * (now_ - account.creditsTime) / Times.DAY;
            if (account.credits + gain >= capacity) {
                account.credits = capacity;
                account.creditsTime = now_;
            } else if (gain > 0) {
                account.credits += gain;
                account.creditsTime += Arithmetic.mulDivUp(gain, Times.DAY, capacity);
            }
        }
    }

    /// @notice A refilled account whose ether or membership has been changed. Seconds that were not paid for because they came to less
    /// than one gas must not be paid at the new, higher capacity: else dust that waits a day brings a whole day's credits of whatever
    /// comes after it. They are kept as what they were worth.
    /// @param before the capacity before the change
    /// @param changed changed in place
    function withCapacityOf(uint256 before, AccountRecord memory changed, uint256 now_, Parameters memory parameters)
        internal
        pure
    {
        unchecked {
            if (changed.creditsTime == now_) return;
            uint256 grown = capacityOf(changed, parameters);
            if (grown > before) changed.creditsTime = now_ - before * (now_ - changed.creditsTime) / grown;
        }
    }
}
