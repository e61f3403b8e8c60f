// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genesis, GenesisCode} from "../../../src/generated/Genesis.sol";
import {IRules} from "../../../src/machine/rules/Context.sol";
import {LedgerFrame, Records} from "./LedgerFrame.sol";

/// One call to a module of rules.
struct RuleCall {
    address module;
    uint256 now_;
    address sender;
    uint256 value;
    uint8 kind;
    address to;
    bytes callData;
    Records records;
}

struct RuleResult {
    bool ok;
    bytes answer;
    /// of the records, after the call
    bytes[] words;
    /// of the call alone
    uint256 gas;
}

/// Modules in front of tests, as the executor calls them.
contract RulesHarness is LedgerFrame {
    /// How `run` gives its result and takes back what it has loaded.
    error Done(RuleResult result);

    /// Each call on its own state. What one reverts with, but Done's result, is a fault of the harness.
    function runEach(Genesis calldata genesis, RuleCall[] calldata calls) external returns (bytes[] memory results) {
        address code = GenesisCode.write(genesis);
        results = new bytes[](calls.length);
        for (uint256 i = 0; i < calls.length; i++) {
            try this.run(code, calls[i]) {}
            catch (bytes memory result) {
                results[i] = result;
            }
        }
    }

    function run(address genesis, RuleCall calldata one) external {
        load(one.records);
        bytes memory call = abi.encodeCall(
            IRules.run, (genesis, one.now_, one.sender, one.value, one.kind, one.to, one.callData)
        );
        RuleResult memory result;
        result.gas = gasleft();
        (result.ok, result.answer) = one.module.delegatecall(call);
        result.gas -= gasleft();
        result.words = wordsOf(one.records.keys);
        revert Done(result);
    }
}
