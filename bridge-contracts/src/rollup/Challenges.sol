// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Conviction, FraudProof, IChallenges} from "../interfaces/IChallenges.sol";
import {IExecutor, Witness} from "../interfaces/IExecutor.sol";
import {Batch, IRollup} from "../interfaces/IRollup.sol";
import {ClaimId, claimIdOf} from "./ClaimId.sol";
import {Evidence} from "./Evidence.sol";
import {Parts} from "./Parts.sol";

/// @title Fraud proofs, and what they cost whoever claimed a wrong root
contract Challenges is IChallenges {
    using Evidence for FraudProof;

    /// The stakes, which the Rollup deploys, deploy this contract: all know each other from the start.
    IRollup private immutable _rollup;
    /// @inheritdoc IChallenges
    IExecutor public immutable executor;

    /// @inheritdoc IChallenges
    mapping(bytes32 commitment => uint64 l1Block) public committedAt;

    mapping(ClaimId id => Conviction) private _convictions;
    /// Those that an earlier one could cancel, in order of conviction.
    ClaimId[] private _pending;

    constructor(IRollup rollup, IExecutor executor_) {
        _rollup = rollup;
        executor = executor_;
    }

    /// @inheritdoc IChallenges
    function commitProof(bytes32 commitment) external {
        if (committedAt[commitment] != 0) revert AlreadyCommitted(commitment);
        committedAt[commitment] = uint64(block.number);
        emit ProofCommitted(commitment, msg.sender, uint64(block.number));
    }

    /// @inheritdoc IChallenges
    function stageWitness(bytes calldata bytes_) external returns (address part) {
        part = Parts.store(bytes_);
        emit WitnessStaged(part, keccak256(bytes_));
    }

    /// @inheritdoc IChallenges
    function proveFraud(address beneficiary, FraudProof calldata proof) external {
        ClaimId id = claimIdOf(proof.claim);
        bool again = _convictions[id].due != 0;
        if (again) _checkConviction(id, proof);
        else _checkClaim(id, proof);
        proof.check(_rollup.inbox());

        bytes32 actual = _runAgain(proof);
        if (actual == proof.rootAfter) revert NoFraud(actual);

        uint64 opened = _opened(beneficiary);
        if (again) _improve(id, beneficiary, opened);
        else _convict(id, proof, actual, opened == 0 ? address(0) : beneficiary, opened);
    }

    /// @inheritdoc IChallenges
    function takePenalty(ClaimId id) external {
        Conviction storage conviction = _convictions[id];
        bool isDue = conviction.due != 0 && block.timestamp >= conviction.due;
        if (!isDue || conviction.cancelled || conviction.settled) revert NothingDue(id);
        conviction.settled = true;
        (uint256 burned, uint256 credited) = _rollup.stakes().slash(conviction.claimant, conviction.beneficiary);
        emit PenaltyTaken(id, conviction.claimant, conviction.beneficiary, burned, credited);
    }

    /// @inheritdoc IChallenges
    function convictionOf(ClaimId id) external view returns (Conviction memory) {
        return _convictions[id];
    }

    function _checkClaim(ClaimId id, FraudProof calldata proof) private view {
        uint64 index = proof.data.index;
        Batch memory batch = _rollup.batchOf(index);
        // Genesis is nobody's claim.
        if (index == 0 || index >= _rollup.claimCount() || batch.claimId != id) revert NotStanding(index, id);
        uint64 end = batch.claimTime + _rollup.window();
        if (block.timestamp >= end) revert WindowOver(end);
        _checkParent(proof, _rollup.batchOf(index - 1).claimId);
    }

    function _checkConviction(ClaimId id, FraudProof calldata proof) private view {
        Conviction storage conviction = _convictions[id];
        if (conviction.cancelled) revert NotStanding(conviction.index, id);
        if (block.timestamp >= conviction.due) revert WindowOver(conviction.due);
        _checkParent(proof, conviction.parent);
    }

    function _checkParent(FraudProof calldata proof, ClaimId actual) private pure {
        ClaimId given = claimIdOf(proof.parent);
        if (given != actual) revert WrongParent(given, actual);
    }

    function _runAgain(FraudProof calldata proof) private returns (bytes32 root) {
        // A copy of a whole witness in memory would cost more than all else around the run.
        if (proof.staged.length == 0) {
            (root,) = executor.run(proof.rootBefore, proof.segment, proof.witness, proof.inbox);
        } else {
            Witness memory witness = Witness(proof.witness.keys, Parts.join(proof.staged, proof.witness.proof));
            (root,) = executor.run(proof.rootBefore, proof.segment, witness, proof.inbox);
        }
    }

    /// Of an earlier L1 block, or who sees a proof under way could commit to it in the same one.
    function _opened(address beneficiary) private view returns (uint64 l1Block) {
        l1Block = committedAt[keccak256(abi.encode(beneficiary, keccak256(msg.data)))];
        return l1Block == block.number ? 0 : l1Block;
    }

    function _convict(ClaimId id, FraudProof calldata proof, bytes32 actual, address beneficiary, uint64 opened) private {
        uint64 index = proof.data.index;
        address claimant = proof.claim.claimant;
        uint64 due = uint64(block.timestamp) + _rollup.window();
        _cancelLater(index, claimant);
        _convictions[id] = Conviction(index, due, claimant, beneficiary, opened, false, false, claimIdOf(proof.parent));
        _pending.push(id);
        _rollup.stakes().freeze(claimant);
        _rollup.voidRoots(index, id);
        emit Convicted(index, id, claimant, proof.index, proof.rootAfter, actual, msg.sender, beneficiary, due);
    }

    function _improve(ClaimId id, address beneficiary, uint64 opened) private {
        Conviction storage conviction = _convictions[id];
        bool isEarlier = opened != 0 && (conviction.committedAt == 0 || opened < conviction.committedAt);
        if (!isEarlier) revert AlreadyConvicted(id);
        conviction.beneficiary = beneficiary;
        conviction.committedAt = opened;
        emit BeneficiaryChanged(id, beneficiary, opened);
    }

    /// Who built on a false root was judged on it. Each conviction is looked at once, and each costs a stake.
    function _cancelLater(uint64 index, address claimant) private {
        while (_pending.length > 0) {
            ClaimId id = _pending[_pending.length - 1];
            Conviction storage later = _convictions[id];
            if (later.index <= index) return;
            _pending.pop();
            if (later.claimant == claimant || block.timestamp >= later.due) continue;
            later.cancelled = true;
            _rollup.stakes().release(later.claimant);
            emit ConvictionCancelled(later.index, id, later.claimant);
        }
    }
}
