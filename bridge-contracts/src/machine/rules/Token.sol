// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry} from "../../bridge/Entry.sol";
import {Amounts, CurrencyCodes, ErrorCodes} from "../../generated/Params.sol";
import {AccountRecord, AllowanceRecord, PoolRecord, State} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Ether} from "./Ether.sol";
import {Pool} from "./Pool.sol";
import {Streams} from "./Streams.sol";

/// @title The community token and plain transfers of ether, mirror of state-machine/rules/token.ts
/// @dev protocol.md section 2. Tokens in base units, ether in wei; E+X, S+F and what an account has stay below 2^96.
library Token {
    /// Stored for approve(2^256-1), and never reduced.
    uint256 internal constant UNLIMITED = Amounts.LIMIT - 1;

    /// F as mint finds it: an ownerless pool is first cut into tokens that nobody owns. At most 2^96·1e18, below 2^156.
    function forfeitedBeforeMint(PoolRecord memory pool, uint256 basePrice) private pure returns (uint256) {
        unchecked {
            bool ownerless = pool.tokens + pool.forfeited == 0 && pool.ether_ > 0;
            return ownerless ? Arithmetic.mulDivUp(pool.ether_, Amounts.UNIT, basePrice) : pool.forfeited;
        }
    }

    /// @notice P as a fraction: wei a base unit.
    function priceOf(PoolRecord memory pool, uint256 basePrice)
        internal
        pure
        returns (uint256 numerator, uint256 denominator)
    {
        return priceOf(pool, pool.forfeited, basePrice);
    }

    /// `forfeited` is below 2^156, basePrice below 2^96: no product passes 2^253.
    function priceOf(PoolRecord memory pool, uint256 forfeited, uint256 basePrice)
        private
        pure
        returns (uint256, uint256)
    {
        unchecked {
            uint256 value = pool.ether_ + pool.escrowed;
            uint256 tokens = pool.tokens + forfeited;
            bool above = tokens > 0 && value * Amounts.UNIT >= basePrice * tokens;
            return above ? (value, tokens) : (basePrice, Amounts.UNIT);
        }
    }

    /// @notice What `amount` base units cost a buyer who owns `held`, in wei, rounded up: the price times one plus the share of the
    /// supply she will hold. `amount` is above 0.
    /// @dev weight is at most 2·(S+amount), so the cost is below 2^194. The divisor is at most 2^156·2^97; the product needs 512 bits.
    function mintCost(PoolRecord memory pool, uint256 held, uint256 amount, uint256 basePrice)
        internal
        pure
        returns (uint256)
    {
        unchecked {
            (uint256 numerator, uint256 denominator) = priceOf(pool, forfeitedBeforeMint(pool, basePrice), basePrice);
            uint256 weight = pool.tokens + Arithmetic.min(pool.tokens, held) + 2 * amount;
            return Arithmetic.mulDivUp(amount * numerator, weight, denominator * (pool.tokens + amount));
        }
    }

    /// @notice mint(amount): takes the cost, at most the value sent, from the sender's ether.
    function mint(Context memory context, uint256 amount) internal {
        unchecked {
            uint256 basePrice = context.genesis.parameters.basePrice;
            address sender = context.sender;
            if (amount == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
            if (amount >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            if (!Ether.coversValue(context)) revert RuleBroken(ErrorCodes.INSUFFICIENT_ETHER);
            // What a dividend gives the pool while nobody holds tokens must count before the price: else one unit buys all of it.
            Streams.settleStream(context, CurrencyCodes.TOKENS);
            PoolRecord memory pool = State.getPool();
            uint256 cost = mintCost(pool, State.getAccount(sender).heldTokens, amount, basePrice);
            if (cost > context.value) revert RuleBroken(ErrorCodes.COST_ABOVE_VALUE);
            pool.forfeited = forfeitedBeforeMint(pool, basePrice);
            pool.tokens += amount;
            uint256 total = pool.ether_ + pool.escrowed + cost;
            if (Arithmetic.max(pool.tokens + pool.forfeited, total) >= Amounts.LIMIT) {
                revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            }
            State.putPool(pool);
            // The cost is below 2^96 here, as the total is.
            Pool.changePoolEther(int256(cost), context.now_, context.genesis.parameters);
            Ether.changeEther(context, sender, -int256(cost));
            Streams.changeHeld(context, sender, CurrencyCodes.TOKENS, int256(amount));
            AccountRecord memory account = State.getAccount(sender);
            account.tokens += amount;
            State.putAccount(account, sender);
        }
    }

    /// @notice floor(amount·E / (S+F)) in wei.
    function burnProceeds(PoolRecord memory pool, uint256 amount) internal pure returns (uint256) {
        unchecked {
            uint256 tokens = pool.tokens + pool.forfeited;
            return tokens == 0 ? 0 : amount * pool.ether_ / tokens;
        }
    }

    /// @notice burn(amount, minProceeds): pays the sender her part of the pool.
    function burn(Context memory context, uint256 amount, uint256 minProceeds) internal {
        unchecked {
            address sender = context.sender;
            if (amount == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
            if (amount >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            AccountRecord memory account = State.getAccount(sender);
            if (account.tokens < amount) revert RuleBroken(ErrorCodes.INSUFFICIENT_BALANCE);
            PoolRecord memory pool = State.getPool();
            uint256 proceeds = burnProceeds(pool, amount);
            if (proceeds < minProceeds) revert RuleBroken(ErrorCodes.PROCEEDS_BELOW_MINIMUM);
            account.tokens -= amount;
            State.putAccount(account, sender);
            pool.tokens -= amount;
            State.putPool(pool);
            Streams.changeHeld(context, sender, CurrencyCodes.TOKENS, -int256(amount));
            Pool.changePoolEther(-int256(proceeds), context.now_, context.genesis.parameters);
            Ether.changeEther(context, sender, int256(proceeds));
        }
    }

    /// @notice donate(): the value goes to the pool.
    function donate(Context memory context) internal {
        unchecked {
            uint256 value = context.value;
            if (value == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
            if (value >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            if (!Ether.coversValue(context)) revert RuleBroken(ErrorCodes.INSUFFICIENT_ETHER);
            Ether.changeEther(context, context.sender, -int256(value));
            Pool.changePoolEther(int256(value), context.now_, context.genesis.parameters);
        }
    }

    function moveTokens(Context memory context, address from, address to, uint256 amount) private {
        unchecked {
            AccountRecord memory account = State.getAccount(from);
            if (account.tokens < amount) revert RuleBroken(ErrorCodes.INSUFFICIENT_BALANCE);
            if (from == to || amount == 0) return;
            account.tokens -= amount;
            State.putAccount(account, from);
            AccountRecord memory receiver = State.getAccount(to);
            receiver.tokens += amount;
            State.putAccount(receiver, to);
            Streams.moveHeld(context, from, to, CurrencyCodes.TOKENS, amount);
        }
    }

    /// @notice ERC-20 transfer; a zero amount is allowed.
    function tokenTransfer(Context memory context, address to, uint256 amount) internal {
        if (!Entry.isValidReceiver(to)) revert RuleBroken(ErrorCodes.INVALID_RECEIVER);
        if (amount >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
        moveTokens(context, context.sender, to, amount);
    }

    /// @notice ERC-20 approve; 2^256-1 is stored as 2^96-1 and never reduced. protocol.md section 1.
    function tokenApprove(Context memory context, address spender, uint256 amount) internal {
        uint256 stored = amount == type(uint256).max ? UNLIMITED : amount;
        if (stored >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
        State.putAllowance(AllowanceRecord({amount: stored}), context.sender, spender);
    }

    /// @notice ERC-20 transferFrom: the sender spends her allowance.
    function tokenTransferFrom(Context memory context, address from, address to, uint256 amount) internal {
        unchecked {
            if (!Entry.isValidReceiver(to)) revert RuleBroken(ErrorCodes.INVALID_RECEIVER);
            if (amount >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            uint256 allowance = State.getAllowance(from, context.sender).amount;
            if (allowance < amount) revert RuleBroken(ErrorCodes.INSUFFICIENT_ALLOWANCE);
            moveTokens(context, from, to, amount);
            if (allowance == UNLIMITED) return;
            State.putAllowance(AllowanceRecord({amount: allowance - amount}), from, context.sender);
        }
    }

    /// @notice A plain ether transfer to an account. protocol.md section 1.
    function send(Context memory context, address to) internal {
        unchecked {
            uint256 value = context.value;
            if (!Entry.isValidReceiver(to)) revert RuleBroken(ErrorCodes.INVALID_RECEIVER);
            if (value >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
            if (!Ether.coversValue(context)) revert RuleBroken(ErrorCodes.INSUFFICIENT_ETHER);
            if (to == context.sender) return;
            Ether.changeEther(context, context.sender, -int256(value));
            Ether.changeEther(context, to, int256(value));
        }
    }
}
