// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entry} from "../../src/bridge/Entry.sol";
import {ChainRecord, ChainRecords} from "../../src/proof/ChainRecord.sol";
import {Merkle} from "../../src/proof/Merkle.sol";
import {Tree, TreeProof} from "../../src/proof/Tree.sol";
import {SegmentHead} from "../../src/rollup/SegmentHead.sol";

/// Shows the libraries to tests.
contract Libraries {
    function merkleRoot(bytes32[] memory leaves) external pure returns (bytes32) {
        return Merkle.root(leaves);
    }

    function includes(bytes32 root, bytes32 key, bytes calldata words, TreeProof calldata proof)
        external
        pure
        returns (bool)
    {
        return Tree.includes(root, key, words, proof);
    }

    function chainRecord(bytes32 fields) external pure returns (ChainRecord memory) {
        return ChainRecords.decode(fields);
    }

    function segmentHead(bytes calldata segment) external pure returns (bool last, bool inbox, uint64 time) {
        return (SegmentHead.isLast(segment), SegmentHead.isInbox(segment), SegmentHead.time(segment));
    }

    function aliasOf(address sender) external pure returns (address) {
        return Entry.aliasOf(sender);
    }

    function isValidReceiver(address to) external pure returns (bool) {
        return Entry.isValidReceiver(to);
    }
}
