// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Amounts, ErrorCodes, Limits, StageCodes} from "../../generated/Params.sol";
import {ProjectRecord, StakeRecord, State, TaskListRecord} from "../../generated/State.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Stages} from "./Stages.sol";

/// A task of a list; its weight is in basis points of the project's cost.
struct Task {
    uint16 weight;
    bytes32 contentHash;
}

/// @title Lists of tasks and the choice between them, mirror of state-machine/rules/task-lists.ts
/// @dev protocol.md section 4, "Task list". A tally is at most 2·Tp·Rp, below 2^193.
library TaskLists {
    /// Levels between a task and the root of its list: 32 leaves.
    uint256 private constant PROOF_WORDS = 5;

    /// @notice keccak256(0x00 ‖ uint16 weight ‖ contentHash).
    function taskLeaf(uint256 weight, bytes32 contentHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(0), uint16(weight), contentHash));
    }

    function parent(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return left == 0 && right == 0 ? bytes32(0) : keccak256(abi.encodePacked(uint8(1), left, right));
    }

    /// @notice The root of a list of at most 32 tasks; absent leaves are 0.
    function taskListRoot(Task[] memory tasks) internal pure returns (bytes32) {
        unchecked {
            bytes32[] memory level = new bytes32[](Limits.TASKS);
            for (uint256 i = 0; i < tasks.length; i++) level[i] = taskLeaf(tasks[i].weight, tasks[i].contentHash);
            for (uint256 width = Limits.TASKS / 2; width > 0; width /= 2) {
                for (uint256 i = 0; i < width; i++) level[i] = parent(level[2 * i], level[2 * i + 1]);
            }
            return level[0];
        }
    }

    /// @notice Whether a leaf stands at `index` of the list; the proof goes from the bottom up.
    function isTaskOf(bytes32 root, uint256 index, bytes32 leaf, bytes32[PROOF_WORDS] memory proof)
        internal
        pure
        returns (bool)
    {
        bytes32 hash = leaf;
        for (uint256 level = 0; level < PROOF_WORDS; level++) {
            bytes32 sibling = proof[level];
            hash = (index >> level) & 1 == 0 ? parent(hash, sibling) : parent(sibling, hash);
        }
        return hash == root;
    }

    function isStaker(Context memory context, uint256 id) private view returns (bool) {
        StakeRecord memory held = State.getStake(id, context.sender);
        return held.tokens > 0 || held.reputation > 0;
    }

    function changeTally(uint256 id, bytes32 root, int256 change) private returns (uint256) {
        unchecked {
            TaskListRecord memory list = State.getTaskList(id, root);
            list.tally += uint256(change);
            State.putTaskList(list, id, root);
            return list.tally;
        }
    }

    /// Moves the sender's one choice to `root`; a list with the whole weight wins at once.
    function choose(Context memory context, uint256 id, ProjectRecord memory project, bytes32 root) private {
        unchecked {
            StakeRecord memory held = State.getStake(id, context.sender);
            uint256 weight = held.tokens * project.stakedReputation + held.reputation * project.stakedTokens;
            uint256 half = project.stakedTokens * project.stakedReputation;
            bytes32 leader = project.leader;
            if (held.choice != 0) {
                uint256 left = changeTally(id, held.choice, -int256(weight));
                if (leader == held.choice && left <= half) leader = 0;
            }
            uint256 tally = changeTally(id, root, int256(weight));
            if (tally > half) leader = root;
            held.choice = root;
            State.putStake(held, id, context.sender);
            ProjectRecord memory changed = State.getProject(id);
            changed.leader = leader;
            State.putProject(changed, id);
            if (tally == 2 * half) Stages.becomeActive(context, id, context.now_);
        }
    }

    function checkTasks(Task[] memory tasks) private pure {
        unchecked {
            if (tasks.length == 0 || tasks.length > Limits.TASKS) revert RuleBroken(ErrorCodes.BAD_TASK_COUNT);
            uint256 sum = 0;
            for (uint256 i = 0; i < tasks.length; i++) {
                if (tasks[i].weight == 0) revert RuleBroken(ErrorCodes.BAD_WEIGHT);
                sum += tasks[i].weight;
            }
            if (sum != Amounts.BASIS_POINTS) revert RuleBroken(ErrorCodes.BAD_WEIGHT_SUM);
        }
    }

    /// @notice submitTaskList(id, tasks): by a staker while Staked; she supports it with it.
    function submitTaskList(Context memory context, uint256 id, Task[] memory tasks) internal {
        checkTasks(tasks);
        ProjectRecord memory project = Stages.onProject(context, id);
        if (project.stage != StageCodes.STAKED) revert RuleBroken(ErrorCodes.WRONG_STAGE);
        if (!isStaker(context, id)) revert RuleBroken(ErrorCodes.NOT_ASTAKER);
        bytes32 root = taskListRoot(tasks);
        TaskListRecord memory list = State.getTaskList(id, root);
        list.count = tasks.length;
        State.putTaskList(list, id, root);
        choose(context, id, project, root);
    }

    /// @notice supportTaskList(id, root): for a list that has been submitted.
    function supportTaskList(Context memory context, uint256 id, bytes32 root) internal {
        ProjectRecord memory project = Stages.onProject(context, id);
        if (project.stage != StageCodes.STAKED) revert RuleBroken(ErrorCodes.WRONG_STAGE);
        if (!isStaker(context, id)) revert RuleBroken(ErrorCodes.NOT_ASTAKER);
        if (State.getTaskList(id, root).count == 0) revert RuleBroken(ErrorCodes.UNKNOWN_TASK_LIST);
        choose(context, id, project, root);
    }
}
