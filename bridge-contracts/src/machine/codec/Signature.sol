// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What r and s of a signature must be
/// @dev Mirrors state-machine/codec/signature.ts.
library Signature {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    /// @notice A scalar of secp256k1 other than 0.
    function isScalar(bytes32 value) internal pure returns (bool) {
        return uint256(value) < ORDER && value != 0;
    }

    /// @notice At most half the order (EIP-2): of s and n - s only one makes a transaction, so a signature has one form.
    function isLowS(bytes32 s) internal pure returns (bool) {
        return uint256(s) <= ORDER / 2;
    }
}
