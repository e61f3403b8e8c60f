// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DataId} from "./DataId.sol";

/// What somebody with a stake says that a batch's data leads to (docs/formats.md section 6). Roots are claims: they can be
/// convicted, and claimed anew for the same data.
type ClaimId is bytes32;

using {sameClaim as ==, otherClaim as !=} for ClaimId global;

struct Claim {
    DataId dataId;
    /// how many times the roots of this chain had been voided before; 0 for what came with its batch
    uint64 round;
    /// whose stake answers for the roots
    address claimant;
    uint64 claimTime;
    /// Merkle root over the state roots after each segment
    bytes32 rootsRoot;
    bytes32 lastRoot;
    /// entries of the inbox read, from the `chain` record proven in lastRoot
    uint64 cursor;
    uint32 segments;
}

function claimIdOf(Claim memory claim) pure returns (ClaimId) {
    return ClaimId.wrap(keccak256(abi.encode(claim)));
}

function sameClaim(ClaimId a, ClaimId b) pure returns (bool) {
    return ClaimId.unwrap(a) == ClaimId.unwrap(b);
}

function otherClaim(ClaimId a, ClaimId b) pure returns (bool) {
    return ClaimId.unwrap(a) != ClaimId.unwrap(b);
}
