// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genesis, GenesisCode} from "../../../src/generated/Genesis.sol";
import {IRules} from "../../../src/machine/rules/Context.sol";
import {Ledger} from "../../../src/machine/state/Ledger.sol";

/// One call to a module of rules, and the whole state that it may see.
struct RuleCall {
    address module;
    uint256 now_;
    address sender;
    uint256 value;
    uint8 kind;
    address to;
    bytes callData;
    bytes32[] keys;
    /// each record's words; empty where it is absent
    bytes[] words;
}

struct RuleResult {
    bool ok;
    bytes answer;
    /// as `words`, after the call
    bytes[] words;
    /// of the call alone
    uint256 gas;
}

/// Modules in front of tests, as the executor calls them.
contract RulesHarness {
    uint256 private constant MOST_WORDS = 6;

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
        for (uint256 i = 0; i < one.keys.length; i++) load(one.keys[i], one.words[i]);
        bytes memory call = abi.encodeCall(
            IRules.run, (genesis, one.now_, one.sender, one.value, one.kind, one.to, one.callData)
        );
        RuleResult memory result;
        result.gas = gasleft();
        (result.ok, result.answer) = one.module.delegatecall(call);
        result.gas -= gasleft();
        result.words = wordsOf(one.keys);
        revert Done(result);
    }

    function load(bytes32 key, bytes calldata words) private {
        if (words.length == 0) return Ledger.loadAbsent(key);
        uint256 start;
        assembly ("memory-safe") {
            start := words.offset
        }
        Ledger.load(key, start, words.length / 32);
    }

    function wordsOf(bytes32[] calldata keys) private view returns (bytes[] memory words) {
        words = new bytes[](keys.length);
        for (uint256 i = 0; i < keys.length; i++) {
            bytes memory room = new bytes(32 * MOST_WORDS);
            uint256 target;
            assembly ("memory-safe") {
                target := add(room, 32)
            }
            uint256 count = Ledger.copyTo(keys[i], target);
            assembly ("memory-safe") {
                mstore(room, mul(32, count))
            }
            words[i] = room;
        }
    }
}
