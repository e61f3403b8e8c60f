// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRollup} from "../interfaces/IRollup.sol";
import {IInbox} from "../interfaces/IInbox.sol";

/// What the time rules look at in a batch.
struct Progress {
    uint64 parentCursor;
    uint64 cursor;
    uint64 inboxLength;
    /// of the batch's last block, by its `chain` record
    uint64 time;
    /// no segment holds transactions
    bool inboxOnly;
}

/// @title When a batch comes too late, and the exemption for backlogs (rollup.md section 5)
/// @dev Times in seconds. Posting reverts where a rule is broken; block times are never moved.
library TimeRules {
    /// A batch works a backlog off if it reads at least as many entries as this, of more.
    uint64 internal constant BACKLOG = 256;

    /// @notice Reverts if an entry older than `inboxDelay` stays unread, or the chain's time is over `maxLag` behind L1's.
    /// @dev The cursor lies between the parent's and the inbox's length.
    function check(Progress memory progress, IInbox inbox, uint64 inboxDelay, uint64 maxLag) internal view {
        bool entriesRemain = progress.cursor < progress.inboxLength;
        bool backlog = worksOffBacklog(progress);
        if (entriesRemain && !backlog) {
            uint64 time = inbox.timeOf(progress.cursor);
            if (block.timestamp > uint256(time) + inboxDelay) revert IRollup.EntryOverdue(progress.cursor, time);
        }
        // Time stands at an unread entry's deadline, so it cannot catch up before the last of a backlog is read.
        if (!(entriesRemain && backlog) && block.timestamp > uint256(progress.time) + maxLag) {
            revert IRollup.TooFarBehind(progress.time, block.timestamp);
        }
    }

    /// Tens of thousands of overdue entries cannot all be read in one batch, so reading many is enough; but it takes a
    /// backlog, and real reading, or empty batches would free the clock.
    function worksOffBacklog(Progress memory progress) private pure returns (bool) {
        return progress.inboxOnly && progress.cursor - progress.parentCursor >= BACKLOG
            && progress.inboxLength - progress.parentCursor > BACKLOG;
    }
}
