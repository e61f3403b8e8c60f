// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Amounts, CurrencyCodes, ErrorCodes, Limits, StageCodes} from "../../generated/Params.sol";
import {BallotRecord, PollRecord, ProjectRecord, RightsRecord, State, TaskRecord} from "../../generated/State.sol";
import {Arithmetic} from "./Arithmetic.sol";
import {Context, RuleBroken} from "./Context.sol";
import {Currency} from "./Currency.sol";
import {Holdings} from "./Holdings.sol";
import {Stages} from "./Stages.sol";

/// A place in a poll: project, task, currency as its ABI number.
struct BallotPlace {
    uint256 id;
    uint256 index;
    uint256 currency;
}

/// Rights of one currency: locked units, the largest commit since `open` was 0, and ballots that are not settled.
struct Rights {
    uint256 amount;
    uint256 high;
    uint256 open;
}

/// What a poll ends in.
enum Verdict {
    UNDECIDED,
    FOR,
    AGAINST
}

/// @title Rights, ballots and polls, mirror of state-machine/rules/voting.ts
/// @dev protocol.md section 5. Amounts in base units, below 2^96.
library Voting {
    function rightsOf(address owner, uint256 currency) private view returns (Rights memory) {
        RightsRecord memory rights = State.getRights(owner);
        return currency == CurrencyCodes.TOKENS
            ? Rights(rights.tokens, rights.tokensHigh, rights.tokensOpen)
            : Rights(rights.reputation, rights.reputationHigh, rights.reputationOpen);
    }

    function putRights(address owner, uint256 currency, Rights memory changed) private {
        RightsRecord memory rights = State.getRights(owner);
        if (currency == CurrencyCodes.TOKENS) {
            (rights.tokens, rights.tokensHigh, rights.tokensOpen) = (changed.amount, changed.high, changed.open);
        } else {
            (rights.reputation, rights.reputationHigh, rights.reputationOpen) =
                (changed.amount, changed.high, changed.open);
        }
        State.putRights(rights, owner);
    }

    function checkAmount(uint256 number, uint256 amount) private pure {
        Currency.currencyOf(number);
        if (amount == 0) revert RuleBroken(ErrorCodes.ZERO_AMOUNT);
        if (amount >= Amounts.LIMIT) revert RuleBroken(ErrorCodes.AMOUNT_TOO_LARGE);
    }

    /// @notice requestRights(currency, amount): locks free units as voting rights.
    function requestRights(Context memory context, uint256 currency, uint256 amount) internal {
        unchecked {
            checkAmount(currency, amount);
            address sender = context.sender;
            if (Holdings.freeOf(sender, currency) < amount) revert RuleBroken(ErrorCodes.INSUFFICIENT_BALANCE);
            Rights memory rights = rightsOf(sender, currency);
            Holdings.lock(sender, currency, amount);
            rights.amount += amount;
            putRights(sender, currency, rights);
        }
    }

    /// @notice withdrawRights(currency, amount): down to the largest commit that is still open.
    function withdrawRights(Context memory context, uint256 currency, uint256 amount) internal {
        unchecked {
            checkAmount(currency, amount);
            address sender = context.sender;
            Rights memory rights = rightsOf(sender, currency);
            if (rights.amount < amount) revert RuleBroken(ErrorCodes.INSUFFICIENT_RIGHTS);
            if (rights.amount - amount < rights.high) revert RuleBroken(ErrorCodes.RIGHTS_LOCKED);
            rights.amount -= amount;
            putRights(sender, currency, rights);
            Holdings.unlock(sender, currency, amount);
        }
    }

    function isOpenPoll(BallotPlace memory place) private view returns (bool) {
        if (place.index >= Limits.TASKS) return false;
        TaskRecord memory task = State.getTask(place.id, place.index);
        return task.approvals > 0 && task.rejections > 0;
    }

    function ballotOf(BallotPlace memory place, address voter) private view returns (BallotRecord memory) {
        return State.getBallot(place.id, place.index, voter, place.currency);
    }

    function putBallot(BallotPlace memory place, address voter, BallotRecord memory ballot) private {
        State.putBallot(ballot, place.id, place.index, voter, place.currency);
    }

    function replaceBallot(BallotPlace memory place, address voter, bytes32 secretHash, uint256 amount) private {
        unchecked {
            Rights memory rights = rightsOf(voter, place.currency);
            rights.high = Arithmetic.max(rights.high, amount);
            if (ballotOf(place, voter).amount == 0) rights.open += 1;
            putRights(voter, place.currency, rights);
            putBallot(place, voter, BallotRecord({secretHash: secretHash, amount: amount, revealed: 0, settled: 0}));
        }
    }

    /// @notice commit(id, index, currency, secretHash, amount): a ballot, or another one in its place, while commits are open.
    function commit(Context memory context, BallotPlace memory place, bytes32 secretHash, uint256 amount) internal {
        checkAmount(place.currency, amount);
        ProjectRecord memory project = Stages.onProject(context, place.id);
        if (project.stage != StageCodes.VOTING) revert RuleBroken(ErrorCodes.WRONG_STAGE);
        if (!isOpenPoll(place)) revert RuleBroken(ErrorCodes.NOT_DISPUTED);
        if (context.now_ >= project.commitEnd) revert RuleBroken(ErrorCodes.COMMIT_CLOSED);
        if (rightsOf(context.sender, place.currency).amount < amount) revert RuleBroken(ErrorCodes.INSUFFICIENT_RIGHTS);
        replaceBallot(place, context.sender, secretHash, amount);
    }

    /// @notice keccak256(abi.encode(chainId, id, index, voter, currency, choice, salt)).
    function ballotSecret(uint256 chainId, BallotPlace memory place, address voter, bool choice, bytes32 salt)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(chainId, place.id, place.index, voter, place.currency, choice, salt));
    }

    /// A side has less than 2^32 ballots' worth of 2^96 units.
    function count(BallotPlace memory place, bool choice, uint256 amount) private {
        unchecked {
            PollRecord memory poll = State.getPoll(place.id, place.index);
            if (place.currency == CurrencyCodes.TOKENS) {
                if (choice) poll.tokensFor += amount;
                else poll.tokensAgainst += amount;
            } else {
                if (choice) poll.reputationFor += amount;
                else poll.reputationAgainst += amount;
            }
            State.putPoll(poll, place.id, place.index);
        }
    }

    /// @notice reveal(id, index, currency, choice, salt): in the reveal period.
    function reveal(Context memory context, BallotPlace memory place, bool choice, bytes32 salt) internal {
        Currency.currencyOf(place.currency);
        ProjectRecord memory project = Stages.onProject(context, place.id);
        if (project.stage != StageCodes.VOTING) revert RuleBroken(ErrorCodes.WRONG_STAGE);
        if (place.index >= Limits.TASKS) revert RuleBroken(ErrorCodes.NO_BALLOT);
        BallotRecord memory ballot = ballotOf(place, context.sender);
        if (ballot.amount == 0) revert RuleBroken(ErrorCodes.NO_BALLOT);
        if (context.now_ < project.commitEnd || context.now_ >= project.deadline) {
            revert RuleBroken(ErrorCodes.REVEAL_CLOSED);
        }
        if (ballot.revealed == 1) revert RuleBroken(ErrorCodes.ALREADY_REVEALED);
        bytes32 secret = ballotSecret(context.genesis.chainId, place, context.sender, choice, salt);
        if (secret != ballot.secretHash) revert RuleBroken(ErrorCodes.WRONG_SECRET);
        ballot.revealed = 1;
        putBallot(place, context.sender, ballot);
        count(place, choice, ballot.amount);
    }

    /// @notice settleBallot(id, index, voter, currency): by anybody after the end; voters get everything back.
    function settleBallot(Context memory context, BallotPlace memory place, address voter) internal {
        unchecked {
            Currency.currencyOf(place.currency);
            ProjectRecord memory project = Stages.onProject(context, place.id);
            if (place.index >= Limits.TASKS) revert RuleBroken(ErrorCodes.NO_BALLOT);
            BallotRecord memory ballot = ballotOf(place, voter);
            if (ballot.amount == 0) revert RuleBroken(ErrorCodes.NO_BALLOT);
            if (context.now_ < project.deadline) revert RuleBroken(ErrorCodes.TOO_EARLY);
            if (ballot.settled == 1) revert RuleBroken(ErrorCodes.ALREADY_SETTLED);
            ballot.settled = 1;
            putBallot(place, voter, ballot);
            Rights memory rights = rightsOf(voter, place.currency);
            // Every ballot that is not settled counts in it.
            rights.open -= 1;
            if (rights.open == 0) rights.high = 0;
            putRights(voter, place.currency, rights);
        }
    }
    /// a·b + c·d as high·2^256 + low.
    function sumOfProducts(uint256 a, uint256 b, uint256 c, uint256 d) private pure returns (uint256 high, uint256 low) {
        unchecked {
            (uint256 high1, uint256 low1) = Arithmetic.mul512(a, b);
            (uint256 high2, uint256 low2) = Arithmetic.mul512(c, d);
            low = low1 + low2;
            high = high1 + high2 + (low < low1 ? 1 : 0);
        }
    }

    /// @notice The score of a side is tokens/max(S0, all revealed tokens) + reputation/max(Q0, all revealed reputation), compared exactly by
    /// cross-multiplication.
    /// @dev Tallies of 128 bits: the products can pass 256 bits.
    function pollOutcome(PollRecord memory poll) internal pure returns (Verdict) {
        unchecked {
            uint256 tokens = Arithmetic.max(1, Arithmetic.max(poll.supplyTokens, poll.tokensFor + poll.tokensAgainst));
            uint256 reputation =
                Arithmetic.max(1, Arithmetic.max(poll.supplyReputation, poll.reputationFor + poll.reputationAgainst));
            (uint256 highFor, uint256 lowFor) =
                sumOfProducts(poll.tokensFor, reputation, poll.reputationFor, tokens);
            (uint256 highAgainst, uint256 lowAgainst) =
                sumOfProducts(poll.tokensAgainst, reputation, poll.reputationAgainst, tokens);
            if (highFor == highAgainst && lowFor == lowAgainst) return Verdict.UNDECIDED;
            bool isFor = highFor > highAgainst || (highFor == highAgainst && lowFor > lowAgainst);
            return isFor ? Verdict.FOR : Verdict.AGAINST;
        }
    }
}
