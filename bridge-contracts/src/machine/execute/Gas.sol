// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genesis} from "../../generated/Genesis.sol";
import {Kinds} from "../../generated/Kinds.sol";

/// @title What calls cost on the chain
/// @dev Mirrors state-machine/execute/gas.ts; the gas of each kind comes generated from there.
library Gas {
    /// @notice The fee of a call in wei: gas below 2^24, the base fee at most 10^9.
    function feeOf(Genesis memory genesis, uint256 facts) internal pure returns (uint256) {
        unchecked {
            return Kinds.gas(facts) * genesis.parameters.baseFee;
        }
    }
}
