// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BadWitness, ProofFault} from "./Errors.sol";

/// @title The stack of subtrees that wait for their right neighbours, and the climb that joins them
/// @dev An entry is three words of memory: hash, the depth it has climbed to, and how many leaves are below it, counted no
/// further than 2. A subtree that stands at depth d joins the one that climbs through d.
library Subtrees {
    uint256 private constant ENTRY_BYTES = 96;

    /// @notice An empty stack with room for so many entries. Answers its top.
    function create(uint256 entries) internal pure returns (uint256 top) {
        assembly ("memory-safe") {
            top := mload(0x40)
            mstore(0x40, add(top, mul(add(entries, 1), ENTRY_BYTES)))
            // Nothing climbs through this depth, so what lies at the bottom is never joined.
            mstore(add(top, 32), not(0))
        }
    }

    function hashAt(uint256 top) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            hash := mload(top)
        }
    }

    /// @notice Takes the subtree with this hash, which holds `key` or would, from `depth` up to `upTo`, and puts it on the stack.
    /// @param nonEmpty bit i: the sibling beside depth - i is the next of those listed at `siblingsAt` of calldata
    /// @param leaves below it, 2 for more: a node has two at least, else it would not be there
    /// @return the stack's new top, and the place behind the last sibling read, which may lie behind the end of the proof
    function climb(
        uint256 top,
        bytes32 key,
        bytes32 hash,
        uint256 leaves,
        uint256 depth,
        uint256 upTo,
        uint256 nonEmpty,
        uint256 siblingsAt
    ) internal pure returns (uint256, uint256) {
        uint256 fault = 0;
        uint256 zeroSibling = uint256(ProofFault.ZeroSibling);
        uint256 siblingAtJoin = uint256(ProofFault.SiblingAtJoin);
        uint256 notMinimal = uint256(ProofFault.NotMinimal);
        assembly ("memory-safe") {
            // The lowest bit of `path` is the side at this depth, that of `nonEmpty` whether a sibling is listed.
            let path := shr(sub(256, depth), key)
            let joinAt := mload(add(top, 32))
            for { } gt(depth, upTo) { depth := sub(depth, 1) } {
                let beside := 0
                switch eq(depth, joinAt)
                case 0 {
                    switch and(nonEmpty, 1)
                    case 0 {
                        if lt(leaves, 2) {
                            fault := notMinimal
                            break
                        }
                    }
                    default {
                        beside := calldataload(siblingsAt)
                        if iszero(beside) {
                            fault := zeroSibling
                            break
                        }
                        siblingsAt := add(siblingsAt, 32)
                        leaves := 2
                    }
                }
                default {
                    if and(nonEmpty, 1) {
                        fault := siblingAtJoin
                        break
                    }
                    if lt(add(leaves, mload(add(top, 64))), 2) {
                        fault := notMinimal
                        break
                    }
                    beside := mload(top)
                    top := sub(top, ENTRY_BYTES)
                    joinAt := mload(add(top, 32))
                    leaves := 2
                }
                // Own hash to byte 0 of scratch memory where the key leads left, to byte 32 where right.
                let side := and(shl(5, path), 32)
                mstore(side, hash)
                mstore(xor(side, 32), beside)
                hash := keccak256(0, 64)
                path := shr(1, path)
                nonEmpty := shr(1, nonEmpty)
            }
            top := add(top, ENTRY_BYTES)
            mstore(top, hash)
            mstore(add(top, 32), upTo)
            mstore(add(top, 64), leaves)
        }
        if (fault != 0) revert BadWitness(ProofFault(fault));
        return (top, siblingsAt);
    }
}
