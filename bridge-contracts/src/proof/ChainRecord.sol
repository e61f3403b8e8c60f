// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Records} from "../generated/Params.sol";
import {Tree, TreeProof} from "./Tree.sol";

/// The `chain` record's words as they stand in the state (docs/formats.md section 1), and where.
struct ChainRecordProof {
    /// number u64, time u40, cursor u64, open u8, zeros
    bytes32 fields;
    bytes32 bodyHash;
    TreeProof proof;
}

struct ChainRecord {
    uint64 number;
    uint64 time;
    uint64 cursor;
    /// between the segments of a block
    bool open;
}

/// @title The one record that posting needs: how far the chain is by the state itself
library ChainRecords {
    /// @notice Whether the record stands under `root`.
    function isUnder(ChainRecordProof calldata given, bytes32 root) internal pure returns (bool) {
        bytes32 key = keccak256(abi.encodePacked(Records.CHAIN));
        return Tree.includes(root, key, abi.encodePacked(given.fields, given.bodyHash), given.proof);
    }

    /// @notice The record's fields; total, whatever the word.
    function decode(bytes32 fields) internal pure returns (ChainRecord memory) {
        uint256 word = uint256(fields);
        return ChainRecord({
            number: uint64(word >> 192),
            time: uint40(word >> 152),
            cursor: uint64(word >> 88),
            open: uint8(word >> 80) != 0
        });
    }
}
