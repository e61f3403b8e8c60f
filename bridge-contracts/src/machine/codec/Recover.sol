// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Signature} from "./Signature.sol";

/// @title The signer of a hash
/// @dev Mirrors state-machine/codec/recover.ts.
library Recover {
    /// The precompile ran out of gas. Nothing may follow from that: least of all that nobody signed.
    error RecoveryStarved();

    /// @notice The signer; `found` is false where there is none. Accepts what the precompile does, with s at most half the order.
    /// @dev An answer of no bytes is what tells that there is no signer, not the address in it.
    function recoverAddress(bytes32 hash, bytes32 r, bytes32 s, uint256 yParity)
        internal
        view
        returns (bool found, address signer)
    {
        if (!Signature.isScalar(r) || !Signature.isScalar(s) || !Signature.isLowS(s)) return (false, address(0));
        bool ran;
        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore(input, hash)
            mstore(add(input, 0x20), add(27, yParity))
            mstore(add(input, 0x40), r)
            mstore(add(input, 0x60), s)
            ran := staticcall(gas(), 1, input, 0x80, 0, 0x20)
            found := eq(returndatasize(), 0x20)
            signer := mload(0)
        }
        if (!ran) revert RecoveryStarved();
        if (!found) signer = address(0);
    }
}
