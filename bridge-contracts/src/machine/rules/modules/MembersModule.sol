// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../../generated/Kinds.sol";
import {Context} from "../Context.sol";
import {Dividends} from "../Dividends.sol";
import {Recovery} from "../Recovery.sol";
import {Reputation} from "../Reputation.sol";
import {Module} from "./Module.sol";

/// @title Rules of membership, reputation, lost keys and dividends
contract MembersModule is Module {
    /// @inheritdoc Module
    function dispatch(Context memory context, uint8 kind, address, bytes calldata args)
        internal
        override
        returns (bool)
    {
        if (isOfReputation(kind)) {
            Reputation.notTransferable();
        } else if (kind == Kinds.REGISTER) {
            (address member, bytes32 identity, uint256 deadline, bytes memory signature) =
                abi.decode(args, (address, bytes32, uint256, bytes));
            Reputation.register(context, member, identity, deadline, signature);
        } else if (kind == Kinds.START_RECOVERY) {
            (address from, address to, uint256 deadline, bytes memory signature) =
                abi.decode(args, (address, address, uint256, bytes));
            Recovery.startRecovery(context, from, to, deadline, signature);
        } else if (kind == Kinds.CANCEL_RECOVERY) {
            Recovery.cancelRecovery(context);
        } else if (kind == Kinds.FINISH_RECOVERY) {
            Recovery.finishRecovery(context, abi.decode(args, (address)));
        } else if (kind == Kinds.PAY_DIVIDEND) {
            Dividends.payDividend(context);
        } else if (kind == Kinds.COLLECT_DIVIDEND) {
            Dividends.collectDividend(context, abi.decode(args, (address)));
        } else {
            return false;
        }
        return true;
    }

    /// What an ERC-20 can do and reputation cannot.
    function isOfReputation(uint8 kind) private pure returns (bool) {
        return kind == Kinds.REPUTATION_TRANSFER || kind == Kinds.REPUTATION_APPROVE
            || kind == Kinds.REPUTATION_TRANSFER_FROM;
    }
}
