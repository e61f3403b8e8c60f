// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry} from "../bridge/Entry.sol";
import {FraudProof, IChallenges} from "../interfaces/IChallenges.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {InboxView} from "../interfaces/IExecutor.sol";
import {Merkle} from "../proof/Merkle.sol";
import {dataIdOf, otherData} from "./DataId.sol";

/// @title Whether a proof speaks of what was posted: the segment, the roots around it, and the inbox as it stood then
library Evidence {
    /// @notice Reverts with what does not fit. The claims themselves are the caller's to check.
    function check(FraudProof calldata proof, IInbox inbox) internal view {
        if (dataIdOf(proof.data) != proof.claim.dataId) revert IChallenges.WrongData(proof.data.index);
        checkSegment(proof);
        checkRoots(proof);
        checkInbox(proof.inbox, proof.data.inboxLength, inbox);
    }

    function checkSegment(FraudProof calldata proof) private pure {
        bytes32 leaf = keccak256(proof.segment);
        if (!Merkle.includes(proof.data.dataRoot, proof.data.segments, leaf, proof.index, proof.segmentPath)) {
            revert IChallenges.SegmentNotPosted(proof.index);
        }
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
