// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Records} from "../generated/Params.sol";
import {Tree, TreeProof} from "../proof/Tree.sol";

struct Withdrawal {
    uint64 id;
    address to;
    uint96 value;
}

struct TokenWithdrawal {
    uint64 id;
    address to;
    uint96 amount;
}

/// @title The two withdrawal records in the chain's state (docs/formats.md section 1)
/// @dev An id belongs to one of them alone: they are counted together.
library Withdrawals {
    /// @notice Whether the withdrawal stands under `root`: to u160 ‖ value u96, under its id.
    function isUnder(Withdrawal calldata given, bytes32 root, TreeProof calldata proof) internal pure returns (bool) {
        return isRecord(root, abi.encodePacked(Records.WITHDRAWAL, given.id), abi.encodePacked(given.to, given.value), proof);
    }

    /// @notice Whether the withdrawal of tokens stands under `root`: to u160 ‖ amount u96, under its id.
    function isUnder(TokenWithdrawal calldata given, bytes32 root, TreeProof calldata proof) internal pure returns (bool) {
        bytes memory place = abi.encodePacked(Records.TOKEN_WITHDRAWAL, given.id);
        return isRecord(root, place, abi.encodePacked(given.to, given.amount), proof);
    }

    function isRecord(bytes32 root, bytes memory place, bytes memory words, TreeProof calldata proof) private pure returns (bool) {
        return Tree.includes(root, keccak256(place), words, proof);
    }
}
