// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../generated/Kinds.sol";
import {Entries, SkipCodes} from "../../generated/Params.sol";
import {SystemAddress} from "../codec/Address.sol";
import {CallCodec} from "../codec/Call.sol";
import {EntryCodec, InboxEntry} from "../codec/Entry.sol";
import {Call, Item, TransactionCodec} from "../codec/Transaction.sol";
import {Ether} from "../rules/Ether.sol";
import {Pool} from "../rules/Pool.sol";
import {Run} from "./Call.sol";
import {Outcome} from "./Outcome.sol";
import {TransactionExecution} from "./Transaction.sol";

/// @title Inbox entries
/// @dev Mirrors state-machine/execute/entry.ts. Total: an entry that can never be valid is skipped. rollup.md section 5.
library EntryExecution {
    /// @notice Reads one entry, packed as it is hashed. Deposits always take effect; the others bring their fee to the pool, whatever
    /// becomes of the call.
    function executeEntry(Run memory run, bytes calldata packed) internal returns (uint8) {
        (InboxEntry memory entry, bytes calldata payload) = EntryCodec.decodeEntry(packed);
        if (entry.kind == Entries.DEPOSIT) {
            Ether.depositEther(run.genesis, run.now_, EntryCodec.receiverOf(payload), entry.value);
            return Outcome.SUCCESS;
        }
        // A value has 96 bits.
        Pool.changePoolEther(int256(entry.value), run.now_, run.genesis.parameters);
        if (entry.kind == Entries.FORCED) return executeForced(run, payload);
        return entry.kind == Entries.SEND ? executeSend(run, entry.from, payload) : Outcome.skipped(SkipCodes.UNDECODABLE);
    }

    function executeForced(Run memory run, bytes calldata payload) private returns (uint8) {
        (bool ok, Item memory item) = TransactionCodec.decodeItem(payload);
        if (!ok || item.isOperation) return Outcome.skipped(SkipCodes.UNDECODABLE);
        return TransactionExecution.executeTransaction(run, item, true);
    }

    function executeSend(Run memory run, address sender, bytes calldata payload) private returns (uint8) {
        (bool ok, uint256 value, address target, bytes calldata data) = EntryCodec.decodeSend(payload);
        if (!ok) return Outcome.skipped(SkipCodes.UNDECODABLE);
        Call memory call = Call({kind: Kinds.SEND, facts: 0, to: target, callData: data});
        if (data.length > 0) (ok, call.kind) = CallCodec.decodeCalldata(SystemAddress.contractAt(target), data);
        if (!ok) return Outcome.skipped(SkipCodes.UNDECODABLE);
        call.facts = Kinds.factsOf(call.kind);
        if (!TransactionExecution.canPayFee(run, sender, call.facts)) return Outcome.skipped(SkipCodes.CANNOT_PAY_FEE);
        return TransactionExecution.runPaid(run, sender, value, call);
    }
}
