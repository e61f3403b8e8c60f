// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "../../../src/machine/state/Ledger.sol";
import {Fold} from "../../../src/machine/tree/Fold.sol";
import {Multiproof} from "../../../src/machine/tree/Multiproof.sol";

/// The words of a record to be written, one after the other.
struct Write {
    bytes32 key;
    uint256[] words;
}

struct Result {
    /// As proven, for each key; empty where absent.
    uint256[][] records;
    bytes32 newRoot;
    uint256 loadGas;
    uint256 foldGas;
}

/// The tree's pass in front of tests: one call is one proof.
contract TreeHarness {
    function run(bytes32 root, bytes32[] calldata keys, bytes calldata proof, Write[] calldata writes)
        public
        returns (Result memory result)
    {
        result.loadGas = gasleft();
        Multiproof.load(root, keys, proof);
        result.loadGas -= gasleft();
        result.records = recordsOf(keys);
        for (uint256 i = 0; i < writes.length; i++) put(writes[i]);
        result.foldGas = gasleft();
        result.newRoot = Fold.newRoot(root, keys, proof);
        result.foldGas -= gasleft();
    }

    /// For each proof what `run` reverts with, or its new root where it does not.
    function runEach(bytes32 root, bytes32[] calldata keys, bytes[] calldata proofs, Write[] calldata writes)
        external
        returns (bytes[] memory answers)
    {
        answers = new bytes[](proofs.length);
        for (uint256 i = 0; i < proofs.length; i++) {
            try this.runAndUndo(root, keys, proofs[i], writes) {}
            catch (bytes memory answer) {
                answers[i] = answer;
            }
        }
    }

    error Done(bytes32 newRoot);

    /// Takes back what it has loaded, so that the next proof finds an empty ledger.
    function runAndUndo(bytes32 root, bytes32[] calldata keys, bytes calldata proof, Write[] calldata writes) external {
        revert Done(run(root, keys, proof, writes).newRoot);
    }

    function put(Write calldata write) private {
        Ledger.markWritten(write.key, write.words.length);
        for (uint256 i = 0; i < write.words.length; i++) Ledger.store(write.key, i, write.words[i]);
    }

    function recordsOf(bytes32[] calldata keys) private view returns (uint256[][] memory records) {
        records = new uint256[][](keys.length);
        for (uint256 i = 0; i < keys.length; i++) {
            Ledger.checkLoaded(keys[i]);
            uint256[] memory words = new uint256[](6);
            uint256 target;
            assembly ("memory-safe") {
                target := add(words, 32)
            }
            uint256 count = Ledger.copyTo(keys[i], target);
            assembly ("memory-safe") {
                mstore(words, count)
            }
            records[i] = words;
        }
    }
}
