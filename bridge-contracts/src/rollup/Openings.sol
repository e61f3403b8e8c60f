// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlobLayout, Segments} from "../generated/Params.sol";
import {BlobOpening, IChallenges} from "../interfaces/IChallenges.sol";
import {PointEvaluation} from "../proof/PointEvaluation.sol";

/// @title Whether a blob holds a segment's body
library Openings {
    uint256 private constant POINT_BYTES = 48;

    /// @notice Reverts unless run `run` of the blob begins with the body, every element of which is opened.
    function check(BlobOpening calldata opening, bytes32 blob, uint256 run, bytes calldata body) internal view {
        bytes memory content = bytes.concat(body, opening.rest);
        uint256 count = (body.length + BlobLayout.ELEMENT_BYTES - 1) / BlobLayout.ELEMENT_BYTES;
        bool fits = content.length == count * BlobLayout.ELEMENT_BYTES && opening.firstBytes.length == count
            && opening.proofs.length == count * POINT_BYTES && opening.commitment.length == POINT_BYTES;
        if (!fits) revert IChallenges.BadOpening();
        for (uint256 i = 0; i < count; i++) {
            bytes calldata proof = opening.proofs[i * POINT_BYTES:(i + 1) * POINT_BYTES];
            uint256 index = run * BlobLayout.ELEMENTS + i;
            bytes32 value = opening.firstBytes[i] | (wordAt(content, i * BlobLayout.ELEMENT_BYTES) >> 8);
            if (!PointEvaluation.shows(blob, index, value, opening.commitment, proof)) {
                revert IChallenges.ElementNotInBlob(index);
            }
        }
    }

    /// May reach one byte behind the end, which the caller shifts out.
    function wordAt(bytes memory content, uint256 offset) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(content, 0x20), offset))
        }
    }
}
