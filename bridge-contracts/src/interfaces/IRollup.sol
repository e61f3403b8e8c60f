// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStakes} from "./IStakes.sol";
import {IInbox} from "./IInbox.sol";
import {IL1Bridge} from "./IL1Bridge.sol";
import {ChainRecordProof} from "../proof/ChainRecord.sol";
import {IChallenges} from "./IChallenges.sol";
import {ISuccession, L1Block} from "./ISuccession.sol";
import {BatchData, DataId} from "../rollup/DataId.sol";
import {Claim, ClaimId} from "../rollup/ClaimId.sol";

/// What L1 keeps of a batch.
struct Batch {
    DataId dataId;
    ClaimId claimId;
    uint64 claimTime;
}

/// @title The rollup: the order of the chain's transactions, and claims about where they lead
/// @notice Order is data and stands for ever once posted. Roots are claims of somebody with a stake, final after a window.
/// @dev rollup.md section 5, docs/formats.md section 6. Times in seconds, ether in wei. Batches count from 0, which is genesis.
interface IRollup is ISuccession {
    /// @notice The community's genesis, so that L1 alone is enough to rebuild the chain.
    event GenesisLogged(bytes32 indexed genesisHash, bytes32 indexed root, uint64 time, bytes genesis);

    /// @notice A batch. All that its data id and its claim id (of round 0, claimed at `l1Time`) are made of.
    event BatchPosted(
        uint64 indexed index,
        DataId indexed dataId,
        ClaimId indexed claimId,
        DataId parent,
        address poster,
        address claimant,
        uint64 l1Time,
        uint64 inboxLength,
        uint64 cursor,
        L1Block l1Block,
        bytes[] segments,
        bytes32[] roots
    );

    /// @notice A batch whose segments' bodies lie in blobs of its transaction. Else as `BatchPosted`.
    /// @param blobs versioned hashes of the blobs that hold segments
    /// @param heads of each segment flags u8, t u40 and the length of its body u16
    event BlobBatchPosted(
        uint64 indexed index,
        DataId indexed dataId,
        ClaimId indexed claimId,
        DataId parent,
        address poster,
        address claimant,
        uint64 l1Time,
        uint64 inboxLength,
        uint64 cursor,
        L1Block l1Block,
        bytes32[] blobs,
        bytes heads,
        bytes32[] roots
    );

    /// @notice Roots were claimed anew for data whose roots were void.
    event RootsPosted(
        uint64 indexed index, DataId indexed dataId, ClaimId indexed claimId, Claim claim, bytes32[] roots
    );

    /// @notice The roots of batches `index` to `end` - 1 are void, as claim `claimId` of the first was shown to be wrong. Their data stands.
    /// @param round of claims from now on
    event RootsVoided(uint64 indexed index, ClaimId indexed claimId, uint64 end, uint64 round);

    /// @notice The hash of an L1 block is kept for good.
    event BlockHashKept(uint64 indexed number, bytes32 hash);

    /// @notice A genesis later than L1's time, or without a root.
    error BadGenesis(bytes32 root, uint64 time);

    /// @notice The window is zero or over a year.
    error BadWindow(uint64 window);

    /// @notice There is no contract at the executor's address.
    error BadExecutor(address executor);

    /// @notice The roots of batches `from` to `end` - 1 are void: they have to be posted anew first.
    error RootsMissing(uint64 from, uint64 end);

    /// @notice All `batches` have roots that stand.
    error NoRootsMissing(uint64 batches);

    /// @notice The data given is not that of batch `index`, the first without roots.
    error WrongData(uint64 index);

    /// @notice Voiding roots is the Challenges' alone.
    error NotTheChallenges(address sender);

    /// @notice Only the sequencer's posting key may post.
    error NotThePoster(address sender, address poster);

    /// @notice The claimant's stake does not suffice.
    error StakeTooLow(address staker, uint256 staked, uint256 required);

    /// @notice The parent given is not the last batch with the claim that stands for it.
    error NotTheHead(ClaimId given, ClaimId head);

    /// @notice The hash of this L1 block is not known any more, or not yet.
    error UnknownL1Block(uint64 number);

    /// @notice L1 has another block at this number: it was reorganised.
    error WrongL1Block(uint64 number, bytes32 given, bytes32 actual);

    /// @notice A batch without segments.
    error NoSegments();

    /// @notice Each segment needs one root.
    error RootsMismatch(uint256 segments, uint256 roots);

    /// @notice Segment `index` is over its size.
    error SegmentTooLong(uint256 index, uint256 length, uint256 limit);

    /// @notice The transaction has no blob `index`, in which segments would lie.
    error BlobMissing(uint256 index);

    /// @notice Segment `index` carries a time that L1 has not reached.
    error TimeAhead(uint256 index, uint64 time, uint256 l1Time);

    /// @notice The last segment does not end its block.
    error BlockUnfinished();

    /// @notice The proof does not show this `chain` record in the last root, or its block is open.
    error ChainRecordNotProven(bytes32 root);

    /// @notice The cursor lies before the parent's or past the inbox's end.
    error CursorOutOfRange(uint64 cursor, uint64 parentCursor, uint64 inboxLength);

    /// @notice The inbox's rolling hash at the cursor is another: entries changed places in a reorganisation.
    error WrongInbox(uint64 cursor, bytes32 given, bytes32 actual);

    /// @notice Entry `index` of `time` is older than the inbox delay and stays unread.
    error EntryOverdue(uint64 index, uint64 time);

    /// @notice The chain's time is further behind L1's than `maxLag`.
    error TooFarBehind(uint64 time, uint256 l1Time);

    /// @notice Posts a batch as child of the last one, and claims its roots.
    /// @dev MUST revert by any broken rule above. MUST NOT revert for what honest data and roots can hold: cursor and time come from
    /// a claimed root, and who would build on a false one has to convict it first.
    /// @param parent the claim that stands for the last batch
    /// @param l1Block a recent L1 block the batch was made on; its hash is kept
    /// @param inboxRolling the inbox's rolling hash at the cursor after this batch
    /// @param chain the `chain` record in the last root
    /// @param segments at least one; the last one ends its block
    /// @param roots the state root after each segment
    function postBatch(
        Claim calldata parent,
        L1Block calldata l1Block,
        bytes32 inboxRolling,
        ChainRecordProof calldata chain,
        bytes[] calldata segments,
        bytes32[] calldata roots
    ) external;

    /// @notice Posts a batch whose segments' bodies lie in blobs of this transaction; else as `postBatch`.
    /// @dev Segment i has run i % 62 of blob i / 62: 66 field elements, of which the last 31 bytes count.
    /// @param heads of each segment flags u8, t u40 and the length of its body u16, side by side
    function postBlobBatch(
        Claim calldata parent,
        L1Block calldata l1Block,
        bytes32 inboxRolling,
        ChainRecordProof calldata chain,
        bytes calldata heads,
        bytes32[] calldata roots
    ) external;

    /// @notice Claims roots for the first batch whose roots are void. Anybody with a stake MAY send it, with the stake as the claimant.
    /// @dev No rule of time applies: the data stands. A new window begins.
    /// @param parent the claim that stands for the batch before
    function postRoots(
        BatchData calldata data,
        Claim calldata parent,
        ChainRecordProof calldata chain,
        bytes32[] calldata roots
    ) external;

    /// @notice Makes the roots from batch `index` on void, in O(1).
    /// @dev MUST revert for any other sender than the Challenges.
    function voidRoots(uint64 index, ClaimId claimId) external;

    /// @notice Keeps the hash of a recent L1 block for good. Anybody MAY send it.
    /// @dev MUST revert with `UnknownL1Block` if the hash is not known any more, and was not kept.
    function keepBlockHash(uint64 number) external returns (bytes32 hash);

    /// @notice Whether `claimId` stands for batch `index` and its window is over. Genesis is final from the start.
    function isFinal(uint64 index, ClaimId claimId) external view returns (bool);

    /// @notice Batch `index`; zeros if there is none.
    function batchOf(uint64 index) external view returns (Batch memory);

    /// @notice Batches whose order stands, genesis included.
    function batchCount() external view returns (uint64);

    /// @notice The first so many batches have roots that stand.
    function claimCount() external view returns (uint64);

    /// @notice How often roots were made void.
    function round() external view returns (uint64);

    /// @notice The hash of L1 block `number` if it was kept, else 0.
    function blockHashOf(uint64 number) external view returns (bytes32);

    /// @notice keccak256 of the genesis JSON.
    function genesisHash() external view returns (bytes32);

    /// @notice How long roots can be challenged.
    function window() external view returns (uint64);

    /// @notice How long an inbox entry may stay unread.
    function inboxDelay() external view returns (uint64);

    /// @notice How far a batch's last block may be behind L1's time.
    function maxLag() external view returns (uint64);

    /// @notice The stake a claimant needs.
    function requiredStake() external view returns (uint256);

    function inbox() external view returns (IInbox);

    function bridge() external view returns (IL1Bridge);

    /// @notice The contract that held the bridge's creation code at the deployment.
    function bridgeCode() external view returns (address);

    function stakes() external view returns (IStakes);

    function challenges() external view returns (IChallenges);
}
