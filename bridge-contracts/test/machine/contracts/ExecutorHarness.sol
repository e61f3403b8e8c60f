// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Who calls the executor in tests.
contract ExecutorHarness {
    /// `gas` is what the call cost, its calldata apart.
    function measure(address executor, bytes calldata call) external returns (bool ok, bytes memory answer, uint256 gas) {
        bytes memory data = call;
        gas = gasleft();
        (ok, answer) = executor.call(data);
        gas -= gasleft();
    }

    /// As the first, but with gas for the call alone.
    function starve(address executor, bytes calldata call, uint256[] calldata gas)
        external
        returns (bool[] memory oks, bytes[] memory answers)
    {
        (oks, answers) = (new bool[](gas.length), new bytes[](gas.length));
        for (uint256 i = 0; i < gas.length; i++) {
            try this.starved(executor, call, gas[i]) {}
            catch (bytes memory answer) {
                (oks[i], answers[i]) = abi.decode(answer, (bool, bytes));
            }
        }
    }

    /// Many segments in one question, each as if it were alone.
    function runEach(address executor, bytes[] calldata calls) external returns (bool[] memory oks, bytes[] memory answers) {
        (oks, answers) = (new bool[](calls.length), new bytes[](calls.length));
        for (uint256 i = 0; i < calls.length; i++) {
            try this.starved(executor, calls[i], gasleft()) {}
            catch (bytes memory answer) {
                (oks[i], answers[i]) = abi.decode(answer, (bool, bytes));
            }
        }
    }

    /// Takes all back, the executor's lock too.
    function starved(address executor, bytes calldata call, uint256 gas) external {
        (bool ok, bytes memory answer) = executor.call{gas: gas}(call);
        bytes memory all = abi.encode(ok, answer);
        assembly ("memory-safe") {
            revert(add(all, 0x20), mload(all))
        }
    }

    /// Two proofs in one transaction.
    function twice(address executor, bytes calldata call) external returns (bool first, bool second, bytes memory answer) {
        (first,) = executor.call(call);
        (second, answer) = executor.call(call);
    }
}
