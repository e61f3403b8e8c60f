// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Amounts, CurrencyCodes} from "../../generated/Params.sol";
import {AccountRecord, PoolRecord, State, StreamRecord} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";
import {Context} from "./Context.sol";
import {Pool} from "./Pool.sol";

/// @title Dividend streams, mirror of state-machine/rules/streams.ts
/// @dev protocol.md section 6. What a stream still owes is part of the dividend pot, which holds less than 2^96 wei: rate times the
/// seconds that remain stays below 2^192, and so does rate times the seconds that ran since `last`.
library Streams {
    /// @notice Seconds for which a stream still pays, from `now_`.
    function remaining(StreamRecord memory stream, uint256 now_) internal pure returns (uint256) {
        unchecked {
            return stream.end > now_ ? stream.end - now_ : 0;
        }
    }

    /// @notice Brings a dividend stream to min(now, end): what ran since goes to the accumulator, or to the pool while nobody holds the
    /// currency. Accumulators run modulo 2^256.
    function settleStream(Context memory context, uint256 currency) internal {
        unchecked {
            StreamRecord memory stream = State.getStream(currency);
            uint256 until = Arithmetic.min(context.now_, stream.end);
            if (until <= stream.last) return;
            uint256 run = stream.rate * (until - stream.last);
            stream.last = until;
            if (stream.earning > 0) stream.acc += run / stream.earning;
            State.putStream(stream, currency);
            if (stream.earning > 0) return;
            uint256 unheld = run / Amounts.STREAM_SCALE;
            PoolRecord memory pool = State.getPool();
            pool.dividendPot -= unheld;
            State.putPool(pool);
            Pool.changePoolEther(int256(unheld), context.now_, context.genesis.parameters);
        }
    }

    /// @notice Brings an account's due in one currency up to the stream's accumulator; the stream has been settled.
    /// @dev Below 2^256: what is held is below 2^96, and so is what is due in the end.
    /// @param account changed in place
    function settleDue(AccountRecord memory account, uint256 currency, uint256 acc) internal pure {
        unchecked {
            if (currency == CurrencyCodes.TOKENS) {
                account.due += Arithmetic.mulDiv(account.heldTokens, acc - account.accTokens, Amounts.STREAM_SCALE);
                account.accTokens = acc;
            } else {
                account.due += Arithmetic.mulDiv(account.heldReputation, acc - account.accReputation, Amounts.STREAM_SCALE);
                account.accReputation = acc;
            }
        }
    }

    function changeHeldOf(address owner, uint256 currency, int256 change) private {
        unchecked {
            AccountRecord memory account = State.getAccount(owner);
            settleDue(account, currency, State.getStream(currency).acc);
            if (currency == CurrencyCodes.TOKENS) account.heldTokens += uint256(change);
            else account.heldReputation += uint256(change);
            State.putAccount(account, owner);
        }
    }

    /// @notice Changes what an account owns in all its records, and with it what earns dividends. Base units.
    function changeHeld(Context memory context, address account, uint256 currency, int256 change) internal {
        unchecked {
            settleStream(context, currency);
            changeHeldOf(account, currency, change);
            StreamRecord memory stream = State.getStream(currency);
            stream.earning += uint256(change);
            State.putStream(stream, currency);
        }
    }

    /// @notice Moves holdings between two different accounts; what earns stays the same in sum. Base units.
    function moveHeld(Context memory context, address from, address to, uint256 currency, uint256 amount) internal {
        settleStream(context, currency);
        changeHeldOf(from, currency, -int256(amount));
        changeHeldOf(to, currency, int256(amount));
    }
}
