// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ClaimId, Claim} from "../rollup/ClaimId.sol";
import {BatchData} from "../rollup/DataId.sol";
import {IExecutor, InboxView, Witness} from "./IExecutor.sol";

/// What shows that a blob holds a segment's body, in the run that its place in the batch gives it. Of a segment that came as
/// calldata all of it is empty.
struct BlobOpening {
    /// of the batch: versioned hashes of its blobs, and the heads of all its segments, as `BlobBatchPosted` has them
    bytes32[] blobs;
    bytes heads;
    /// 48 bytes; of a segment in a blob never empty
    bytes commitment;
    /// 48 bytes for each element that holds bytes of the body
    bytes proofs;
    /// of these elements the first bytes, which mean nothing
    bytes firstBytes;
    /// what stands in the last of them behind the body
    bytes rest;
}

/// What shows that a claimed root is not what its segment leads to.
struct FraudProof {
    BatchData data;
    /// the claim that is challenged
    Claim claim;
    /// the claim that stands for the batch before
    Claim parent;
    /// which segment of the batch
    uint32 index;
    bytes segment;
    bytes32[] segmentPath;
    /// of segment 0 the parent's last root, with an empty path
    bytes32 rootBefore;
    bytes32[] rootBeforePath;
    bytes32 rootAfter;
    bytes32[] rootAfterPath;
    Witness witness;
    InboxView inbox;
    /// data contracts of `stageWitness`, whose bytes stand before the witness's proof
    address[] staged;
    BlobOpening opening;
}

/// A claim that was shown to be wrong.
struct Conviction {
    uint64 index;
    /// from when the penalty can be taken
    uint64 due;
    address claimant;
    /// 0: nobody had committed to a proof, all is burned
    address beneficiary;
    /// L1 block of the commitment that was opened
    uint64 committedAt;
    bool cancelled;
    bool settled;
    ClaimId parent;
}

/// @title Fraud proofs: one transaction convicts a wrong root
/// @dev rollup.md section 5. Three outcomes and no fourth: evidence that does not fit reverts, a root that differs is fraud, one that
/// is equal reverts with `NoFraud`.
interface IChallenges {
    event ProofCommitted(bytes32 indexed commitment, address indexed sender, uint64 l1Block);
    event WitnessStaged(address indexed part, bytes32 hash);
    event Convicted(
        uint64 indexed index,
        ClaimId indexed claimId,
        address indexed claimant,
        uint32 segment,
        bytes32 claimedRoot,
        bytes32 actualRoot,
        address prover,
        address beneficiary,
        uint64 due
    );
    event BeneficiaryChanged(ClaimId indexed claimId, address indexed beneficiary, uint64 committedAt);
    event ConvictionCancelled(uint64 indexed index, ClaimId indexed claimId, address indexed claimant);
    event PenaltyTaken(ClaimId indexed claimId, address indexed claimant, address indexed beneficiary, uint256 burned, uint256 credited);

    /// @notice The root is right.
    error NoFraud(bytes32 root);

    /// @notice The data given is not that of batch `index`.
    error WrongData(uint64 index);

    /// @notice The claim does not stand for its batch, or not any more.
    error NotStanding(uint64 index, ClaimId claimId);

    /// @notice The window of the claim is over, or that of its conviction.
    error WindowOver(uint64 end);

    /// @notice The parent given is not the claim of the batch before.
    error WrongParent(ClaimId given, ClaimId actual);

    /// @notice Segment `index` is not among those posted, or its bytes are others.
    error SegmentNotPosted(uint32 index);

    /// @notice The opening has not as many elements as the segment needs.
    error BadOpening();

    /// @notice Element `index` of the blob is another.
    error ElementNotInBlob(uint256 index);

    /// @notice The root before or after segment `index` is not the one claimed.
    error RootNotPosted(uint32 index);

    /// @notice The entries do not follow each other in the inbox from `first` on.
    error EntriesNotInInbox(uint64 first);

    /// @notice The inbox length is not the one in the data.
    error WrongInboxLength(uint64 given, uint64 actual);

    /// @notice `part` holds no staged witness.
    error NotStaged(address part);

    /// @notice The commitment is known already.
    error AlreadyCommitted(bytes32 commitment);

    /// @notice The claim was convicted before, and this commitment is not an earlier one.
    error AlreadyConvicted(ClaimId claimId);

    /// @notice There is no penalty to take for this claim, or not yet.
    error NothingDue(ClaimId claimId);

    /// @notice Says, without saying which, that the sender holds a proof.
    /// @param commitment keccak256(abi.encode(beneficiary, keccak256(calldata))), the whole calldata of the `proveFraud` to come
    function commitProof(bytes32 commitment) external;

    /// @notice Keeps bytes of a witness that does not fit into one transaction. Anybody MAY send it.
    /// @return part to be named in `FraudProof.staged`
    function stageWitness(bytes calldata bytes_) external returns (address part);

    /// @notice Convicts a claim. Without a commitment of an earlier L1 block to this proof and beneficiary the whole stake is burned.
    /// @dev A claim that is convicted already can be proven wrong anew while its penalty is not due, with an earlier commitment.
    function proveFraud(address beneficiary, FraudProof calldata proof) external;

    /// @notice Takes the stake of a convicted claimant: half is burned, half credited to the beneficiary. Anybody MAY send it.
    function takePenalty(ClaimId claimId) external;

    /// @notice The conviction of a claim; zeros if there is none.
    function convictionOf(ClaimId claimId) external view returns (Conviction memory);

    /// @notice L1 block of a commitment; 0 if there is none.
    function committedAt(bytes32 commitment) external view returns (uint64 l1Block);

    /// @notice Re-runs segments.
    function executor() external view returns (IExecutor);
}
