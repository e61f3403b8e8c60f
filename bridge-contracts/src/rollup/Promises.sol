// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Breach, ClaimedBlock, Header, IPromises, Penalty, SignedHeader} from "../interfaces/IPromises.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IStakes} from "../interfaces/IStakes.sol";
import {Term} from "../interfaces/ISuccession.sol";
import {TypedData} from "../machine/rules/TypedData.sol";
import {ChainRecord, ChainRecordProof, ChainRecords} from "../proof/ChainRecord.sol";
import {Merkle} from "../proof/Merkle.sol";
import {Claim, ClaimId, claimIdOf} from "./ClaimId.sol";
import {PromiseHeader} from "./PromiseHeader.sol";

/// @title Penalties for broken promises
contract Promises is IPromises {
    using ChainRecords for ChainRecordProof;
    using PromiseHeader for Header;

    ClaimId private constant NO_CLAIM = ClaimId.wrap(0);

    /// The stakes, which the Rollup deploys, deploy this contract: all know each other from the start.
    IRollup private immutable _rollup;
    IStakes private immutable _stakes;
    bytes32 private immutable _domain;
    /// @inheritdoc IPromises
    uint256 public immutable chainId;

    mapping(bytes32 id => Penalty) private _penalties;

    constructor(IRollup rollup, uint256 chainId_) {
        _rollup = rollup;
        _stakes = IStakes(msg.sender);
        _domain = PromiseHeader.domainOf(address(rollup));
        chainId = chainId_;
    }

    /// @inheritdoc IPromises
    function proveEquivocation(uint64 term, SignedHeader calldata a, SignedHeader calldata b, address beneficiary)
        external
    {
        Term memory held = _termOf(term);
        bytes32 first = _checkHeader(held, a);
        bytes32 second = _checkHeader(held, b);
        bool isOnePlace = a.header.number == b.header.number && a.header.parentHash == b.header.parentHash;
        if (!isOnePlace || first == second) revert NoEquivocation();
        if (first > second) (first, second) = (second, first);
        bytes32 id = keccak256(abi.encode(Breach.Equivocation, first, second));
        Penalty memory found = _penaltyFor(Breach.Equivocation, held, 0, NO_CLAIM);
        _convict(id, found, beneficiary, term, a.header.number);
    }

    /// @inheritdoc IPromises
    function proveBrokenPromise(
        uint64 term,
        SignedHeader calldata signed,
        ClaimedBlock calldata posted,
        address beneficiary
    ) external {
        Term memory held = _termOf(term);
        bytes32 digest = _checkHeader(held, signed);
        uint64 end = _rollup.term(term + 1).firstBatch;
        bool isOfTerm = posted.index >= held.firstBatch && (end == 0 || posted.index < end);
        if (!isOfTerm) revert NotOfTheTerm(posted.index);
        bool isClaimed = Merkle.includes(
            posted.claim.rootsRoot, posted.claim.segments, posted.root, posted.segment, posted.path
        );
        if (!isClaimed) revert RootNotPosted(posted.segment);
        (ClaimId claim, ChainRecord memory record) = _checkClaim(posted);
        uint256 number = signed.header.number;
        if (record.open || record.number != number) revert WrongBlock(record.number);
        bool isKept = signed.header.stateRoot == posted.root && signed.header.bodyHash == posted.chain.bodyHash;
        if (isKept) revert PromiseKept(number);
        Penalty memory found = _penaltyFor(Breach.Broken, held, posted.index, claim);
        found.frozen = _isCertain(held, posted, claim);
        _convict(keccak256(abi.encode(Breach.Broken, digest, bytes32(0))), found, beneficiary, term, number);
    }

    /// @inheritdoc IPromises
    function proveAbandonedPromise(uint64 term, SignedHeader calldata signed, ClaimedBlock calldata last) external {
        Term memory held = _termOf(term);
        bytes32 digest = _checkHeader(held, signed);
        Term memory next = _rollup.term(term + 1);
        if (next.since == 0 || block.timestamp < next.since) revert TermNotOver(term);
        if (last.index + 1 != next.firstBatch) revert NotOfTheTerm(last.index);
        if (last.root != last.claim.lastRoot) revert RootNotPosted(last.segment);
        (ClaimId claim, ChainRecord memory record) = _checkClaim(last);
        uint256 number = signed.header.number;
        if (number <= record.number) revert PromiseKept(number);
        Penalty memory found = _penaltyFor(Breach.Abandoned, held, last.index, claim);
        found.frozen = _isCertain(held, last, claim);
        _convict(keccak256(abi.encode(Breach.Abandoned, digest, bytes32(0))), found, address(0), term, number);
    }

    /// @inheritdoc IPromises
    function takePenalty(bytes32 id) external {
        Penalty memory found = _penalties[id];
        if (found.due == 0 || found.settled) revert NothingDue(id);
        if (!_isStanding(found)) return _cancel(id, found);
        if (block.timestamp < found.due) revert NothingDue(id);
        // A decoy must not empty the reward of who found a wrong root.
        if (_stakes.fraudsOf(found.staker) > 0) revert FraudFirst(found.staker);
        _penalties[id].settled = true;
        (uint256 burned, uint256 credited) = found.breach == Breach.Abandoned ? _burnHalf(found) : _takeAll(found);
        emit BreachPenaltyTaken(id, found.staker, found.beneficiary, burned, credited);
    }

    /// @inheritdoc IPromises
    function penaltyOf(bytes32 id) external view returns (Penalty memory) {
        return _penalties[id];
    }

    function _termOf(uint64 term) private view returns (Term memory held) {
        held = _rollup.term(term);
        if (held.since == 0 || block.timestamp < held.since) revert TermNotBegun(term);
    }

    /// The hash of the L1 block is looked up, and kept: in a reorganised L1 the promise never was.
    function _checkHeader(Term memory held, SignedHeader calldata signed) private returns (bytes32 digest) {
        Header calldata header = signed.header;
        if (header.chainId != chainId) revert WrongChain(header.chainId);
        digest = header.digest(_domain);
        if (TypedData.signerOf(digest, signed.signature) != held.keys.signer) revert NotTheSigner(digest);
        bool isOfTerm = header.l1Number >= held.l1Block && header.l1Number <= block.number;
        if (!isOfTerm || _rollup.keepBlockHash(uint64(header.l1Number)) != header.l1Hash) {
            revert OriginNotCanonical(header.l1Number, header.l1Hash);
        }
    }

    function _checkClaim(ClaimedBlock calldata given) private view returns (ClaimId claim, ChainRecord memory record) {
        claim = claimIdOf(given.claim);
        if (!_stands(given.index, claim)) revert NotStanding(given.index, claim);
        if (!given.chain.isUnder(given.root)) revert RootNotPosted(given.segment);
        record = ChainRecords.decode(given.chain.fields);
    }

    function _stands(uint64 index, ClaimId claim) private view returns (bool) {
        return index < _rollup.claimCount() && _rollup.batchOf(index).claimId == claim;
    }

    function _isStanding(Penalty memory found) private view returns (bool) {
        return found.claim == NO_CLAIM || _stands(found.index, found.claim);
    }

    /// Who is judged by its own claim, or by a final one, is judged by what it said itself, or by the truth. Another's claim can be
    /// a lie: a stake that is frozen for it would let a liar take an honest sequencer's place.
    function _isCertain(Term memory held, ClaimedBlock calldata given, ClaimId claim) private view returns (bool) {
        return given.claim.claimant == held.keys.staker || _rollup.isFinal(given.index, claim);
    }

    function _penaltyFor(Breach breach, Term memory held, uint64 index, ClaimId claim)
        private
        view
        returns (Penalty memory)
    {
        uint64 due = uint64(block.timestamp) + _rollup.window();
        return Penalty(due, 0, index, breach, true, false, held.keys.staker, address(0), claim);
    }

    function _convict(bytes32 id, Penalty memory found, address beneficiary, uint64 term, uint256 number) private {
        uint64 opened = found.breach == Breach.Abandoned ? 0 : _opened(beneficiary);
        Penalty memory before = _penalties[id];
        if (before.due != 0) {
            if (before.settled || _isStanding(before)) return _improve(id, before, beneficiary, opened);
            _cancel(id, before);
        }
        (uint256 amount,) = _stakes.stakeOf(found.staker);
        if (amount == 0) revert NothingStaked(found.staker);
        if (opened != 0) (found.beneficiary, found.committedAt) = (beneficiary, opened);
        _penalties[id] = found;
        if (found.frozen) _stakes.freeze(found.staker);
        else _stakes.keep(found.staker, found.due + _rollup.window());
        emit BreachProven(id, term, found.staker, found.breach, number, msg.sender, found.beneficiary, found.due);
    }

    function _improve(bytes32 id, Penalty memory found, address beneficiary, uint64 opened) private {
        bool isOpen = !found.settled && block.timestamp < found.due;
        bool isEarlier = opened != 0 && (found.committedAt == 0 || opened < found.committedAt);
        if (!isOpen || !isEarlier) revert AlreadyProven(id);
        _penalties[id].beneficiary = beneficiary;
        _penalties[id].committedAt = opened;
        emit BreachBeneficiaryChanged(id, beneficiary, opened);
    }

    function _cancel(bytes32 id, Penalty memory found) private {
        delete _penalties[id];
        if (found.frozen) _stakes.release(found.staker);
        emit BreachCancelled(id, found.staker);
    }

    function _burnHalf(Penalty memory found) private returns (uint256 burned, uint256 credited) {
        if (found.frozen) _stakes.release(found.staker);
        return (_stakes.burnHalf(found.staker), 0);
    }

    function _takeAll(Penalty memory found) private returns (uint256 burned, uint256 credited) {
        if (!found.frozen) _stakes.freeze(found.staker);
        return _stakes.slash(found.staker, found.beneficiary);
    }

    /// Of an earlier L1 block, or who sees a proof under way could commit to it in the same one.
    function _opened(address beneficiary) private view returns (uint64 l1Block) {
        l1Block = _stakes.challenges().committedAt(keccak256(abi.encode(beneficiary, keccak256(msg.data))));
        return l1Block == block.number ? 0 : l1Block;
    }
}
