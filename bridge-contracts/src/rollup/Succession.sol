// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRollup} from "../interfaces/IRollup.sol";
import {IStakes} from "../interfaces/IStakes.sol";
import {Cause, ISuccession, L1Block, Sequencer, Term} from "../interfaces/ISuccession.sol";
import {Config} from "./Config.sol";
import {Stakes} from "./Stakes.sol";

/// @title The part of the rollup that says who sequences
/// @dev A takeover that is pending becomes the term without a further call: what holds is decided by the block's time.
abstract contract Succession is IRollup {
    /// What each batch reads, in one slot.
    struct Clock {
        uint32 terms;
        /// of the last term; ahead while it is pending
        uint64 beginsAt;
        /// when the last missing roots were posted
        uint64 rootsSince;
        /// the last term began by taking over, and has posted nothing yet
        bool owesBatch;
    }

    uint64 private constant LONGEST = 365 days;
    uint64 private constant NEVER = type(uint64).max;

    /// @inheritdoc IRollup
    uint64 public immutable window;
    /// @inheritdoc IRollup
    uint256 public immutable requiredStake;
    /// @inheritdoc IRollup
    IStakes public immutable stakes;
    /// @inheritdoc ISuccession
    uint64 public immutable takeoverDelay;
    /// @inheritdoc ISuccession
    uint64 public immutable grace;

    Clock private _clock;
    /// Of the current term and the keys that it offers its place to.
    bytes32 private _offer;
    mapping(uint64 number => Term) private _terms;
    /// The term's number and 1; NEVER for keys of a takeover that was cancelled.
    mapping(address signer => uint64) private _termOf;
    /// Time of the last batch, or of the deployment. Last of this part: it shares a slot with the counts that each batch writes anyway.
    uint64 private _heardAt;

    constructor(Config memory config) {
        if (config.window == 0 || config.window > LONGEST) revert BadWindow(config.window);
        bool isBad = config.takeoverDelay == 0 || config.takeoverDelay > LONGEST || config.grace == 0 || config.grace > LONGEST;
        if (isBad) revert BadTakeover(config.takeoverDelay, config.grace);
        window = config.window;
        requiredStake = config.requiredStake;
        takeoverDelay = config.takeoverDelay;
        grace = config.grace;
        stakes = new Stakes(config.executor, config.promisesCode, config.chainId);
        _heardAt = uint64(block.timestamp);
        _begin(config.sequencer, uint64(block.timestamp), 1);
    }

    /// @inheritdoc ISuccession
    function takeover(Sequencer calldata next) external {
        if (msg.sender != next.staker) revert NotTheStaker(msg.sender, next.staker);
        if (_isPending()) revert TakeoverPending(_clock.beginsAt);
        uint64 number = currentTerm();
        Sequencer memory current = _terms[number].keys;
        Cause cause = _causeFor(number, current, next);
        uint64 since = uint64(block.timestamp) + (cause == Cause.Silence ? grace : 0);
        uint64 firstBatch = _batchesPosted();
        _begin(next, since, firstBatch);
        _clock.owesBatch = cause != Cause.HandOver;
        emit SequencerChanged(number + 1, cause, current, next, since, firstBatch);
        if (cause == Cause.Idleness) emit IdlenessPunished(number, current.staker, stakes.burnHalf(current.staker));
        stakes.keep(current.staker, since + window);
        _lockStake(next.staker, _servesUntil(since));
    }

    /// @inheritdoc ISuccession
    function offerHandOver(Sequencer calldata next, L1Block calldata l1Block) external {
        uint64 number = _checkStaker();
        _checkL1Block(l1Block);
        _checkKeys(next);
        _offer = _offerOf(number, next);
        emit HandOverOffered(number, next);
    }

    /// @inheritdoc ISuccession
    function withdrawOffer() external {
        uint64 number = _checkStaker();
        delete _offer;
        emit HandOverWithdrawn(number);
    }

    /// @inheritdoc ISuccession
    function sequencer() external view returns (Sequencer memory) {
        return _terms[currentTerm()].keys;
    }

    /// @inheritdoc ISuccession
    function currentTerm() public view returns (uint64) {
        return _clock.terms - (_isPending() ? 2 : 1);
    }

    /// @inheritdoc ISuccession
    function termCount() external view returns (uint64) {
        return _clock.terms;
    }

    /// @inheritdoc ISuccession
    function term(uint64 number) external view returns (Term memory) {
        return _terms[number];
    }

    /// @inheritdoc ISuccession
    function termOfSigner(address signer) external view returns (bool known, uint64 number) {
        uint64 place = _termOf[signer];
        return place == 0 || place == NEVER ? (false, 0) : (true, place - 1);
    }

    /// @inheritdoc ISuccession
    function isOffered(Sequencer calldata next) external view returns (bool) {
        return _offer == _offerOf(currentTerm(), next);
    }

    /// @inheritdoc ISuccession
    function takeoverOpensAt() external view returns (uint64) {
        if (_isPending()) return NEVER;
        return _isConvicted(_terms[currentTerm()].keys.staker) ? 0 : _opensAt();
    }

    /// The poster of the current term, and whose stake answers for its batches.
    function _checkPoster() internal view returns (address staker) {
        Sequencer storage keys = _terms[currentTerm()].keys;
        if (msg.sender != keys.poster) revert NotThePoster(msg.sender, keys.poster);
        return keys.staker;
    }

    /// The sequencer posted a batch.
    function _heard() internal {
        _cancelPending();
        _heardAt = uint64(block.timestamp);
        if (_clock.owesBatch) _clock.owesBatch = false;
    }

    function _rootsComplete() internal {
        _clock.rootsSince = uint64(block.timestamp);
    }

    /// A takeover after silence, as its reason is gone.
    function _cancelPending() internal {
        if (!_isPending()) return;
        uint64 number = _clock.terms - 1;
        Sequencer memory cancelled = _terms[number].keys;
        Term storage current = _terms[number - 1];
        delete _terms[number];
        // Not free again: who signed with it on another branch of L1 must not be found to have promised something here.
        _termOf[cancelled.signer] = NEVER;
        _clock.terms = uint32(number);
        _clock.beginsAt = current.since;
        _clock.owesBatch = false;
        emit TakeoverCancelled(number, cancelled, current.keys);
    }

    /// Claims can cost the stake until two windows later, promises until a window after the next term, which can begin so late.
    function _servesUntil(uint64 time) internal view returns (uint64) {
        uint64 claims = 2 * window;
        uint64 promises = takeoverDelay + grace + window;
        return time + (claims > promises ? claims : promises);
    }

    function _lockStake(address claimant, uint64 until) internal {
        uint256 staked = stakes.lock(claimant, until);
        if (staked < requiredStake) revert StakeTooLow(claimant, staked, requiredStake);
    }

    function _checkL1Block(L1Block calldata l1Block) internal virtual;

    function _batchesPosted() internal view virtual returns (uint64);

    function _areRootsMissing() internal view virtual returns (bool);

    function _begin(Sequencer memory keys, uint64 since, uint64 firstBatch) private {
        _checkKeys(keys);
        if (_termOf[keys.signer] != 0) revert SignerUsed(keys.signer);
        uint32 number = _clock.terms;
        _terms[number] = Term(keys, since, firstBatch, uint64(block.number));
        _termOf[keys.signer] = number + 1;
        _clock.terms = number + 1;
        _clock.beginsAt = since;
        delete _offer;
    }

    function _causeFor(uint64 number, Sequencer memory current, Sequencer calldata next) private view returns (Cause) {
        if (_isConvicted(current.staker)) return Cause.Conviction;
        bool owes = _clock.owesBatch;
        // Who owes a batch would by handing over again and again never have to post one.
        if (!owes && _offer == _offerOf(number, next)) return Cause.HandOver;
        if (block.timestamp < _opensAt()) revert SequencerStands(current.staker);
        return owes ? Cause.Idleness : Cause.Silence;
    }

    /// While roots are missing no batch is possible; and once they are there it takes a moment.
    function _opensAt() private view returns (uint64) {
        if (_areRootsMissing()) return NEVER;
        Clock memory clock = _clock;
        uint64 possible = clock.rootsSince + grace;
        // A hand-over does not set the clock back, or silence could be handed on for ever.
        uint64 due = clock.owesBatch ? clock.beginsAt + grace : _heardAt + takeoverDelay;
        return possible > due ? possible : due;
    }

    function _isPending() private view returns (bool) {
        return block.timestamp < _clock.beginsAt;
    }

    function _isConvicted(address staker) private view returns (bool) {
        if (stakes.isFrozen(staker)) return true;
        (uint256 amount,) = stakes.stakeOf(staker);
        return stakes.wasSlashed(staker) && amount < requiredStake;
    }

    function _offerOf(uint64 number, Sequencer calldata next) private pure returns (bytes32) {
        return keccak256(abi.encode(number, next));
    }

    function _checkStaker() private view returns (uint64 number) {
        number = currentTerm();
        address staker = _terms[number].keys.staker;
        if (msg.sender != staker) revert NotTheStaker(msg.sender, staker);
    }

    function _checkKeys(Sequencer memory keys) private pure {
        if (keys.poster == address(0) || keys.signer == address(0) || keys.staker == address(0)) {
            revert BadSequencer(keys);
        }
    }
}
