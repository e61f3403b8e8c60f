// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Parameters} from "../../generated/Genesis.sol";
import {PoolRecord, State} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";

/// @title The pool's ether and its memory, mirror of state-machine/rules/pool.ts
/// @dev protocol.md section 4. Wei and seconds.
library Pool {
    /// @notice The pool's memory brought to `now_`: `low` is the lowest E of the current window, `previousLow` of the one before, each
    /// with what stood at its start. A window in which nothing moved held E throughout.
    function rollPool(PoolRecord memory pool, uint256 now_, Parameters memory parameters)
        internal
        pure
        returns (uint256 window, uint256 low, uint256 previousLow)
    {
        unchecked {
            uint256 poolMemory = parameters.poolMemory;
            window = poolMemory == 0 ? 0 : now_ / poolMemory;
            if (poolMemory == 0 || window > pool.window + 1) return (window, pool.ether_, pool.ether_);
            if (window == pool.window) return (window, pool.low, pool.previousLow);
            return (window, pool.ether_, pool.low);
        }
    }

    /// @notice E*: the lowest E since the start of the previous window.
    function lowestEther(PoolRecord memory pool, uint256 now_, Parameters memory parameters)
        internal
        pure
        returns (uint256)
    {
        (, uint256 low, uint256 previousLow) = rollPool(pool, now_, parameters);
        return Arithmetic.min(low, previousLow);
    }

    /// @notice Adds `change` wei (negative: takes) to E and remembers the low. The caller has checked that E covers it.
    /// @dev E and all that can be added are ether of L1, far below 2^96 together.
    function changePoolEther(int256 change, uint256 now_, Parameters memory parameters) internal {
        unchecked {
            PoolRecord memory pool = State.getPool();
            (pool.window, pool.low, pool.previousLow) = rollPool(pool, now_, parameters);
            pool.ether_ += uint256(change);
            bool forgets = parameters.poolMemory == 0;
            pool.low = forgets ? pool.ether_ : Arithmetic.min(pool.low, pool.ether_);
            if (forgets) pool.previousLow = pool.ether_;
            State.putPool(pool);
        }
    }
}
