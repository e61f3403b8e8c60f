// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genesis, GenesisCode} from "../../../src/generated/Genesis.sol";
import {Kinds} from "../../../src/generated/Kinds.sol";
import {Call, Item, TransactionCodec} from "../../../src/machine/codec/Transaction.sol";
import {CallExecution, Run} from "../../../src/machine/execute/Call.sol";
import {Modules} from "../../../src/machine/execute/Calls.sol";
import {EntryExecution} from "../../../src/machine/execute/Entry.sol";
import {TransactionExecution} from "../../../src/machine/execute/Transaction.sol";
import {LedgerFrame, Records} from "./LedgerFrame.sol";

struct BareCall {
    uint256 now_;
    address sender;
    uint256 value;
    uint8 kind;
    address to;
    bytes callData;
    Records records;
}

struct ItemCall {
    uint256 now_;
    /// a packed inbox entry, else a compact transaction
    bool isEntry;
    /// a transaction that needs no credits
    bool forced;
    bytes data;
    Records records;
}

/// Calls, transactions and inbox entries in front of tests, without the segment around them.
contract ItemHarness is LedgerFrame {
    /// `outcome` as in execute/Outcome.sol, `words` of the records afterwards.
    error Finished(uint8 outcome, bytes[] words);

    /// What `runCall` reverts with: Finished, or why not.
    function answerOfCall(Genesis calldata genesis, Modules calldata modules, BareCall calldata one)
        external
        returns (bytes memory answer)
    {
        address code = GenesisCode.write(genesis);
        try this.runCall(code, modules, one) {}
        catch (bytes memory data) {
            answer = data;
        }
    }

    function runCall(address code, Modules calldata modules, BareCall calldata one) external {
        load(one.records);
        Call memory call =
            Call({kind: one.kind, facts: Kinds.factsOf(one.kind), to: one.to, callData: one.callData});
        uint8 outcome = CallExecution.runCall(contextOf(code, modules, one.now_), one.sender, one.value, call);
        revert Finished(outcome, wordsOf(one.records.keys));
    }

    function contextOf(address code, Modules calldata modules, uint256 now_) private view returns (Run memory) {
        return Run({now_: now_, genesis: GenesisCode.read(code), genesisCode: code, modules: modules});
    }

    /// What `run` reverts with: Finished, or why not.
    function answerOf(Genesis calldata genesis, Modules calldata modules, ItemCall calldata item)
        external
        returns (bytes memory answer)
    {
        address code = GenesisCode.write(genesis);
        try this.run(code, modules, item) {}
        catch (bytes memory data) {
            answer = data;
        }
    }

    function run(address code, Modules calldata modules, ItemCall calldata item) external {
        load(item.records);
        Run memory context = contextOf(code, modules, item.now_);
        uint8 outcome =
            item.isEntry ? EntryExecution.executeEntry(context, item.data) : transaction(context, item.data, item.forced);
        revert Finished(outcome, wordsOf(item.records.keys));
    }

    function transaction(Run memory context, bytes calldata data, bool forced) private returns (uint8) {
        (bool ok, Item memory item) = TransactionCodec.decodeItem(data);
        assert(ok);
        return TransactionExecution.executeTransaction(context, item, forced);
    }
}
