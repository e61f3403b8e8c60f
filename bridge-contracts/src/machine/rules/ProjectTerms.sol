// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Parameters} from "../../generated/Genesis.sol";
import {Amounts, CurrencyCodes} from "../../generated/Params.sol";
import {PoolRecord, ProjectRecord, ProposalRecord} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";
import {Pool} from "./Pool.sol";

/// What a project is judged by: its records, the pool, the time in seconds.
struct Terms {
    PoolRecord pool;
    ProjectRecord project;
    ProposalRecord proposal;
    uint256 now_;
    Parameters parameters;
}

/// @title What a project costs and asks for, mirror of state-machine/rules/project-terms.ts
/// @dev protocol.md section 4. A cost is below 2^96, basis points and weights are below 2^16: products of three fit.
library ProjectTerms {
    function share(uint256 cost, uint256 bps) private pure returns (uint256) {
        unchecked {
            return cost * bps / Amounts.BASIS_POINTS;
        }
    }

    /// @notice wei that a project takes from the pool when it is staked.
    function needOf(uint256 cost, Parameters memory p) internal pure returns (uint256) {
        unchecked {
            return cost + share(cost, p.proposerBps) + share(cost, p.validatorsBps) + share(cost, p.stakersBps);
        }
    }

    /// @notice What the proposer earns once the project is staked, in wei.
    function proposerPay(uint256 cost, Parameters memory p) internal pure returns (uint256) {
        return share(cost, p.proposerBps);
    }

    /// @notice The stakers' pot in wei, before passed weight cuts it.
    function fullPot(uint256 cost, Parameters memory p) internal pure returns (uint256) {
        return share(cost, p.stakersBps);
    }

    /// @notice A task's pay in wei: floor(cost·w/1e4).
    function taskPay(uint256 cost, uint256 weight) internal pure returns (uint256) {
        return share(cost, weight);
    }

    /// @notice The validators' pay of a task in wei: floor(cost·500·w/1e8).
    function validatorsPay(uint256 cost, uint256 weight, Parameters memory p) internal pure returns (uint256) {
        unchecked {
            return cost * p.validatorsBps * weight / (Amounts.BASIS_POINTS * Amounts.BASIS_POINTS);
        }
    }

    /// @notice What the pool asks for a cost now, in base units: ceil(S·cost/E) tokens, ceil(Q·cost/E*) reputation. E and E* are above 0,
    /// and not below the cost, so no more than the supply is asked for.
    function requirement(PoolRecord memory pool, uint256 lowest, uint256 cost, uint256 currency)
        internal
        pure
        returns (uint256)
    {
        return currency == CurrencyCodes.TOKENS
            ? Arithmetic.mulDivUp(pool.tokens, cost, pool.ether_)
            : Arithmetic.mulDivUp(pool.reputation, cost, lowest);
    }

    function fixedRequirement(ProposalRecord memory proposal, uint256 currency) internal pure returns (uint256) {
        return currency == CurrencyCodes.TOKENS ? proposal.requiredTokens : proposal.requiredReputation;
    }

    function stakedOf(ProjectRecord memory project, uint256 currency) internal pure returns (uint256) {
        return currency == CurrencyCodes.TOKENS ? project.stakedTokens : project.stakedReputation;
    }

    /// @notice Whether the pool of the last two windows could pay the project now.
    function isAffordable(Terms memory terms) internal pure returns (bool) {
        uint256 lowest = Pool.lowestEther(terms.pool, terms.now_, terms.parameters);
        return lowest >= needOf(terms.project.cost, terms.parameters);
    }

    /// @notice What is required now: the larger of what was fixed and the same formula now, as long as the pool could pay, else what was
    /// fixed.
    function requiredNow(Terms memory terms, uint256 currency) internal pure returns (uint256) {
        uint256 fixed_ = fixedRequirement(terms.proposal, currency);
        if (!isAffordable(terms)) return fixed_;
        uint256 lowest = Pool.lowestEther(terms.pool, terms.now_, terms.parameters);
        return Arithmetic.max(fixed_, requirement(terms.pool, lowest, terms.project.cost, currency));
    }

    /// @notice From when on nobody may unstake: the last min(unstakeFreeze, a quarter of the period).
    function frozenFrom(Terms memory terms) internal pure returns (uint256) {
        unchecked {
            uint256 quarter = terms.proposal.period / 4;
            return terms.project.deadline - Arithmetic.min(terms.parameters.unstakeFreeze, quarter);
        }
    }
}
