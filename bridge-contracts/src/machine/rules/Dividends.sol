// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Amounts, CurrencyCodes, ErrorCodes} from "../../generated/Params.sol";
import {AccountRecord, PoolRecord, State, StreamRecord} from "../../generated/State.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Ether} from "./Ether.sol";
import {Pool} from "./Pool.sol";
import {Streams} from "./Streams.sol";

/// @title Dividends, mirror of state-machine/rules/dividends.ts
/// @dev protocol.md section 6. Wei; what both streams owe is below 2^96, scaled below 2^192 (see Streams).
library Dividends {
    /// wei that both streams still owe, scaled by 2^96.
    function scaledDebt(uint256 now_) private view returns (uint256) {
        unchecked {
            StreamRecord memory tokens = State.getStream(CurrencyCodes.TOKENS);
            StreamRecord memory reputation = State.getStream(CurrencyCodes.REPUTATION);
            return tokens.rate * Streams.remaining(tokens, now_) + reputation.rate * Streams.remaining(reputation, now_);
        }
    }

    function addToStream(Context memory context, uint256 currency, uint256 part) private {
        unchecked {
            if (part == 0) return;
            uint256 dividendPeriod = context.genesis.parameters.dividendPeriod;
            uint256 now_ = context.now_;
            StreamRecord memory stream = State.getStream(currency);
            uint256 owed = part * Amounts.STREAM_SCALE + stream.rate * Streams.remaining(stream, now_);
            stream.rate = owed / dividendPeriod;
            stream.end = now_ + dividendPeriod;
            stream.last = now_;
            State.putStream(stream, currency);
            PoolRecord memory pool = State.getPool();
            pool.dividendPot += part;
            State.putPool(pool);
        }
    }

    /// The parts of a dividend in wei; a side that nobody holds leaves its part to the other.
    function split(Context memory context) private view returns (uint256 tokens, uint256 reputation) {
        unchecked {
            uint256 value = context.value;
            bool tokensHeld = State.getStream(CurrencyCodes.TOKENS).earning > 0;
            bool reputationHeld = State.getStream(CurrencyCodes.REPUTATION).earning > 0;
            if (!tokensHeld) return (0, reputationHeld ? value : 0);
            if (!reputationHeld) return (value, 0);
            reputation = value * context.genesis.parameters.dividendReputationShare / Amounts.BASIS_POINTS;
            tokens = value - reputation;
        }
    }

    /// @notice payDividend(): streams the value to those who hold tokens and reputation over dividendPeriod.
    function payDividend(Context memory context) internal {
        unchecked {
            uint256 value = context.value;
            if (value == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
            if (value >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            if (!Ether.coversValue(context)) revert RuleBroken(ErrorCodes.INSUFFICIENT_ETHER);
            Ether.changeEther(context, context.sender, -int256(value));
            Streams.settleStream(context, CurrencyCodes.TOKENS);
            Streams.settleStream(context, CurrencyCodes.REPUTATION);
            uint256 scaled = value * Amounts.STREAM_SCALE * Amounts.DIVIDEND_MINIMUM_SHARE;
            bool tooSmall = scaled < scaledDebt(context.now_);
            (uint256 tokens, uint256 reputation) = tooSmall ? (0, 0) : split(context);
            addToStream(context, CurrencyCodes.TOKENS, tokens);
            addToStream(context, CurrencyCodes.REPUTATION, reputation);
            uint256 rest = value - tokens - reputation;
            Pool.changePoolEther(int256(rest), context.now_, context.genesis.parameters);
        }
    }

    /// @notice collectDividend(account): pays what both streams owe the account.
    function collectDividend(Context memory context, address owner) internal {
        unchecked {
            Streams.settleStream(context, CurrencyCodes.TOKENS);
            Streams.settleStream(context, CurrencyCodes.REPUTATION);
            AccountRecord memory account = State.getAccount(owner);
            Streams.settleDue(account, CurrencyCodes.TOKENS, State.getStream(CurrencyCodes.TOKENS).acc);
            Streams.settleDue(account, CurrencyCodes.REPUTATION, State.getStream(CurrencyCodes.REPUTATION).acc);
            uint256 due = account.due;
            account.due = 0;
            State.putAccount(account, owner);
            PoolRecord memory pool = State.getPool();
            pool.dividendPot -= due;
            State.putPool(pool);
            Ether.changeEther(context, owner, int256(due));
        }
    }
}
