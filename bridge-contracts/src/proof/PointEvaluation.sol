// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlobLayout} from "../generated/Params.sol";

/// @title Elements of a blob, shown by EIP-4844's point evaluation
/// @dev A blob holds the values of a polynomial at the 4,096th roots of unity, in bit-reversed order. 51,000 gas an element.
library PointEvaluation {
    address private constant PRECOMPILE = address(0x0a);

    /// @notice Whether element `index` of the blob has this value. A verdict: it never reverts, but a false proof takes the gas.
    /// @param commitment 48 bytes
    /// @param proof 48 bytes
    function shows(bytes32 blob, uint256 index, bytes32 value, bytes calldata commitment, bytes calldata proof)
        internal
        view
        returns (bool ok)
    {
        bytes memory input = abi.encodePacked(blob, placeOf(index), value, commitment, proof);
        (ok,) = PRECOMPILE.staticcall(input);
    }

    /// @notice Where the polynomial has the value of element `index`: the root of unity to the power of the index, bits reversed.
    function placeOf(uint256 index) internal pure returns (uint256 place) {
        place = 1;
        uint256 power = BlobLayout.ROOT_OF_UNITY;
        for (uint256 bit = 2048; bit > 0; bit >>= 1) {
            if (index & bit != 0) place = mulmod(place, power, BlobLayout.MODULUS);
            power = mulmod(power, power, BlobLayout.MODULUS);
        }
    }
}
