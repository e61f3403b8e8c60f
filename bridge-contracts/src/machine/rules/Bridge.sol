// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry} from "../../bridge/Entry.sol";
import {Amounts, CurrencyCodes, ErrorCodes} from "../../generated/Params.sol";
import {AccountRecord, BridgedRecord, PoolRecord, State, TokenWithdrawalRecord, WithdrawalRecord} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Ether} from "./Ether.sol";
import {Streams} from "./Streams.sol";

/// @title Withdrawals to L1 and tokens that come back, mirror of state-machine/rules/bridge.ts
/// @dev What is bridged is part of S, so that neither it nor an account's tokens pass 2^96.
library Bridge {
    /// @notice withdraw(to): the value leaves for L1, as a record that the L1 bridge pays once.
    function withdraw(Context memory context, address to) internal {
        unchecked {
            uint256 value = context.value;
            if (!Entry.isValidReceiver(to)) revert RuleBroken(ErrorCodes.INVALID_RECEIVER);
            if (value == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
            if (value >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            if (!Ether.coversValue(context)) revert RuleBroken(ErrorCodes.INSUFFICIENT_ETHER);
            Ether.changeEther(context, context.sender, -int256(value));
            State.putWithdrawal(WithdrawalRecord({to: to, value: value}), nextId());
        }
    }

    /// @notice withdrawTokens(to, amount): free tokens leave for L1, as a record for which the L1 bridge mints once. They stay in S, held by
    /// nobody.
    function withdrawTokens(Context memory context, address to, uint256 amount) internal {
        unchecked {
            address sender = context.sender;
            if (!Entry.isValidReceiver(to)) revert RuleBroken(ErrorCodes.INVALID_RECEIVER);
            if (amount == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
            if (amount >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            AccountRecord memory account = State.getAccount(sender);
            if (account.tokens < amount) revert RuleBroken(ErrorCodes.INSUFFICIENT_BALANCE);
            account.tokens -= amount;
            State.putAccount(account, sender);
            Streams.changeHeld(context, sender, CurrencyCodes.TOKENS, -int256(amount));
            State.putBridged(BridgedRecord({tokens: State.getBridged().tokens + amount}));
            State.putTokenWithdrawal(TokenWithdrawalRecord({to: to, amount: amount}), nextId());
        }
    }

    /// @notice Gives tokens that L1 has burned to an account, at most what is out there: less there can only be where L1 paid withdrawals
    /// out of roots that were convicted later.
    function depositTokens(Context memory context, address to, uint256 amount) internal {
        unchecked {
            uint256 bridged = State.getBridged().tokens;
            uint256 given = Arithmetic.min(amount, bridged);
            if (given == 0) return;
            State.putBridged(BridgedRecord({tokens: bridged - given}));
            AccountRecord memory account = State.getAccount(to);
            account.tokens += given;
            State.putAccount(account, to);
            Streams.changeHeld(context, to, CurrencyCodes.TOKENS, int256(given));
        }
    }

    /// Withdrawals of ether and of tokens are counted together, so that L1 needs one list of what it has paid.
    function nextId() private returns (uint256 id) {
        unchecked {
            PoolRecord memory pool = State.getPool();
            id = pool.withdrawals + 1;
            pool.withdrawals = id;
            State.putPool(pool);
        }
    }
}
