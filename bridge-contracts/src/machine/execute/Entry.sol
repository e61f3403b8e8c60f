// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../generated/Kinds.sol";
import {Entries, SkipCodes} from "../../generated/Params.sol";
import {SystemAddress} from "../codec/Address.sol";
import {CallCodec} from "../codec/Call.sol";
import {EntryCodec, InboxEntry} from "../codec/Entry.sol";
import {Call, Item, TransactionCodec} from "../codec/Transaction.sol";
import {Bridge} from "../rules/Bridge.sol";
import {Context} from "../rules/Context.sol";
import {Ether} from "../rules/Ether.sol";
import {Pool} from "../rules/Pool.sol";
import {Run} from "./Call.sol";
import {Outcome} from "./Outcome.sol";
import {TransactionExecution} from "./Transaction.sol";

/// @title Inbox entries
/// @dev Mirrors state-machine/execute/entry.ts. Total: an entry that can never be valid is skipped. rollup.md section 5.
library EntryExecution {
    /// @notice Reads one entry, packed as it is hashed. Deposits always take effect; the others bring their fee to the pool, whatever
    /// becomes of the call, and what comes with a deposit of tokens, if L1 took it, goes there too.
    function executeEntry(Run memory run, bytes calldata packed) internal returns (uint8) {
        (InboxEntry memory entry, bytes calldata payload) = EntryCodec.decodeEntry(packed);
        if (entry.kind == Entries.DEPOSIT) {
            Ether.depositEther(run.genesis, run.now_, EntryCodec.receiverOf(payload), entry.value);
            return Outcome.SUCCESS;
        }
        // A value has 96 bits.
        Pool.changePoolEther(int256(entry.value), run.now_, run.genesis.parameters);
        if (entry.kind == Entries.FORCED) return executeForced(run, payload);
        if (entry.kind == Entries.TOKEN_DEPOSIT) return executeTokenDeposit(run, payload);
        return entry.kind == Entries.SEND ? executeSend(run, entry.from, payload) : Outcome.skipped(SkipCodes.UNDECODABLE);
    }

    /// Tokens that L1 has burned: they come back to whom their sender named, as ether does.
    function executeTokenDeposit(Run memory run, bytes calldata payload) private returns (uint8) {
        Context memory context = Context({now_: run.now_, sender: address(0), value: 0, genesis: run.genesis});
        (address to, uint256 amount) = EntryCodec.decodeTokenDeposit(payload);
        Bridge.depositTokens(context, to, amount);
        return Outcome.SUCCESS;
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
