// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Records} from "../generated/Params.sol";
import {Tree, TreeProof} from "../proof/Tree.sol";

struct Withdrawal {
    uint64 id;
    address to;
    uint96 value;
}

/// @title The withdrawal record in the chain's state (docs/formats.md section 1)
library Withdrawals {
    /// @notice Whether the withdrawal stands under `root`: to u160 ‖ value u96, under its id.
    function isUnder(Withdrawal calldata given, bytes32 root, TreeProof calldata proof) internal pure returns (bool) {
        bytes32 key = keccak256(abi.encodePacked(Records.WITHDRAWAL, given.id));
        return Tree.includes(root, key, abi.encodePacked(given.to, given.value), proof);
    }
}
