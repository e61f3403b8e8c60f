// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Records of the state under one root: their keys in ascending order, and the multiproof of docs/formats.md section 2.
struct Witness {
    bytes32[] keys;
    bytes proof;
}

/// The inbox as a segment may see it. `entries` are those from `first` on, packed as they are hashed.
struct InboxView {
    uint64 length;
    uint64 first;
    bytes[] entries;
}

/// @title The state machine in Solidity: what one segment does to the state
interface IExecutor {
    /// @notice A second segment in one L1 transaction: records of the first would still be loaded.
    error OneProofATransaction();

    /// @notice A call neither succeeded nor broke a rule: a record is missing, or the gas. Nothing is proven.
    error Inconclusive(bytes reason);

    /// @notice Runs a segment on the records of the witness.
    /// @dev MUST give the root of `executeSegment` in TypeScript, or revert: there is no third outcome. `segment`, `rootBefore`
    /// and the entries are the caller's to check.
    /// @return rootAfter the state root behind the segment
    /// @return outcomes a byte for each item or entry: 0 success, 1 to 127 the code of the broken rule, 0x80 and the code of the skip
    function run(bytes32 rootBefore, bytes calldata segment, Witness calldata witness, InboxView calldata inbox)
        external
        returns (bytes32 rootAfter, bytes memory outcomes);
}
