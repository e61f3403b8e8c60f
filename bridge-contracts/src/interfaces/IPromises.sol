// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ChainRecordProof} from "../proof/ChainRecord.sol";
import {Claim, ClaimId} from "../rollup/ClaimId.sol";

/// What a sequencer signs of a block (docs/formats.md section 7).
struct Header {
    /// of this chain, not of L1
    uint256 chainId;
    uint256 number;
    bytes32 parentHash;
    /// the newest L1 block that the block builds on
    uint256 l1Number;
    bytes32 l1Hash;
    uint256 time;
    bytes32 stateRoot;
    bytes32 bodyHash;
}

struct SignedHeader {
    Header header;
    /// r ‖ s ‖ v, low s, v 27 or 28
    bytes signature;
}

/// A root behind a block, as somebody claims it, with the block's number and body under it.
struct ClaimedBlock {
    /// of the batch
    uint64 index;
    /// the one that stands for it
    Claim claim;
    /// the last one of the block
    uint32 segment;
    bytes32 root;
    bytes32[] path;
    ChainRecordProof chain;
}

enum Breach {
    /// two headers with the same number and parent
    Equivocation,
    /// a header that the posted block is not
    Broken,
    /// a header above the last block of a term that is over
    Abandoned
}

/// What a breach costs, and on what it rests.
struct Penalty {
    /// from when it can be taken
    uint64 due;
    /// L1 block of the commitment that was opened
    uint64 committedAt;
    uint64 index;
    Breach breach;
    /// the stake was frozen: nobody else's claim can turn out to be a lie
    bool frozen;
    bool settled;
    address staker;
    /// 0: nobody had committed to a proof, all is burned
    address beneficiary;
    /// what stands for batch `index`; 0 where signatures alone are the proof
    ClaimId claim;
}

/// @title What broken promises cost
/// @notice A header counts if it is of this chain and signed by the term's key, and names an L1 block of the term or later that L1
/// still has: nobody is held to what was signed on another branch of L1.
/// @dev rollup.md section 5, docs/formats.md section 7. Times in seconds, ether in wei. Evidence that does not fit reverts.
interface IPromises {
    event BreachProven(
        bytes32 indexed id,
        uint64 indexed term,
        address indexed staker,
        Breach breach,
        uint256 number,
        address prover,
        address beneficiary,
        uint64 due
    );
    event BreachBeneficiaryChanged(bytes32 indexed id, address indexed beneficiary, uint64 committedAt);
    event BreachCancelled(bytes32 indexed id, address indexed staker);
    event BreachPenaltyTaken(
        bytes32 indexed id, address indexed staker, address indexed beneficiary, uint256 burned, uint256 credited
    );

    /// @notice There is no such term, or it has not begun.
    error TermNotBegun(uint64 term);

    /// @notice The next term has not begun.
    error TermNotOver(uint64 term);

    /// @notice The header is of another chain.
    error WrongChain(uint256 chainId);

    /// @notice The signature is not by the signing key of the term, or not in its one form.
    error NotTheSigner(bytes32 digest);

    /// @notice L1 has another block there, or it is older than the term: the promise binds nobody.
    error OriginNotCanonical(uint256 number, bytes32 given);

    /// @notice The headers are one and the same, or not of the same number and parent.
    error NoEquivocation();

    /// @notice The batch is not of the term, or not its last.
    error NotOfTheTerm(uint64 index);

    /// @notice The claim does not stand for its batch, or not any more.
    error NotStanding(uint64 index, ClaimId claimId);

    /// @notice The root is not the one claimed there, or does not show this `chain` record.
    error RootNotPosted(uint32 segment);

    /// @notice Under the root stands the block `number`, or none that is whole.
    error WrongBlock(uint64 number);

    /// @notice The block is the one that was promised.
    error PromiseKept(uint256 number);

    /// @notice There is no stake left that could answer for it.
    error NothingStaked(address staker);

    /// @notice It was proven before, and this commitment is not an earlier one.
    error AlreadyProven(bytes32 id);

    /// @notice There is no penalty to take, or not yet.
    error NothingDue(bytes32 id);

    /// @notice A wrong root of the same staker was convicted: its penalty comes first.
    error FraudFirst(address staker);

    /// @notice Two headers by the key of `term` for one number and parent. The whole stake answers for it.
    /// @dev For the beneficiary see IChallenges: a commitment to this very calldata of an earlier L1 block, made there, or all is burned.
    function proveEquivocation(uint64 term, SignedHeader calldata a, SignedHeader calldata b, address beneficiary)
        external;

    /// @notice A header whose state root or body is not that of the block with its number which the same term posted. The whole
    /// stake answers for it, if the claim shown still stands when the penalty is due.
    function proveBrokenPromise(
        uint64 term,
        SignedHeader calldata signed,
        ClaimedBlock calldata posted,
        address beneficiary
    ) external;

    /// @notice A header above the last block of a term that is over. Half of the stake is burned; it pays nobody.
    /// @param last the last block before the next term's first batch
    function proveAbandonedPromise(uint64 term, SignedHeader calldata signed, ClaimedBlock calldata last) external;

    /// @notice Takes what a breach costs, once it is due; or cancels it, as soon as the claim that it rests on does not stand any
    /// more. Anybody MAY send it.
    function takePenalty(bytes32 id) external;

    /// @notice A breach: keccak256(abi.encode(breach, digest, other digest or 0)), of two digests the lower one first. Zeros if there is none.
    function penaltyOf(bytes32 id) external view returns (Penalty memory);

    /// @notice The id of this chain, which every header names.
    function chainId() external view returns (uint256);
}
