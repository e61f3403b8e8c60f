// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../../generated/Kinds.sol";
import {Context} from "../Context.sol";
import {Task, TaskLists} from "../TaskLists.sol";
import {Work} from "../Work.sol";
import {Module} from "./Module.sol";

/// @title Rules of task lists, claims and evidence
contract WorkModule is Module {
    /// @inheritdoc Module
    function dispatch(Context memory context, uint8 kind, address, bytes calldata args)
        internal
        override
        returns (bool)
    {
        if (kind == Kinds.SUBMIT_TASK_LIST) {
            (uint256 id, Task[] memory tasks) = abi.decode(args, (uint256, Task[]));
            TaskLists.submitTaskList(context, id, tasks);
        } else if (kind == Kinds.SUPPORT_TASK_LIST) {
            (uint256 id, bytes32 root) = abi.decode(args, (uint256, bytes32));
            TaskLists.supportTaskList(context, id, root);
        } else if (kind == Kinds.CLAIM_TASK) {
            (uint256 id, uint256 index, uint16 weight, bytes32 contentHash, bytes32[5] memory proof) =
                abi.decode(args, (uint256, uint256, uint16, bytes32, bytes32[5]));
            Work.claimTask(context, id, index, weight, contentHash, proof);
        } else if (kind == Kinds.SUBMIT_EVIDENCE) {
            (uint256 id, uint256 index, bytes32 evidenceHash, bytes memory uri) =
                abi.decode(args, (uint256, uint256, bytes32, bytes));
            Work.submitEvidence(context, id, index, evidenceHash, uri);
        } else {
            return false;
        }
        return true;
    }
}
