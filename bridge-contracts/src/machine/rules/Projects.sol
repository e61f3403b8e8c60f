// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Parameters} from "../../generated/Genesis.sol";
import {Amounts, CurrencyCodes, ErrorCodes, Limits, StageCodes} from "../../generated/Params.sol";
import {PoolRecord, ProjectRecord, ProposalRecord, StakeRecord, State} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Currency} from "./Currency.sol";
import {Escrow} from "./Escrow.sol";
import {Holdings} from "./Holdings.sol";
import {Pool} from "./Pool.sol";
import {ProjectTerms} from "./ProjectTerms.sol";
import {Reputation} from "./Reputation.sol";
import {Stages} from "./Stages.sol";
import {Streams} from "./Streams.sol";

/// Of a proposal: wei, seconds, a currency's number.
struct ProposalArguments {
    uint256 cost;
    uint256 stakingPeriod;
    uint256 collateralIn;
    bytes32 contentHash;
    bytes uri;
}

/// @title Proposals and stakes, mirror of state-machine/rules/projects.ts
/// @dev protocol.md section 4. Stakes in base units, below 2^96.
library Projects {
    function checkArguments(ProposalArguments memory proposal, Parameters memory parameters) private pure {
        if (proposal.cost == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
        if (proposal.cost >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
        uint256 period = proposal.stakingPeriod;
        if (period < parameters.minStakingPeriod || period > parameters.maxStakingPeriod) {
            revert RuleBroken(ErrorCodes.BAD_PERIOD);
        }
        Currency.currencyOf(proposal.collateralIn);
        if (proposal.uri.length > Limits.URI_BYTES) revert RuleBroken(ErrorCodes.URI_TOO_LONG);
    }

    function checkPool(PoolRecord memory pool, uint256 lowest, uint256 cost, Parameters memory parameters) private pure {
        unchecked {
            if (cost * Amounts.BASIS_POINTS > lowest * parameters.maxCostShare) {
                revert RuleBroken(ErrorCodes.COST_SHARE_TOO_LARGE);
            }
            if (ProjectTerms.needOf(cost, parameters) > lowest) revert RuleBroken(ErrorCodes.POOL_TOO_SMALL);
            if (pool.tokens == 0 || pool.reputation == 0) revert RuleBroken(ErrorCodes.EMPTY_SUPPLY);
        }
    }

    /// @notice propose(cost, stakingPeriod, collateralIn, contentHash, uri): fixes what must be staked, as shares of the pool, and takes the
    /// collateral.
    function propose(Context memory context, ProposalArguments memory proposal) internal {
        unchecked {
            Parameters memory parameters = context.genesis.parameters;
            checkArguments(proposal, parameters);
            PoolRecord memory pool = State.getPool();
            uint256 lowest = Pool.lowestEther(pool, context.now_, parameters);
            uint256 cost = proposal.cost;
            checkPool(pool, lowest, cost, parameters);
            ProposalRecord memory terms = ProposalRecord({
                contentHash: proposal.contentHash,
                requiredTokens: ProjectTerms.requirement(pool, lowest, cost, CurrencyCodes.TOKENS),
                requiredReputation: ProjectTerms.requirement(pool, lowest, cost, CurrencyCodes.REPUTATION),
                period: proposal.stakingPeriod,
                collateralIn: proposal.collateralIn,
                collateral: 0
            });
            uint256 required = ProjectTerms.fixedRequirement(terms, terms.collateralIn);
            terms.collateral = Arithmetic.mulDivUp(required, parameters.collateralBps, Amounts.BASIS_POINTS);
            if (Holdings.freeOf(context.sender, terms.collateralIn) < terms.collateral) {
                revert RuleBroken(ErrorCodes.INSUFFICIENT_BALANCE);
            }
            uint256 id = pool.projects + 1;
            pool.projects = id;
            State.putPool(pool);
            begin(context, id, cost, terms);
        }
    }

    function begin(Context memory context, uint256 id, uint256 cost, ProposalRecord memory terms) private {
        unchecked {
            ProjectRecord memory project = State.getProject(id);
            project.proposer = context.sender;
            project.cost = cost;
            project.stage = StageCodes.PROPOSED;
            project.deadline = context.now_ + terms.period;
            State.putProject(project, id);
            State.putProposal(terms, id);
            Holdings.lock(context.sender, terms.collateralIn, terms.collateral);
        }
    }

    function checkAmount(uint256 number, uint256 amount) private pure {
        Currency.currencyOf(number);
        if (amount == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
        if (amount >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
    }

    function stakeIn(StakeRecord memory held, uint256 currency) private pure returns (uint256) {
        return currency == CurrencyCodes.TOKENS ? held.tokens : held.reputation;
    }

    /// Changes what an account has staked on a project, and the project's sum.
    function changeStake(Context memory context, uint256 id, uint256 currency, int256 change) private {
        unchecked {
            StakeRecord memory held = State.getStake(id, context.sender);
            ProjectRecord memory project = State.getProject(id);
            if (currency == CurrencyCodes.TOKENS) {
                held.tokens += uint256(change);
                project.stakedTokens += uint256(change);
            } else {
                held.reputation += uint256(change);
                project.stakedReputation += uint256(change);
            }
            State.putStake(held, id, context.sender);
            State.putProject(project, id);
        }
    }

    /// @notice stake(id, currency, amount): clipped to what is still required.
    function stake(Context memory context, uint256 id, uint256 currency, uint256 amount) internal {
        unchecked {
            checkAmount(currency, amount);
            ProjectRecord memory project = Stages.onProject(context, id);
            if (project.stage != StageCodes.PROPOSED) revert RuleBroken(ErrorCodes.WRONG_STAGE);
            uint256 required = ProjectTerms.requiredNow(Stages.termsOf(context, id), currency);
            uint256 staked = ProjectTerms.stakedOf(project, currency);
            if (required <= staked) revert RuleBroken(ErrorCodes.NOTHING_REQUIRED);
            uint256 taken = Arithmetic.min(amount, required - staked);
            if (Holdings.freeOf(context.sender, currency) < taken) revert RuleBroken(ErrorCodes.INSUFFICIENT_BALANCE);
            Holdings.lock(context.sender, currency, taken);
            changeStake(context, id, currency, int256(taken));
            Stages.advanceProject(context, id);
        }
    }

    /// @notice unstake(id, currency, amount): while Proposed, but not in the last part of the period.
    function unstake(Context memory context, uint256 id, uint256 currency, uint256 amount) internal {
        checkAmount(currency, amount);
        ProjectRecord memory project = Stages.onProject(context, id);
        if (project.stage != StageCodes.PROPOSED) revert RuleBroken(ErrorCodes.WRONG_STAGE);
        if (context.now_ >= ProjectTerms.frozenFrom(Stages.termsOf(context, id))) {
            revert RuleBroken(ErrorCodes.STAKES_FROZEN);
        }
        if (stakeIn(State.getStake(id, context.sender), currency) < amount) {
            revert RuleBroken(ErrorCodes.INSUFFICIENT_STAKE);
        }
        changeStake(context, id, currency, -int256(amount));
        Holdings.unlock(context.sender, currency, amount);
    }

    function returnStake(address staker, StakeRecord memory held) private {
        Holdings.unlock(staker, CurrencyCodes.TOKENS, held.tokens);
        Holdings.unlock(staker, CurrencyCodes.REPUTATION, held.reputation);
    }

    /// The stakers' pot as it was when the project was completed, in wei.
    function potOf(ProjectRecord memory project, Parameters memory parameters) private pure returns (uint256) {
        unchecked {
            return ProjectTerms.fullPot(project.cost, parameters) * project.passedWeight / Amounts.BASIS_POINTS;
        }
    }

    /// Stake back, a part of the pot for tokens, minted reputation for reputation. A project that was ever staked has tokens staked.
    function rewardStake(Context memory context, uint256 id, address staker, StakeRecord memory held) private {
        unchecked {
            Parameters memory parameters = context.genesis.parameters;
            ProjectRecord memory project = State.getProject(id);
            uint256 pay = Arithmetic.mulDiv(potOf(project, parameters), held.tokens, project.stakedTokens);
            returnStake(staker, held);
            Escrow.payFromEscrow(context, id, staker, pay);
            uint256 left = project.unsettledTokens - held.tokens;
            uint256 rest = project.pot - pay;
            // After the last token stake, what rounding left of the pot goes back.
            bool isLast = held.tokens > 0 && left == 0;
            if (isLast) Escrow.returnEscrow(context, id, rest);
            uint256 passedWeight = project.passedWeight;
            project = State.getProject(id);
            project.unsettledTokens = left;
            project.pot = isLast ? 0 : rest;
            State.putProject(project, id);
            uint256 minted = held.reputation * parameters.stakersReputationBps * passedWeight;
            Reputation.grantReputation(context, staker, minted / (Amounts.BASIS_POINTS * Amounts.BASIS_POINTS));
        }
    }

    /// The stakes of a failed project left the supply when it failed; now they leave the staker's holdings.
    function clearFailedStake(Context memory context, address staker, StakeRecord memory held) private {
        if (held.tokens > 0) Streams.changeHeld(context, staker, CurrencyCodes.TOKENS, -int256(held.tokens));
        if (held.reputation > 0) Streams.changeHeld(context, staker, CurrencyCodes.REPUTATION, -int256(held.reputation));
    }

    /// @notice settleStake(id, staker): by anybody, once the project has ended.
    function settleStake(Context memory context, uint256 id, address staker) internal {
        uint256 stage = Stages.onProject(context, id).stage;
        if (stage < StageCodes.COMPLETE) revert RuleBroken(ErrorCodes.WRONG_STAGE);
        StakeRecord memory held = State.getStake(id, staker);
        if (held.tokens == 0 && held.reputation == 0) revert RuleBroken(ErrorCodes.NOTHING_DUE);
        StakeRecord memory cleared = StakeRecord({tokens: 0, reputation: 0, claimed: held.claimed, choice: 0});
        State.putStake(cleared, id, staker);
        if (stage == StageCodes.COMPLETE) rewardStake(context, id, staker, held);
        else if (stage == StageCodes.EXPIRED) returnStake(staker, held);
        else clearFailedStake(context, staker, held);
    }
}
