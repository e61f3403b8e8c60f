// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry} from "../bridge/Entry.sol";
import {BlobOpening, FraudProof, IChallenges} from "../interfaces/IChallenges.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {InboxView} from "../interfaces/IExecutor.sol";
import {Merkle} from "../proof/Merkle.sol";
import {BlobLayout, Segments} from "../generated/Params.sol";
import {BlobSegments} from "./BlobSegments.sol";
import {dataIdOf, otherData} from "./DataId.sol";
import {Openings} from "./Openings.sol";

/// @title Whether a proof speaks of what was posted: the segment, the roots around it, and the inbox as it stood then
library Evidence {
    /// @notice Reverts with what does not fit. The claims themselves are the caller's to check.
    function check(FraudProof calldata proof, IInbox inbox) internal view {
        if (dataIdOf(proof.data) != proof.claim.dataId) revert IChallenges.WrongData(proof.data.index);
        checkSegment(proof);
        checkRoots(proof);
        checkInbox(proof.inbox, proof.data.inboxLength, inbox);
    }

    function checkSegment(FraudProof calldata proof) private view {
        bool isPosted = proof.opening.commitment.length > 0
            ? isInBlobs(proof)
            : Merkle.includes(
                proof.data.dataRoot, proof.data.segments, keccak256(proof.segment), proof.index, proof.segmentPath
            );
        if (!isPosted) revert IChallenges.SegmentNotPosted(proof.index);
    }

    /// A verdict on the head; the body is opened once that is known to be the posted one, and reverts where it is another.
    function isInBlobs(FraudProof calldata proof) private view returns (bool) {
        BlobOpening calldata opening = proof.opening;
        bool isData = BlobSegments.rootOf(opening.heads, opening.blobs) == proof.data.dataRoot
            && opening.heads.length == proof.data.segments * BlobSegments.HEAD_BYTES;
        if (!isData || proof.index >= proof.data.segments || proof.segmentPath.length > 0) return false;
        if (BlobSegments.headOf(proof.segment) != BlobSegments.headAt(opening.heads, proof.index)) return false;
        bytes32 blob = opening.blobs[proof.index / BlobLayout.RUNS];
        Openings.check(opening, blob, proof.index % BlobLayout.RUNS, proof.segment[Segments.HEAD_BYTES:]);
        return true;
    }

    function checkRoots(FraudProof calldata proof) private pure {
        bytes32 rootsRoot = proof.claim.rootsRoot;
        uint32 count = proof.claim.segments;
        uint32 index = proof.index;
        bool isBefore = index == 0
            ? proof.rootBefore == proof.parent.lastRoot && proof.rootBeforePath.length == 0
            : Merkle.includes(rootsRoot, count, proof.rootBefore, index - 1, proof.rootBeforePath);
        if (!isBefore || !Merkle.includes(rootsRoot, count, proof.rootAfter, index, proof.rootAfterPath)) {
            revert IChallenges.RootNotPosted(index);
        }
    }

    /// The length is the one that stood when the data was posted: what came later was not there to be read.
    function checkInbox(InboxView calldata given, uint64 length, IInbox inbox) private view {
        if (given.length != length) revert IChallenges.WrongInboxLength(given.length, length);
        uint256 end = uint256(given.first) + given.entries.length;
        if (end > length) revert IChallenges.EntriesNotInInbox(given.first);
        bytes32 rolling = inbox.rollingAt(given.first);
        for (uint256 i = 0; i < given.entries.length; i++) {
            rolling = Entry.roll(rolling, keccak256(given.entries[i]));
        }
        if (rolling != inbox.rollingAt(uint64(end))) revert IChallenges.EntriesNotInInbox(given.first);
    }
}
