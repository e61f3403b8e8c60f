// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// What L1 knows of a batch by its data alone (docs/formats.md section 6). Once posted it stands for ever: order is data.
type DataId is bytes32;

using {sameData as ==, otherData as !=} for DataId global;

struct BatchData {
    DataId parent;
    uint64 index;
    address poster;
    /// time of the L1 block that carried it
    uint64 l1Time;
    /// entries in the inbox at that moment; no segment reads past it
    uint64 inboxLength;
    /// Merkle root over the hashes of the segments
    bytes32 dataRoot;
    uint32 segments;
}

function dataIdOf(BatchData memory data) pure returns (DataId) {
    return DataId.wrap(keccak256(abi.encode(data)));
}

/// Batch 0 is the community's genesis, bound to this L1 and this contract.
function genesisDataId(uint256 l1ChainId, address rollup, bytes32 genesisHash) pure returns (DataId) {
    return DataId.wrap(keccak256(abi.encode("Distribute genesis", l1ChainId, rollup, genesisHash)));
}

function sameData(DataId a, DataId b) pure returns (bool) {
    return DataId.unwrap(a) == DataId.unwrap(b);
}

function otherData(DataId a, DataId b) pure returns (bool) {
    return DataId.unwrap(a) != DataId.unwrap(b);
}
