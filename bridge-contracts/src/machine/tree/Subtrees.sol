// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BadWitness, ProofFault} from "./Errors.sol";

/// A subtree on its way up, and the stack of those that wait for their right neighbours.
struct Climb {
    /// The stack's last entry.
    uint256 top;
    /// Of a key that the subtree holds, or would.
    bytes32 key;
    bytes32 hash;
    /// Below it, 2 for more: a node has two at least, else it would not be there.
    uint256 leaves;
    /// Where it stands, and up to where it climbs.
    uint256 depth;
    uint256 upTo;
    /// Bit i: the sibling beside depth - i is listed. The next of those stands at this place of calldata.
    uint256 nonEmpty;
    uint256 siblingsAt;
}

/// @title Subtrees that climb until they wait for, or join, a neighbour
/// @dev An entry of the stack is three words of memory: hash, the depth that its subtree has climbed to, and its leaves. It joins
/// the subtree that climbs through that depth.
library Subtrees {
    uint256 private constant ENTRY_BYTES = 96;

    /// Levels of one run of the loop: as many as the key's bits can be shifted through in one word.
    uint256 private constant RUN_LEVELS = 250;

    /// What the climb finds wrong, a bit each.
    uint256 private constant ZERO_SIBLING = 1;
    uint256 private constant SIBLING_AT_JOIN = 2;
    uint256 private constant NOT_MINIMAL = 4;

    /// @notice A climb whose stack is empty and has room for so many entries.
    function create(uint256 entries) internal pure returns (Climb memory climber) {
        uint256 top;
        assembly ("memory-safe") {
            top := mload(0x40)
            mstore(0x40, add(top, mul(add(entries, 1), ENTRY_BYTES)))
            // Nothing climbs through depth 0, so what lies at the bottom is never joined.
            mstore(add(top, 32), 0)
        }
        climber.top = top;
    }

    /// @notice Hash of the subtree that lies on top.
    function topHash(Climb memory climber) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            hash := mload(mload(climber))
        }
    }

    /// @notice Takes a subtree up, and puts it on the stack. Its siblings may have been read from behind the end of the
    /// proof: who calls compares `siblingsAt`. In memory all of it comes and goes, so that the loop has the stack for itself.
    function climb(Climb memory climber) internal pure {
        uint256 faults = 0;
        assembly ("memory-safe") {
            let hash := mload(add(climber, 0x40))
            let depth := mload(add(climber, 0x80))
            let upTo := mload(add(climber, 0xa0))
            let nonEmpty := mload(add(climber, 0xc0))
            let siblingsAt := mload(add(climber, 0xe0))
            let joinAt := mload(add(mload(climber), 32))
            // Only the first node above can have too few leaves: those above it have as many at least.
            if gt(depth, upTo) {
                let beside := mload(add(mload(climber), 64))
                if iszero(eq(depth, joinAt)) { beside := shl(1, and(nonEmpty, 1)) }
                if lt(add(mload(add(climber, 0x60)), beside), 2) { faults := NOT_MINIMAL }
                mstore(add(climber, 0x60), 2)
            }
            for { } gt(depth, upTo) { } {
                // The side at this depth, 0 left and 32 right: the own hash goes there in scratch memory, and what stands beside
                // it to the other place.
                let sides := shl(5, shr(sub(256, depth), mload(add(climber, 0x20))))
                if eq(depth, joinAt) {
                    let top := mload(climber)
                    faults := or(faults, shl(1, and(nonEmpty, 1)))
                    mstore(and(sides, 32), hash)
                    mstore(xor(and(sides, 32), 32), mload(top))
                    hash := keccak256(0, 64)
                    sides := shr(1, sides)
                    nonEmpty := shr(1, nonEmpty)
                    depth := sub(depth, 1)
                    top := sub(top, ENTRY_BYTES)
                    mstore(climber, top)
                    joinAt := mload(add(top, 32))
                }
                // On up to the next join, or the end: so many levels, counted by a bit above those of `nonEmpty`.
                let levels := sub(depth, upTo)
                if gt(joinAt, upTo) { levels := sub(depth, joinAt) }
                if gt(levels, RUN_LEVELS) { levels := RUN_LEVELS }
                depth := sub(depth, levels)
                let bits := or(and(nonEmpty, sub(shl(levels, 1), 1)), shl(levels, 1))
                nonEmpty := shr(levels, nonEmpty)
                // Level by level, until there is a sibling beside each that is left: then the bits are ones alone.
                for { } and(bits, add(bits, 1)) { bits := shr(1, bits) } {
                    let side := and(sides, 32)
                    mstore(side, hash)
                    let beside := 0
                    if and(bits, 1) {
                        beside := calldataload(siblingsAt)
                        faults := or(faults, iszero(beside))
                        siblingsAt := add(siblingsAt, 32)
                    }
                    mstore(xor(side, 32), beside)
                    hash := keccak256(0, 64)
                    sides := shr(1, sides)
                }
                let end := add(siblingsAt, shl(5, sub(255, clz(bits))))
                // Four at a time: near the root of a tree of many records nearly all levels are such.
                for { } gt(sub(end, siblingsAt), 127) { } {
                    mstore(and(sides, 32), hash)
                    bits := calldataload(siblingsAt)
                    mstore(and(not(sides), 32), bits)
                    faults := or(faults, iszero(bits))
                    hash := keccak256(0, 64)
                    mstore(and(shr(1, sides), 32), hash)
                    bits := calldataload(add(siblingsAt, 32))
                    mstore(and(not(shr(1, sides)), 32), bits)
                    faults := or(faults, iszero(bits))
                    hash := keccak256(0, 64)
                    mstore(and(shr(2, sides), 32), hash)
                    bits := calldataload(add(siblingsAt, 64))
                    mstore(and(not(shr(2, sides)), 32), bits)
                    faults := or(faults, iszero(bits))
                    hash := keccak256(0, 64)
                    mstore(and(shr(3, sides), 32), hash)
                    bits := calldataload(add(siblingsAt, 96))
                    mstore(and(not(shr(3, sides)), 32), bits)
                    faults := or(faults, iszero(bits))
                    hash := keccak256(0, 64)
                    sides := shr(4, sides)
                    siblingsAt := add(siblingsAt, 128)
                }
                for { } lt(siblingsAt, end) { siblingsAt := add(siblingsAt, 32) } {
                    mstore(and(sides, 32), hash)
                    bits := calldataload(siblingsAt)
                    mstore(and(not(sides), 32), bits)
                    faults := or(faults, iszero(bits))
                    hash := keccak256(0, 64)
                    sides := shr(1, sides)
                }
            }
            mstore(add(climber, 0xe0), siblingsAt)
            let top := add(mload(climber), ENTRY_BYTES)
            mstore(climber, top)
            mstore(top, hash)
            mstore(add(top, 32), upTo)
            mstore(add(top, 64), mload(add(climber, 0x60)))
        }
        if (faults != 0) revert BadWitness(faultOf(faults));
    }

    function faultOf(uint256 faults) private pure returns (ProofFault) {
        if (faults & NOT_MINIMAL != 0) return ProofFault.NotMinimal;
        return faults & SIBLING_AT_JOIN != 0 ? ProofFault.SiblingAtJoin : ProofFault.ZeroSibling;
    }
}
