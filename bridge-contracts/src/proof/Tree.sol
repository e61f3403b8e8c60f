// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// A proof that a record stands under a state root: the siblings from the leaf up, the non-empty ones alone. Bit i of
/// `nonEmpty` (0 = nearest the leaf) says whether level i's stands in the list.
struct TreeProof {
    uint16 depth;
    uint256 nonEmpty;
    bytes32[] siblings;
}

/// @title Inclusion of one record in the state tree (docs/formats.md section 2)
/// @dev Leaf = keccak256(0x00 ‖ key ‖ words), node = keccak256(left ‖ right), empty = 0, most significant bit of the key first.
library Tree {
    uint256 private constant MAX_DEPTH = 256;

    /// @notice Whether `proof` shows a record with these words under `root`. A verdict: it never reverts, whatever it is given.
    /// @param words the record's words, joined
    function includes(bytes32 root, bytes32 key, bytes memory words, TreeProof calldata proof)
        internal
        pure
        returns (bool)
    {
        if (!isCanonical(proof)) return false;
        bytes32 hash = keccak256(abi.encodePacked(uint8(0x00), key, words));
        uint256 next = 0;
        for (uint256 i = 0; i < proof.depth; i++) {
            bytes32 sibling = 0;
            if (bitAt(proof.nonEmpty, i)) sibling = proof.siblings[next++];
            bool onTheRight = bitAt(uint256(key), MAX_DEPTH - proof.depth + i);
            hash = onTheRight ? keccak256(abi.encodePacked(sibling, hash)) : keccak256(abi.encodePacked(hash, sibling));
        }
        return hash == root;
    }

    /// One tree, one proof: each sibling listed is used and is not empty, and the leaf does not stand alone in its subtree,
    /// for then it would stand higher.
    function isCanonical(TreeProof calldata proof) private pure returns (bool) {
        if (proof.depth > MAX_DEPTH) return false;
        if (proof.depth > 0 && !bitAt(proof.nonEmpty, 0)) return false;
        if (proof.depth < MAX_DEPTH && proof.nonEmpty >> proof.depth != 0) return false;
        uint256 count = 0;
        for (uint256 i = 0; i < proof.depth; i++) {
            if (bitAt(proof.nonEmpty, i)) count++;
        }
        if (count != proof.siblings.length) return false;
        for (uint256 i = 0; i < count; i++) {
            if (proof.siblings[i] == 0) return false;
        }
        return true;
    }

    function bitAt(uint256 bits, uint256 place) private pure returns (bool) {
        return (bits >> place) & 1 == 1;
    }
}
