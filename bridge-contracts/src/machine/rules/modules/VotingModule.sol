// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../../generated/Kinds.sol";
import {Context} from "../Context.sol";
import {BallotPlace, Voting} from "../Voting.sol";
import {Module} from "./Module.sol";

/// @title Rules of rights, ballots and polls
contract VotingModule is Module {
    /// @inheritdoc Module
    function dispatch(Context memory context, uint8 kind, address, bytes calldata args)
        internal
        override
        returns (bool)
    {
        if (kind == Kinds.REQUEST_RIGHTS) {
            (uint8 currency, uint256 amount) = abi.decode(args, (uint8, uint256));
            Voting.requestRights(context, currency, amount);
        } else if (kind == Kinds.WITHDRAW_RIGHTS) {
            (uint8 currency, uint256 amount) = abi.decode(args, (uint8, uint256));
            Voting.withdrawRights(context, currency, amount);
        } else if (kind == Kinds.COMMIT) {
            (uint256 id, uint256 index, uint8 currency, bytes32 secretHash, uint256 amount) =
                abi.decode(args, (uint256, uint256, uint8, bytes32, uint256));
            Voting.commit(context, BallotPlace(id, index, currency), secretHash, amount);
        } else if (kind == Kinds.REVEAL) {
            (uint256 id, uint256 index, uint8 currency, bool choice, bytes32 salt) =
                abi.decode(args, (uint256, uint256, uint8, bool, bytes32));
            Voting.reveal(context, BallotPlace(id, index, currency), choice, salt);
        } else if (kind == Kinds.SETTLE_BALLOT) {
            (uint256 id, uint256 index, address voter, uint8 currency) =
                abi.decode(args, (uint256, uint256, address, uint8));
            Voting.settleBallot(context, BallotPlace(id, index, currency), voter);
        } else {
            return false;
        }
        return true;
    }
}
