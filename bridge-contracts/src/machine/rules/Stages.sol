// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Parameters} from "../../generated/Genesis.sol";
import {Amounts, CurrencyCodes, ErrorCodes, StageCodes} from "../../generated/Params.sol";
import {ProjectRecord, ProposalRecord, State} from "../../generated/State.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Escrow} from "./Escrow.sol";
import {Holdings} from "./Holdings.sol";
import {ProjectTerms, Terms} from "./ProjectTerms.sol";

/// @title The stages of a project, mirror of state-machine/rules/stages.ts
/// @dev protocol.md section 4. Times in seconds: a block's is below 2^40 less all periods together.
library Stages {
    function termsOf(Context memory context, uint256 id) internal view returns (Terms memory) {
        return Terms({
            pool: State.getPool(),
            project: State.getProject(id),
            proposal: State.getProposal(id),
            now_: context.now_,
            parameters: context.genesis.parameters
        });
    }

    /// @notice Enters a stage that lasts until `deadline`.
    function enterStage(uint256 id, uint256 stage, uint256 deadline) internal {
        ProjectRecord memory project = State.getProject(id);
        project.stage = stage;
        project.deadline = deadline;
        State.putProject(project, id);
    }

    function setPot(uint256 id, uint256 pot) private {
        ProjectRecord memory project = State.getProject(id);
        project.pot = pot;
        State.putProject(project, id);
    }

    function settleCollateral(Context memory context, uint256 id, bool returned) private {
        address proposer = State.getProject(id).proposer;
        ProposalRecord memory proposal = State.getProposal(id);
        (uint256 amount, uint256 currency) = (proposal.collateral, proposal.collateralIn);
        proposal.collateral = 0;
        State.putProposal(proposal, id);
        if (returned) Holdings.unlock(proposer, currency, amount);
        else Holdings.forfeit(context, proposer, currency, amount);
    }

    /// Proposed to Staked: the money moves now, and only now.
    function becomeStaked(Context memory context, uint256 id) private {
        unchecked {
            Parameters memory parameters = context.genesis.parameters;
            ProjectRecord memory project = State.getProject(id);
            uint256 cost = project.cost;
            Escrow.fillEscrow(context, id, ProjectTerms.needOf(cost, parameters));
            Escrow.payFromEscrow(context, id, project.proposer, ProjectTerms.proposerPay(cost, parameters));
            setPot(id, ProjectTerms.fullPot(cost, parameters));
            settleCollateral(context, id, true);
            enterStage(id, StageCodes.STAKED, context.now_ + parameters.staked);
        }
    }

    function isFullyStaked(Terms memory terms) private pure returns (bool) {
        return ProjectTerms.isAffordable(terms)
            && terms.project.stakedTokens >= ProjectTerms.requiredNow(terms, CurrencyCodes.TOKENS)
            && terms.project.stakedReputation >= ProjectTerms.requiredNow(terms, CurrencyCodes.REPUTATION);
    }

    function metFixedRequirements(ProjectRecord memory project, ProposalRecord memory proposal)
        private
        pure
        returns (bool)
    {
        return project.stakedTokens >= proposal.requiredTokens && project.stakedReputation >= proposal.requiredReputation;
    }

    function expire(Context memory context, uint256 id) private {
        settleCollateral(context, id, metFixedRequirements(State.getProject(id), State.getProposal(id)));
        enterStage(id, StageCodes.EXPIRED, State.getProject(id).deadline);
    }

    /// @notice The stakes are forfeited at once; escrow that is owed to nobody goes back to the pool.
    function fail(Context memory context, uint256 id, uint256 owedToNobody) internal {
        ProjectRecord memory project = State.getProject(id);
        Holdings.forfeitSupply(CurrencyCodes.TOKENS, project.stakedTokens);
        Holdings.forfeitSupply(CurrencyCodes.REPUTATION, project.stakedReputation);
        Escrow.returnEscrow(context, id, owedToNobody);
        setPot(id, 0);
        enterStage(id, StageCodes.FAILED, project.deadline);
    }

    /// @notice Enough weight passed: what the rest would have brought the stakers goes back to the pool.
    function complete(Context memory context, uint256 id) internal {
        unchecked {
            ProjectRecord memory project = State.getProject(id);
            uint256 kept = project.pot * project.passedWeight / Amounts.BASIS_POINTS;
            Escrow.returnEscrow(context, id, project.pot - kept);
            project = State.getProject(id);
            project.pot = kept;
            project.unsettledTokens = project.stakedTokens;
            State.putProject(project, id);
            enterStage(id, StageCodes.COMPLETE, project.deadline);
        }
    }

    /// @notice Staked to Active; `from` is the deadline that began it, or the block's time.
    function becomeActive(Context memory context, uint256 id, uint256 from) internal {
        unchecked {
            enterStage(id, StageCodes.ACTIVE, from + context.genesis.parameters.active);
        }
    }

    /// @notice Active to Validation, or to Failed where nothing was done; escrow that no evidence can earn goes back.
    function endActive(Context memory context, uint256 id, uint256 from) internal {
        unchecked {
            ProjectRecord memory project = State.getProject(id);
            if (project.evidenceWeight == 0) return fail(context, id, project.escrow);
            Escrow.returnEscrow(context, id, project.escrow - project.earmarked - project.pot);
            enterStage(id, StageCodes.VALIDATION, from + context.genesis.parameters.validation);
        }
    }

    function beginVoting(Context memory context, uint256 id) private {
        unchecked {
            ProjectRecord memory project = State.getProject(id);
            project.commitEnd = project.deadline + context.genesis.parameters.commit;
            State.putProject(project, id);
            enterStage(id, StageCodes.VOTING, project.commitEnd + context.genesis.parameters.reveal);
        }
    }

    /// Does the next thing that is due; false where nothing is.
    function step(Context memory context, uint256 id) private returns (bool) {
        ProjectRecord memory project = State.getProject(id);
        (uint256 stage, uint256 deadline) = (project.stage, project.deadline);
        bool isOver = context.now_ >= deadline;
        if (stage == StageCodes.PROPOSED && !isOver && isFullyStaked(termsOf(context, id))) becomeStaked(context, id);
        else if (stage == StageCodes.PROPOSED && isOver) expire(context, id);
        else if (stage == StageCodes.STAKED && isOver && project.leader == 0) fail(context, id, project.escrow);
        else if (stage == StageCodes.STAKED && isOver) becomeActive(context, id, deadline);
        else if (stage == StageCodes.ACTIVE && isOver) endActive(context, id, deadline);
        else if (stage == StageCodes.VALIDATION && isOver && project.disputed > 0) beginVoting(context, id);
        else return false;
        return true;
    }

    /// @notice Brings a project to the stage that it has at the block's time; true where anything changed.
    /// @dev Each step enters a later stage, so there are at most five.
    function advanceProject(Context memory context, uint256 id) internal returns (bool changed) {
        while (step(context, id)) changed = true;
    }

    /// @notice Whether there is such a project. Ids count from 1, so they fit into 64 bits.
    function isProject(uint256 id) internal view returns (bool) {
        return id > 0 && id <= State.getPool().projects;
    }

    /// @notice advance(id): by anybody.
    function advance(Context memory context, uint256 id) internal {
        if (!isProject(id)) revert RuleBroken(ErrorCodes.UNKNOWN_PROJECT);
        if (!advanceProject(context, id)) revert RuleBroken(ErrorCodes.NOTHING_DUE);
    }

    /// @notice What every other call on a project begins with: that it exists, then the implicit advance. Where the call fails, the advance
    /// is undone with it. protocol.md section 1 and 11.
    function onProject(Context memory context, uint256 id) internal returns (ProjectRecord memory) {
        if (!isProject(id)) revert RuleBroken(ErrorCodes.UNKNOWN_PROJECT);
        advanceProject(context, id);
        return State.getProject(id);
    }
}
