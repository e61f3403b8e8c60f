// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CurrencyCodes, ErrorCodes, Seats, SideCodes, StageCodes} from "../../generated/Params.sol";
import {PollRecord, PoolRecord, ProjectRecord, SeatRecord, State, TaskRecord} from "../../generated/State.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Escrow} from "./Escrow.sol";
import {Holdings} from "./Holdings.sol";
import {ProjectTerms} from "./ProjectTerms.sol";
import {Reputation} from "./Reputation.sol";
import {Stages} from "./Stages.sol";
import {Verdict, Voting} from "./Voting.sol";
import {Work} from "./Work.sol";

/// How a task ended. `fault`: the claimer is to blame, her lock is forfeited. `undecided`: nobody was right or wrong, stakes go back, the
/// validators' pay returns.
struct Outcome {
    bool passed;
    bool fault;
    bool undecided;
}

/// @title Seats of validators and outcomes of tasks, mirror of state-machine/rules/validation.ts
/// @dev protocol.md section 4, "Validate" and "Outcome of a task". Wei, base units, seconds.
library Validation {
    function isDisputed(TaskRecord memory task) internal pure returns (bool) {
        return task.approvals > 0 && task.rejections > 0;
    }

    /// The share of a seat, counted from 0, in percent.
    function seatShare(uint256 place) private pure returns (uint256) {
        return uint8(Seats.SHARES[place]);
    }

    /// @notice What seat `position` of `seats` right validators is paid out of V, in wei: its share and an equal part of the empty seats',
    /// the first gets the rest.
    function seatPay(uint256 total, uint256 seats, uint256 position) internal pure returns (uint256) {
        unchecked {
            if (position < 1 || position > seats || seats > Seats.COUNT) return 0;
            uint256 empty = 0;
            for (uint256 place = seats; place < Seats.COUNT; place++) empty += seatShare(place);
            if (position > 1) return payOf(total, seats, position, empty);
            uint256 others = 0;
            for (uint256 place = 2; place <= seats; place++) others += payOf(total, seats, place, empty);
            return total - others;
        }
    }

    function payOf(uint256 total, uint256 seats, uint256 position, uint256 empty) private pure returns (uint256) {
        unchecked {
            return total * (seats * seatShare(position - 1) + empty) / (100 * seats);
        }
    }

    /// The poll's supplies are those of the moment of the dispute.
    function openDispute(uint256 id, uint256 index) private {
        unchecked {
            ProjectRecord memory project = State.getProject(id);
            project.disputed += 1;
            State.putProject(project, id);
            PoolRecord memory pool = State.getPool();
            PollRecord memory poll = State.getPoll(id, index);
            poll.supplyTokens = pool.tokens;
            poll.supplyReputation = pool.reputation;
            State.putPoll(poll, id, index);
        }
    }

    function takeSeat(Context memory context, uint256 id, uint256 index, bool approve) private {
        unchecked {
            TaskRecord memory task = State.getTask(id, index);
            if (Holdings.freeOf(context.sender, CurrencyCodes.TOKENS) < task.validationStake) {
                revert RuleBroken(ErrorCodes.INSUFFICIENT_BALANCE);
            }
            Holdings.lock(context.sender, CurrencyCodes.TOKENS, task.validationStake);
            bool wasDisputed = isDisputed(task);
            uint256 position = approve ? ++task.approvals : ++task.rejections;
            State.putTask(task, id, index);
            uint256 side = approve ? SideCodes.APPROVE : SideCodes.REJECT;
            State.putSeat(SeatRecord({side: side, position: position, settled: 0}), id, index, context.sender);
            if (isDisputed(task) && !wasDisputed) openDispute(id, index);
        }
    }

    /// @notice validate(id, index, approve): one seat an account a task, five a side, for the task's validation stake.
    function validate(Context memory context, uint256 id, uint256 index, bool approve) internal {
        unchecked {
            ProjectRecord memory project = Stages.onProject(context, id);
            if (project.stage != StageCodes.VALIDATION || context.now_ >= project.deadline) {
                revert RuleBroken(ErrorCodes.WRONG_STAGE);
            }
            if (State.getStake(id, context.sender).claimed == 1) revert RuleBroken(ErrorCodes.CLAIMER_MAY_NOT_VALIDATE);
            if (!Work.isTaskIndex(index)) revert RuleBroken(ErrorCodes.NO_EVIDENCE);
            TaskRecord memory task = State.getTask(id, index);
            if (!Work.hasEvidence(task)) revert RuleBroken(ErrorCodes.NO_EVIDENCE);
            if (State.getSeat(id, index, context.sender).side != SideCodes.NONE) {
                revert RuleBroken(ErrorCodes.ALREADY_VALIDATED);
            }
            if ((approve ? task.approvals : task.rejections) >= Seats.COUNT) revert RuleBroken(ErrorCodes.SEATS_FULL);
            bool isFirst = task.approvals + task.rejections == 0;
            if (isFirst && context.now_ + context.genesis.parameters.counterPeriod >= project.deadline) {
                revert RuleBroken(ErrorCodes.TOO_LATE_FOR_FIRST_SEAT);
            }
            takeSeat(context, id, index, approve);
        }
    }

    function outcomeOf(uint256 id, uint256 index, TaskRecord memory task) private view returns (Outcome memory) {
        bool approved = task.approvals > 0;
        bool rejected = task.rejections > 0;
        if (!isDisputed(task)) return Outcome({passed: approved, fault: rejected, undecided: !approved && !rejected});
        Verdict verdict = Voting.pollOutcome(State.getPoll(id, index));
        if (verdict == Verdict.UNDECIDED) {
            return Outcome({passed: task.approvals > task.rejections, fault: false, undecided: true});
        }
        return Outcome({passed: verdict == Verdict.FOR, fault: verdict == Verdict.AGAINST, undecided: false});
    }

    function settleClaim(Context memory context, uint256 id, TaskRecord memory task, Outcome memory outcome) private {
        uint256 pay = ProjectTerms.taskPay(State.getProject(id).cost, task.weight);
        (address claimer, uint256 held) = (task.claimer, task.collateral);
        if (outcome.passed) Escrow.payFromEscrow(context, id, claimer, pay);
        else Escrow.returnEscrow(context, id, pay);
        if (outcome.fault) return Holdings.forfeit(context, claimer, CurrencyCodes.REPUTATION, held);
        Holdings.unlock(claimer, CurrencyCodes.REPUTATION, held);
        if (outcome.passed) Reputation.grantReputation(context, claimer, held);
    }

    /// V in wei.
    function allPay(Context memory context, uint256 id, uint256 weight) private view returns (uint256) {
        return ProjectTerms.validatorsPay(State.getProject(id).cost, weight, context.genesis.parameters);
    }

    function settleValidatorsPay(Context memory context, uint256 id, TaskRecord memory task, Outcome memory outcome)
        private
    {
        uint256 right = outcome.passed ? task.approvals : task.rejections;
        if (outcome.undecided || right == 0) Escrow.returnEscrow(context, id, allPay(context, id, task.weight));
    }

    /// When every task with evidence is settled, the project ends.
    function endIfSettled(Context memory context, uint256 id) private {
        ProjectRecord memory project = State.getProject(id);
        if (project.unsettled > 0) return;
        if (project.passedWeight >= context.genesis.parameters.passThreshold) Stages.complete(context, id);
        else Stages.fail(context, id, project.pot);
    }

    function settleEvidence(Context memory context, uint256 id, uint256 index, TaskRecord memory task) private {
        unchecked {
            Outcome memory outcome = outcomeOf(id, index, task);
            settleClaim(context, id, task, outcome);
            settleValidatorsPay(context, id, task, outcome);
            task.collateral = 0;
            task.settled = 1;
            task.passed = outcome.passed ? 1 : 0;
            task.undecided = outcome.undecided ? 1 : 0;
            State.putTask(task, id, index);
            ProjectRecord memory project = State.getProject(id);
            project.unsettled -= 1;
            if (outcome.passed) project.passedWeight += task.weight;
            State.putProject(project, id);
            endIfSettled(context, id);
        }
    }

    function isRipe(ProjectRecord memory project, TaskRecord memory task, uint256 now_) private pure returns (bool) {
        if (project.stage == StageCodes.VALIDATION) return now_ >= project.deadline;
        return project.stage == StageCodes.VOTING && (!isDisputed(task) || now_ >= project.deadline);
    }

    /// @notice settleTask(id, index): by anybody; also takes the lock of a claim that ran out, at any stage.
    function settleTask(Context memory context, uint256 id, uint256 index) internal {
        ProjectRecord memory project = Stages.onProject(context, id);
        if (!Work.isTaskIndex(index)) revert RuleBroken(ErrorCodes.NOTHING_DUE);
        TaskRecord memory task = State.getTask(id, index);
        if (!Work.hasEvidence(task)) {
            if (!Work.hasRunOut(task, context.now_)) revert RuleBroken(ErrorCodes.NOTHING_DUE);
            return Work.forfeitClaim(context, id, index);
        }
        if (task.settled == 1) revert RuleBroken(ErrorCodes.ALREADY_SETTLED);
        if (!isRipe(project, task, context.now_)) revert RuleBroken(ErrorCodes.TOO_EARLY);
        settleEvidence(context, id, index, task);
    }

    /// Stake back and pay for a right validator, stake back where nobody was right, forfeited else.
    function closeSeat(Context memory context, uint256 id, TaskRecord memory task, address validator, SeatRecord memory seat)
        private
    {
        uint256 held = task.validationStake;
        bool approved = seat.side == SideCodes.APPROVE;
        bool isRight = approved == (task.passed == 1);
        if (task.undecided == 0 && !isRight) {
            return Holdings.forfeit(context, validator, CurrencyCodes.TOKENS, held);
        }
        Holdings.unlock(validator, CurrencyCodes.TOKENS, held);
        if (task.undecided == 1) return;
        uint256 right = approved ? task.approvals : task.rejections;
        uint256 pay = seatPay(allPay(context, id, task.weight), right, seat.position);
        Escrow.payFromEscrow(context, id, validator, pay);
    }

    /// @notice settleValidation(id, index, validator): by anybody, once the task is settled.
    function settleValidation(Context memory context, uint256 id, uint256 index, address validator) internal {
        Stages.onProject(context, id);
        if (!Work.isTaskIndex(index)) revert RuleBroken(ErrorCodes.NO_SEAT);
        SeatRecord memory seat = State.getSeat(id, index, validator);
        if (seat.side == SideCodes.NONE) revert RuleBroken(ErrorCodes.NO_SEAT);
        TaskRecord memory task = State.getTask(id, index);
        if (task.settled == 0) revert RuleBroken(ErrorCodes.TOO_EARLY);
        if (seat.settled == 1) revert RuleBroken(ErrorCodes.ALREADY_SETTLED);
        seat.settled = 1;
        State.putSeat(seat, id, index, validator);
        closeSeat(context, id, task, validator, seat);
    }
}
