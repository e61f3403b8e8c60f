// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../generated/Kinds.sol";
import {Abi} from "./Abi.sol";

/// @title Calls of system contracts as ABI calldata
/// @dev Mirrors state-machine/codec/call.ts.
library CallCodec {
    /// @notice The kind of call that `data` is the canonical calldata of; false for unknown selectors and for all that has another
    /// encoding. A selector that is not whole is unknown.
    /// @param contract_ of Contracts; 0, a plain account, has no calls
    function decodeCalldata(uint256 contract_, bytes calldata data) internal pure returns (bool ok, uint8 kind) {
        if (data.length < 4) return (false, 0);
        (ok, kind) = Kinds.bySelector(contract_, bytes4(data));
        if (ok) ok = Abi.isCanonical(data, Kinds.argumentTypes(Kinds.factsOf(kind)));
    }
}
