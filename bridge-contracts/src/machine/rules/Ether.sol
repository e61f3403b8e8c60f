// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genesis, Parameters} from "../../generated/Genesis.sol";
import {AccountRecord, State} from "../../generated/State.sol";
import {Context} from "./Context.sol";
import {Credits} from "./Credits.sol";

/// @title Free ether of accounts in wei, mirror of state-machine/rules/ether.ts
/// @dev All ether there is comes from L1, so no account's passes 2^96.
library Ether {
    /// @notice Adds `change` wei (negative: takes) to an account's free ether, its credits refilled at the old capacity first.
    function changeEther(Context memory context, address account, int256 change) internal {
        changeEther(context.genesis, context.now_, account, change);
    }

    /// @notice The same outside a call: fees.
    function changeEther(Genesis memory genesis, uint256 now_, address owner, int256 change) internal {
        unchecked {
            if (change == 0) return;
            Parameters memory parameters = genesis.parameters;
            AccountRecord memory account = State.getAccount(owner);
            Credits.refillCredits(account, now_, parameters);
            uint256 before = Credits.capacityOf(account, parameters);
            account.ether_ += uint256(change);
            Credits.withCapacityOf(before, account, now_, parameters);
            State.putAccount(account, owner);
        }
    }

    /// @notice A deposit from L1: `value` wei, and the credits that they bring at once. protocol.md section 8.
    function depositEther(Genesis memory genesis, uint256 now_, address owner, uint256 value) internal {
        unchecked {
            Parameters memory parameters = genesis.parameters;
            AccountRecord memory account = State.getAccount(owner);
            Credits.refillCredits(account, now_, parameters);
            uint256 before = Credits.capacityOf(account, parameters);
            account.ether_ += value;
            Credits.withCapacityOf(before, account, now_, parameters);
            account.credits += Credits.capacityOf(account, parameters) - before;
            State.putAccount(account, owner);
        }
    }

    /// @notice Whether the sender's free ether covers what the call sends along.
    function coversValue(Context memory context) internal view returns (bool) {
        return State.getAccount(context.sender).ether_ >= context.value;
    }
}
