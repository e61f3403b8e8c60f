// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../generated/Kinds.sol";
import {Segments, SkipCodes} from "../../generated/Params.sol";
import {ChainRecord, State} from "../../generated/State.sol";
import {InboxView} from "../../interfaces/IExecutor.sol";
import {SegmentHead} from "../../rollup/SegmentHead.sol";
import {EntryCodec, InboxEntry} from "../codec/Entry.sol";
import {SegmentCodec} from "../codec/Segment.sol";
import {Item, TransactionCodec} from "../codec/Transaction.sol";
import {Arithmetic} from "../rules/Arithmetic.sol";
import {Run} from "./Call.sol";
import {EntryExecution} from "./Entry.sol";
import {Memory} from "./Memory.sol";
import {Outcome} from "./Outcome.sol";
import {TransactionExecution} from "./Transaction.sol";

/// @title What one posted segment does to the records in the ledger
/// @dev Mirrors state-machine/execute/segment.ts. Total: every byte string has exactly one result. rollup.md section 4.
library SegmentExecution {
    /// Counts of items, and of the records that their kinds may touch.
    struct Limits {
        uint256 items;
        uint256 records;
    }

    /// The evidence is incomplete: the segment reads an entry that was not given.
    error EntryMissing(uint256 index);

    /// @notice Runs a segment; `run` gets its time here.
    /// @return outcomes a byte for each item or entry
    function runSegment(Run memory run, bytes calldata segment, InboxView calldata inbox)
        internal
        returns (bytes memory outcomes)
    {
        run.now_ = openBlock(SegmentHead.time(segment), inbox, run.genesis.parameters.inboxDelay);
        outcomes = SegmentHead.isInbox(segment)
            ? readEntries(run, SegmentCodec.count(segment), inbox)
            : executeItems(run, segment);
        finish(segment);
    }

    /// The time of the block that runs, begun with time `t` where none is open.
    function openBlock(uint256 t, InboxView calldata inbox, uint256 inboxDelay) private returns (uint256) {
        ChainRecord memory chain = State.getChain();
        if (chain.open == 1) return chain.time;
        chain.time = blockTime(chain, t, inbox, inboxDelay);
        unchecked {
            chain.number += 1;
        }
        (chain.open, chain.bodyHash) = (1, 0);
        State.putChain(chain);
        return chain.time;
    }

    /// max(parent's, min(t, time of the oldest unread entry + inboxDelay)). rollup.md section 4.
    function blockTime(ChainRecord memory chain, uint256 t, InboxView calldata inbox, uint256 inboxDelay)
        private
        pure
        returns (uint256)
    {
        if (chain.cursor < inbox.length) {
            (InboxEntry memory oldest,) = EntryCodec.decodeEntry(entryAt(inbox, chain.cursor));
            unchecked {
                t = Arithmetic.min(t, oldest.time + inboxDelay);
            }
        }
        return Arithmetic.max(chain.time, t);
    }

    function entryAt(InboxView calldata inbox, uint256 index) private pure returns (bytes calldata) {
        unchecked {
            // Below `first` it wraps, and is above the highest.
            uint256 place = index - inbox.first;
            if (place >= inbox.entries.length) revert EntryMissing(index);
            return inbox.entries[place];
        }
    }

    /// Reads up to `count` entries, never past the limit or the inbox's end.
    function readEntries(Run memory run, uint256 count, InboxView calldata inbox) private returns (bytes memory outcomes) {
        uint256 cursor = State.getChain().cursor;
        uint256 unread = cursor < inbox.length ? inbox.length - cursor : 0;
        uint256 readable = Arithmetic.min(Arithmetic.min(count, Segments.ENTRIES), unread);
        outcomes = new bytes(readable);
        uint256 free = Memory.mark();
        for (uint256 i = 0; i < readable; i++) {
            outcomes[i] = bytes1(readNext(run, inbox));
            Memory.release(free);
        }
    }

    function readNext(Run memory run, InboxView calldata inbox) private returns (uint8) {
        ChainRecord memory chain = State.getChain();
        bytes calldata entry = entryAt(inbox, chain.cursor);
        unchecked {
            chain.cursor += 1;
        }
        State.putChain(chain);
        return EntryExecution.executeEntry(run, entry);
    }

    /// Of what stands behind the first item too many nothing is read.
    function executeItems(Run memory run, bytes calldata segment) private returns (bytes memory outcomes) {
        outcomes = new bytes(Segments.TRANSACTIONS + 1);
        Limits memory limits = Limits({items: 0, records: Segments.SHARED_RECORDS});
        uint256 free = Memory.mark();
        uint256 place = Segments.HEAD_BYTES;
        while (place < segment.length && limits.items < outcomes.length) {
            bytes calldata content;
            (content, place) = SegmentCodec.item(segment, place);
            outcomes[limits.items] = bytes1(executeItem(run, content, limits));
            limits.items++;
            Memory.release(free);
        }
        shorten(outcomes, limits.items);
    }

    function executeItem(Run memory run, bytes calldata content, Limits memory limits) private returns (uint8) {
        (bool ok, Item memory item) = TransactionCodec.decodeItem(content);
        if (!ok) return Outcome.skipped(SkipCodes.UNDECODABLE);
        uint256 records = limits.records + Kinds.records(item.call.facts);
        bool fits = limits.items < Segments.TRANSACTIONS && records <= Segments.RECORDS;
        if (!fits) return Outcome.skipped(SkipCodes.OVER_LIMITS);
        limits.records = records;
        if (item.isOperation) return TransactionExecution.executeOperation(run, item.call);
        return TransactionExecution.executeTransaction(run, item, false);
    }

    function shorten(bytes memory outcomes, uint256 length) private pure {
        assembly ("memory-safe") {
            mstore(outcomes, length)
        }
    }

    function finish(bytes calldata segment) private {
        ChainRecord memory chain = State.getChain();
        chain.bodyHash = keccak256(abi.encodePacked(chain.bodyHash, keccak256(segment)));
        chain.open = SegmentHead.isLast(segment) ? 0 : 1;
        State.putChain(chain);
    }
}
