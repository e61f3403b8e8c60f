// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CurrencyCodes} from "../../generated/Params.sol";
import {AccountRecord, PoolRecord, State} from "../../generated/State.sol";
import {Context} from "./Context.sol";
import {Streams} from "./Streams.sol";

/// @title Free, locked and forfeited units, mirror of state-machine/rules/holdings.ts
/// @dev Amounts in base units, below 2^96; the caller has checked that what is taken is there.
library Holdings {
    /// @notice What an account has free in a currency.
    function freeOf(address owner, uint256 currency) internal view returns (uint256) {
        AccountRecord memory account = State.getAccount(owner);
        return currency == CurrencyCodes.TOKENS ? account.tokens : account.reputation;
    }

    function changeFree(address owner, uint256 currency, int256 change) private {
        unchecked {
            AccountRecord memory account = State.getAccount(owner);
            if (currency == CurrencyCodes.TOKENS) account.tokens += uint256(change);
            else account.reputation += uint256(change);
            State.putAccount(account, owner);
        }
    }

    /// @notice Takes free units of an account into a record of hers; what she holds in all stays the same.
    function lock(address owner, uint256 currency, uint256 amount) internal {
        if (amount > 0) changeFree(owner, currency, -int256(amount));
    }

    /// @notice Gives locked units back.
    function unlock(address owner, uint256 currency, uint256 amount) internal {
        if (amount > 0) changeFree(owner, currency, int256(amount));
    }

    /// @notice Takes forfeited units out of the supply: tokens count in prices as tokens that nobody owns. protocol.md section 4.
    function forfeitSupply(uint256 currency, uint256 amount) internal {
        unchecked {
            if (amount == 0) return;
            PoolRecord memory pool = State.getPool();
            if (currency == CurrencyCodes.TOKENS) {
                pool.tokens -= amount;
                pool.forfeited += amount;
            } else {
                pool.reputation -= amount;
            }
            State.putPool(pool);
        }
    }

    /// @notice Forfeits what an account has locked: it leaves the supply and her holdings at once.
    function forfeit(Context memory context, address owner, uint256 currency, uint256 amount) internal {
        if (amount == 0) return;
        forfeitSupply(currency, amount);
        Streams.changeHeld(context, owner, currency, -int256(amount));
    }
}
