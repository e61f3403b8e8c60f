// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Parameters} from "../../generated/Genesis.sol";
import {Amounts, CurrencyCodes, ErrorCodes, Limits, StageCodes} from "../../generated/Params.sol";
import {ProjectRecord, StakeRecord, State, TaskRecord} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Holdings} from "./Holdings.sol";
import {ProjectTerms} from "./ProjectTerms.sol";
import {Stages} from "./Stages.sol";
import {TaskLists} from "./TaskLists.sol";
import {Token} from "./Token.sol";

/// @title Claims and evidence, mirror of state-machine/rules/work.ts
/// @dev protocol.md section 4, "Work". Reputation and tokens in base units, times in seconds.
library Work {
    function isTaskIndex(uint256 index) internal pure returns (bool) {
        return index < Limits.TASKS;
    }

    function hasEvidence(TaskRecord memory task) internal pure returns (bool) {
        return task.evidenceHash != 0;
    }

    /// @notice A claim without evidence whose time is over.
    function hasRunOut(TaskRecord memory task, uint256 now_) internal pure returns (bool) {
        return task.claimer != address(0) && !hasEvidence(task) && now_ >= task.claimEnd;
    }

    /// @notice Forfeits the lock of a claim that ran out, and opens the task again.
    function forfeitClaim(Context memory context, uint256 id, uint256 index) internal {
        TaskRecord memory task = State.getTask(id, index);
        Holdings.forfeit(context, task.claimer, CurrencyCodes.REPUTATION, task.collateral);
        task.claimer = address(0);
        task.collateral = 0;
        task.claimEnd = 0;
        State.putTask(task, id, index);
    }

    function takeTask(Context memory context, uint256 id, ProjectRecord memory project, uint256 index, uint256 weight)
        private
    {
        unchecked {
            address sender = context.sender;
            uint256 amount = Arithmetic.mulDivUp(project.stakedReputation, weight, Amounts.BASIS_POINTS);
            if (hasRunOut(State.getTask(id, index), context.now_)) forfeitClaim(context, id, index);
            if (Holdings.freeOf(sender, CurrencyCodes.REPUTATION) < amount) {
                revert RuleBroken(ErrorCodes.INSUFFICIENT_BALANCE);
            }
            Holdings.lock(sender, CurrencyCodes.REPUTATION, amount);
            TaskRecord memory task = State.getTask(id, index);
            task.claimer = sender;
            task.collateral = amount;
            task.claimEnd = Arithmetic.min(context.now_ + context.genesis.parameters.turnover, project.deadline);
            task.weight = weight;
            State.putTask(task, id, index);
            StakeRecord memory held = State.getStake(id, sender);
            held.claimed = 1;
            State.putStake(held, id, sender);
        }
    }

    /// @notice claimTask(id, index, weight, contentHash, proof): by a member while Active; locks ceil(Rp·weight/1e4) reputation.
    function claimTask(
        Context memory context,
        uint256 id,
        uint256 index,
        uint256 weight,
        bytes32 contentHash,
        bytes32[5] memory proof
    ) internal {
        if (!isTaskIndex(index)) revert RuleBroken(ErrorCodes.BAD_PROOF);
        ProjectRecord memory project = Stages.onProject(context, id);
        if (project.stage != StageCodes.ACTIVE) revert RuleBroken(ErrorCodes.WRONG_STAGE);
        if (State.getAccount(context.sender).member == 0) revert RuleBroken(ErrorCodes.NOT_AMEMBER);
        if (!TaskLists.isTaskOf(project.leader, index, TaskLists.taskLeaf(weight, contentHash), proof)) {
            revert RuleBroken(ErrorCodes.BAD_PROOF);
        }
        TaskRecord memory task = State.getTask(id, index);
        if (hasEvidence(task)) revert RuleBroken(ErrorCodes.TASK_DONE);
        if (task.claimer != address(0) && !hasRunOut(task, context.now_)) revert RuleBroken(ErrorCodes.TASK_CLAIMED);
        takeTask(context, id, project, index, weight);
    }

    /// max(1, ceil(cost·weight·validationStakeBps / (1e8·P))) tokens in base units. The cost is a part of E+X, so the quotient is at most
    /// S+F; the product is below 2^221, the divisor below 2^124.
    function validationStakeOf(Parameters memory parameters, uint256 cost, uint256 weight) private view returns (uint256) {
        unchecked {
            (uint256 numerator, uint256 denominator) = Token.priceOf(State.getPool(), parameters.basePrice);
            uint256 scaled = Amounts.BASIS_POINTS * Amounts.BASIS_POINTS * numerator;
            uint256 pay = cost * weight * parameters.validationStakeBps;
            return Arithmetic.max(1, Arithmetic.mulDivUp(pay, denominator, scaled));
        }
    }

    function takeEvidence(Context memory context, uint256 id, uint256 index, TaskRecord memory task, bytes32 evidenceHash)
        private
    {
        unchecked {
            Parameters memory parameters = context.genesis.parameters;
            ProjectRecord memory project = State.getProject(id);
            (uint256 cost, uint256 weight) = (project.cost, task.weight);
            task.validationStake = validationStakeOf(parameters, cost, weight);
            task.evidenceHash = evidenceHash;
            State.putTask(task, id, index);
            project.evidenceWeight += weight;
            project.unsettled += 1;
            project.earmarked +=
                ProjectTerms.taskPay(cost, weight) + ProjectTerms.validatorsPay(cost, weight, parameters);
            State.putProject(project, id);
            if (project.evidenceWeight == Amounts.BASIS_POINTS) Stages.endActive(context, id, context.now_);
        }
    }

    /// @notice submitEvidence(id, index, evidenceHash, uri): by the claimer, once a task, before her claim ends.
    function submitEvidence(Context memory context, uint256 id, uint256 index, bytes32 evidenceHash, bytes memory uri)
        internal
    {
        if (evidenceHash == 0) revert RuleBroken(ErrorCodes.NO_EVIDENCE);
        if (uri.length > Limits.URI_BYTES) revert RuleBroken(ErrorCodes.URI_TOO_LONG);
        ProjectRecord memory project = Stages.onProject(context, id);
        if (project.stage != StageCodes.ACTIVE) revert RuleBroken(ErrorCodes.WRONG_STAGE);
        if (!isTaskIndex(index)) revert RuleBroken(ErrorCodes.NOT_THE_CLAIMER);
        TaskRecord memory task = State.getTask(id, index);
        if (task.claimer != context.sender) revert RuleBroken(ErrorCodes.NOT_THE_CLAIMER);
        if (hasEvidence(task)) revert RuleBroken(ErrorCodes.TASK_DONE);
        if (context.now_ >= task.claimEnd) revert RuleBroken(ErrorCodes.CLAIM_EXPIRED);
        takeEvidence(context, id, index, task, evidenceHash);
    }
}
