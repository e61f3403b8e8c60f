// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../../generated/Kinds.sol";
import {Context} from "../Context.sol";
import {Validation} from "../Validation.sol";
import {Module} from "./Module.sol";

/// @title Rules of validators and of the outcome of tasks
contract ValidationModule is Module {
    /// @inheritdoc Module
    function dispatch(Context memory context, uint8 kind, address, bytes calldata args)
        internal
        override
        returns (bool)
    {
        if (kind == Kinds.VALIDATE) {
            (uint256 id, uint256 index, bool approve) = abi.decode(args, (uint256, uint256, bool));
            Validation.validate(context, id, index, approve);
        } else if (kind == Kinds.SETTLE_TASK) {
            (uint256 id, uint256 index) = abi.decode(args, (uint256, uint256));
            Validation.settleTask(context, id, index);
        } else if (kind == Kinds.SETTLE_VALIDATION) {
            (uint256 id, uint256 index, address validator) = abi.decode(args, (uint256, uint256, address));
            Validation.settleValidation(context, id, index, validator);
        } else {
            return false;
        }
        return true;
    }
}
