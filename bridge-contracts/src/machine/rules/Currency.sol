// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CurrencyCodes, ErrorCodes} from "../../generated/Params.sol";
import {RuleBroken} from "./Context.sol";

/// @title The two currencies of the ABI, mirror of state-machine/rules/currency.ts
library Currency {
    /// @notice A currency by its number in the ABI, else BadCurrency.
    function currencyOf(uint256 number) internal pure returns (uint256) {
        if (number > CurrencyCodes.REPUTATION) revert RuleBroken(ErrorCodes.BAD_CURRENCY);
        return number;
    }
}
