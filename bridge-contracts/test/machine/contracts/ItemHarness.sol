// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genesis, GenesisCode} from "../../../src/generated/Genesis.sol";
import {Item, TransactionCodec} from "../../../src/machine/codec/Transaction.sol";
import {Run} from "../../../src/machine/execute/Call.sol";
import {Modules} from "../../../src/machine/execute/Calls.sol";
import {EntryExecution} from "../../../src/machine/execute/Entry.sol";
import {TransactionExecution} from "../../../src/machine/execute/Transaction.sol";
import {LedgerFrame, Records} from "./LedgerFrame.sol";

struct ItemCall {
    uint256 now_;
    /// a packed inbox entry, else a compact transaction
    bool isEntry;
    /// a transaction that needs no credits
    bool forced;
    bytes data;
    Records records;
}

/// Transactions and inbox entries in front of tests, without the segment around them.
contract ItemHarness is LedgerFrame {
    /// `outcome` as in execute/Outcome.sol, `words` of the records afterwards.
    error Finished(uint8 outcome, bytes[] words);

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
        Run memory context =
            Run({now_: item.now_, genesis: GenesisCode.read(code), genesisCode: code, modules: modules});
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
