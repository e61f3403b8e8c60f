// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../../generated/Kinds.sol";
import {Context} from "../Context.sol";
import {Projects, ProposalArguments} from "../Projects.sol";
import {Stages} from "../Stages.sol";
import {Module} from "./Module.sol";

/// @title Rules of proposals, stakes and stages
contract ProjectsModule is Module {
    /// @inheritdoc Module
    function dispatch(Context memory context, uint8 kind, address, bytes calldata args)
        internal
        override
        returns (bool)
    {
        if (kind == Kinds.PROPOSE) {
            Projects.propose(context, proposalFrom(args));
        } else if (kind == Kinds.ADVANCE) {
            Stages.advance(context, abi.decode(args, (uint256)));
        } else if (kind == Kinds.STAKE) {
            (uint256 id, uint8 currency, uint256 amount) = abi.decode(args, (uint256, uint8, uint256));
            Projects.stake(context, id, currency, amount);
        } else if (kind == Kinds.UNSTAKE) {
            (uint256 id, uint8 currency, uint256 amount) = abi.decode(args, (uint256, uint8, uint256));
            Projects.unstake(context, id, currency, amount);
        } else if (kind == Kinds.SETTLE_STAKE) {
            (uint256 id, address staker) = abi.decode(args, (uint256, address));
            Projects.settleStake(context, id, staker);
        } else {
            return false;
        }
        return true;
    }

    function proposalFrom(bytes calldata args) private pure returns (ProposalArguments memory) {
        (uint256 cost, uint64 stakingPeriod, uint8 collateralIn, bytes32 contentHash, bytes memory uri) =
            abi.decode(args, (uint256, uint64, uint8, bytes32, bytes));
        return ProposalArguments(cost, stakingPeriod, collateralIn, contentHash, uri);
    }
}
