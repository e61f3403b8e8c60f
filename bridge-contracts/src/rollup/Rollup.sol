// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRollup, Batch} from "../interfaces/IRollup.sol";
import {L1Block} from "../interfaces/ISuccession.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {IL1Bridge} from "../interfaces/IL1Bridge.sol";
import {IChallenges} from "../interfaces/IChallenges.sol";
import {ChainRecord, ChainRecordProof, ChainRecords} from "../proof/ChainRecord.sol";
import {Merkle} from "../proof/Merkle.sol";
import {BlobSegments} from "./BlobSegments.sol";
import {CalldataSegments} from "./CalldataSegments.sol";
import {Claim, ClaimId, claimIdOf} from "./ClaimId.sol";
import {Config} from "./Config.sol";
import {BatchData, DataId, dataIdOf, genesisDataId} from "./DataId.sol";
import {L1History} from "./L1History.sol";
import {StoredCode} from "./StoredCode.sol";
import {Succession} from "./Succession.sol";
import {Progress, TimeRules} from "./TimeRules.sol";

/// @title The rollup
/// @dev It deploys the stakes, which deploy those that may take them, and the bridge, which deploys its inbox and the token: all know each other from
/// their constructors, with nothing to wire afterwards and nobody who could.
contract Rollup is Succession {
    using ChainRecords for ChainRecordProof;

    /// What a batch's event says beside what was posted.
    struct Posted {
        uint64 index;
        DataId dataId;
        ClaimId claimId;
        address claimant;
        uint64 inboxLength;
        uint64 cursor;
    }

    /// @inheritdoc IRollup
    bytes32 public immutable genesisHash;
    /// @inheritdoc IRollup
    uint64 public immutable inboxDelay;
    /// @inheritdoc IRollup
    uint64 public immutable maxLag;
    /// @inheritdoc IRollup
    IInbox public immutable inbox;
    /// @inheritdoc IRollup
    IL1Bridge public immutable bridge;
    /// @inheritdoc IRollup
    address public immutable bridgeCode;
    /// @inheritdoc IRollup
    IChallenges public immutable challenges;

    /// @inheritdoc IRollup
    uint64 public batchCount;
    /// @inheritdoc IRollup
    uint64 public claimCount;
    /// @inheritdoc IRollup
    uint64 public round;
    /// @inheritdoc IRollup
    mapping(uint64 number => bytes32) public blockHashOf;

    mapping(uint64 index => Batch) private _batches;

    constructor(Config memory config) Succession(config) {
        _checkConfig(config);
        genesisHash = keccak256(config.genesis);
        inboxDelay = config.inboxDelay;
        maxLag = config.maxLag;
        challenges = stakes.challenges();
        bridgeCode = config.bridgeCode;
        bridge = IL1Bridge(StoredCode.create(config.bridgeCode, abi.encode(config.inboxFee, config.tokenCode)));
        inbox = bridge.inbox();

        DataId dataId = genesisDataId(block.chainid, address(this), keccak256(config.genesis));
        batchCount = 1;
        _store(0, Claim(dataId, 0, address(0), 0, config.genesisRoot, config.genesisRoot, 0, 0));
        emit GenesisLogged(keccak256(config.genesis), config.genesisRoot, config.genesisTime, config.genesis);
    }

    /// @inheritdoc IRollup
    function postBatch(
        Claim calldata parent,
        L1Block calldata l1Block,
        bytes32 inboxRolling,
        ChainRecordProof calldata chain,
        bytes[] calldata segments,
        bytes32[] calldata roots
    ) external {
        (bytes32 dataRoot, bool inboxOnly) = CalldataSegments.read(segments, roots.length);
        Posted memory posted = _append(parent, l1Block, inboxRolling, chain, dataRoot, inboxOnly, roots);
        emit BatchPosted(
            posted.index,
            posted.dataId,
            posted.claimId,
            parent.dataId,
            msg.sender,
            posted.claimant,
            uint64(block.timestamp),
            posted.inboxLength,
            posted.cursor,
            l1Block,
            segments,
            roots
        );
    }

    /// @inheritdoc IRollup
    function postBlobBatch(
        Claim calldata parent,
        L1Block calldata l1Block,
        bytes32 inboxRolling,
        ChainRecordProof calldata chain,
        bytes calldata heads,
        bytes32[] calldata roots
    ) external {
        (bytes32 dataRoot, bytes32[] memory blobs, bool inboxOnly) = BlobSegments.read(heads, roots.length);
        Posted memory posted = _append(parent, l1Block, inboxRolling, chain, dataRoot, inboxOnly, roots);
        emit BlobBatchPosted(
            posted.index,
            posted.dataId,
            posted.claimId,
            parent.dataId,
            msg.sender,
            posted.claimant,
            uint64(block.timestamp),
            posted.inboxLength,
            posted.cursor,
            l1Block,
            blobs,
            heads,
            roots
        );
    }

    /// @inheritdoc IRollup
    function postRoots(
        BatchData calldata data,
        Claim calldata parent,
        ChainRecordProof calldata chain,
        bytes32[] calldata roots
    ) external {
        uint64 index = claimCount;
        _checkVoid(index, data);
        _checkParent(index, parent);
        if (roots.length != data.segments) revert RootsMismatch(data.segments, roots.length);
        bytes32 last = roots[roots.length - 1];
        uint64 cursor = _checkChain(parent.cursor, data.inboxLength, chain, last).cursor;

        uint64 time = uint64(block.timestamp);
        // A claim can be convicted until its window ends, and the penalty falls due one window after that.
        _lockStake(msg.sender, time + 2 * window);
        Claim memory claim = Claim(
            _batches[index].dataId, round, msg.sender, time, Merkle.root(roots), last, cursor, uint32(roots.length)
        );
        emit RootsPosted(index, claim.dataId, _store(index, claim), claim, roots);
        if (!_areRootsMissing()) _rootsComplete();
    }

    /// @inheritdoc IRollup
    function voidRoots(uint64 index, ClaimId claimId) external {
        if (msg.sender != address(challenges)) revert NotTheChallenges(msg.sender);
        // Without roots the sequencer could not answer a takeover that is under way.
        _cancelPending();
        uint64 end = claimCount;
        claimCount = index;
        round++;
        emit RootsVoided(index, claimId, end, round);
    }

    /// @inheritdoc IRollup
    function keepBlockHash(uint64 number) external returns (bytes32 hash) {
        hash = blockHashOf[number];
        if (hash != 0) return hash;
        hash = L1History.hashOf(number);
        if (hash == 0) revert UnknownL1Block(number);
        blockHashOf[number] = hash;
        emit BlockHashKept(number, hash);
    }

    /// @inheritdoc IRollup
    function isFinal(uint64 index, ClaimId claimId) external view returns (bool) {
        Batch storage batch = _batches[index];
        if (index >= claimCount || batch.claimId != claimId) return false;
        return index == 0 || uint256(batch.claimTime) + window <= block.timestamp;
    }

    /// @inheritdoc IRollup
    function batchOf(uint64 index) external view returns (Batch memory) {
        return _batches[index];
    }

    function _checkConfig(Config memory config) private view {
        if (config.genesisRoot == 0 || config.genesisTime > block.timestamp) {
            revert BadGenesis(config.genesisRoot, config.genesisTime);
        }
        if (address(config.executor).code.length == 0) revert BadExecutor(address(config.executor));
    }

    /// Who would build on roots that are void, or that nobody answers for, could not be judged.
    function _checkHead(Claim calldata parent) private view {
        if (_areRootsMissing()) revert RootsMissing(claimCount, batchCount);
        _checkParent(batchCount, parent);
    }

    function _checkParent(uint64 index, Claim calldata parent) private view {
        ClaimId given = claimIdOf(parent);
        ClaimId head = _batches[index - 1].claimId;
        if (given != head) revert NotTheHead(given, head);
    }

    function _checkVoid(uint64 index, BatchData calldata data) private view {
        if (index == batchCount) revert NoRootsMissing(index);
        if (dataIdOf(data) != _batches[index].dataId) revert WrongData(index);
    }

    function _batchesPosted() internal view override returns (uint64) {
        return batchCount;
    }

    function _areRootsMissing() internal view override returns (bool) {
        return claimCount != batchCount;
    }

    /// The hash is looked up in L1 itself, not among the kept ones: a batch or an offer has to be of now.
    function _checkL1Block(L1Block calldata l1Block) internal override {
        bytes32 actual = L1History.hashOf(l1Block.number);
        if (actual == 0) revert UnknownL1Block(l1Block.number);
        if (actual != l1Block.hash) revert WrongL1Block(l1Block.number, l1Block.hash, actual);
        if (blockHashOf[l1Block.number] != 0) return;
        blockHashOf[l1Block.number] = actual;
        emit BlockHashKept(l1Block.number, actual);
    }

    function _checkChain(uint64 parentCursor, uint64 inboxLength, ChainRecordProof calldata chain, bytes32 root)
        private
        pure
        returns (ChainRecord memory record)
    {
        record = ChainRecords.decode(chain.fields);
        if (record.open || !chain.isUnder(root)) revert ChainRecordNotProven(root);
        if (record.cursor < parentCursor || record.cursor > inboxLength) {
            revert CursorOutOfRange(record.cursor, parentCursor, inboxLength);
        }
    }

    function _checkTimes(
        uint64 parentCursor,
        uint64 inboxLength,
        bytes32 inboxRolling,
        ChainRecord memory record,
        bool inboxOnly
    ) private view {
        bytes32 actual = inbox.rollingAt(record.cursor);
        if (inboxRolling != actual) revert WrongInbox(record.cursor, inboxRolling, actual);
        Progress memory progress = Progress(parentCursor, record.cursor, inboxLength, record.time, inboxOnly);
        TimeRules.check(progress, inbox, inboxDelay, maxLag);
    }

    function _append(
        Claim calldata parent,
        L1Block calldata l1Block,
        bytes32 inboxRolling,
        ChainRecordProof calldata chain,
        bytes32 dataRoot,
        bool inboxOnly,
        bytes32[] calldata roots
    ) private returns (Posted memory posted) {
        posted.claimant = _checkPoster();
        _checkHead(parent);
        _checkL1Block(l1Block);
        bytes32 last = roots[roots.length - 1];
        posted.inboxLength = inbox.length();
        ChainRecord memory record = _checkChain(parent.cursor, posted.inboxLength, chain, last);
        _checkTimes(parent.cursor, posted.inboxLength, inboxRolling, record, inboxOnly);
        posted.cursor = record.cursor;
        posted.index = batchCount;
        uint64 time = uint64(block.timestamp);
        uint32 count = uint32(roots.length);
        posted.dataId =
            dataIdOf(BatchData(parent.dataId, posted.index, msg.sender, time, posted.inboxLength, dataRoot, count));
        _lockStake(posted.claimant, _servesUntil(time));
        batchCount = posted.index + 1;
        posted.claimId = _store(
            posted.index, Claim(posted.dataId, 0, posted.claimant, time, Merkle.root(roots), last, record.cursor, count)
        );
        _heard();
    }

    function _store(uint64 index, Claim memory claim) private returns (ClaimId claimId) {
        claimId = claimIdOf(claim);
        _batches[index] = Batch(claim.dataId, claimId, claim.claimTime);
        claimCount = index + 1;
    }
}
