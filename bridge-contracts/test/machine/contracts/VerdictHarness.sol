// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Batch} from "../../../src/interfaces/IRollup.sol";
import {ClaimId} from "../../../src/rollup/ClaimId.sol";

/// What stands in the inbox of a test.
struct Rolling {
    uint64 index;
    bytes32 hash;
}

/// Stands in the place of a Rollup and is all that its Challenges ask: two claims, the inbox, the stakes. Calls them with limited gas.
contract VerdictHarness {
    /// The gas asked for is not there: a smaller amount must not pass for it.
    error TooLittleLeft(uint256 gas);

    uint64 public constant claimCount = 2;
    uint64 public constant window = 1 << 40;

    mapping(uint64 index => bytes32) public rollingAt;
    Batch[2] private _batches;

    /// Whether the claim is convicted, with each amount of gas alone; where it is not, what it reverts with.
    function judge(
        address challenges,
        bytes calldata call,
        Batch[2] calldata batches,
        Rolling[] calldata rolling,
        uint256[] calldata gas
    ) external returns (bool[] memory convicted, bytes[] memory answers) {
        (_batches[0], _batches[1]) = (batches[0], batches[1]);
        for (uint256 i = 0; i < rolling.length; i++) rollingAt[rolling[i].index] = rolling[i].hash;
        (convicted, answers) = (new bool[](gas.length), new bytes[](gas.length));
        for (uint256 i = 0; i < gas.length; i++) {
            try this.starved(challenges, call, gas[i]) {}
            catch (bytes memory answer) {
                (convicted[i], answers[i]) = abi.decode(answer, (bool, bytes));
            }
        }
    }

    /// Takes all back, the executor's lock and the verdict too.
    function starved(address challenges, bytes calldata call, uint256 gas) external {
        bytes memory data = call;
        if (gasleft() < gas + gas / 32 + 10_000) revert TooLittleLeft(gas);
        (bool ok, bytes memory answer) = challenges.call{gas: gas}(data);
        bytes memory all = abi.encode(ok, answer);
        assembly ("memory-safe") {
            revert(add(all, 0x20), mload(all))
        }
    }

    function batchOf(uint64 index) external view returns (Batch memory) {
        return _batches[index];
    }

    function inbox() external view returns (address) {
        return address(this);
    }

    function stakes() external view returns (address) {
        return address(this);
    }

    function freeze(address) external {}

    function voidRoots(uint64, ClaimId) external {}
}
