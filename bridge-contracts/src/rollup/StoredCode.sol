// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Creation code that stands on L1 as the code of another contract, behind a STOP
library StoredCode {
    /// No creation code stands there, behind a STOP, or it makes no contract.
    error BadStoredCode(address store);

    /// @notice Makes the contract, with `arguments` for its constructor.
    function create(address store, bytes memory arguments) internal returns (address made) {
        bytes memory code = bytes.concat(store.code, arguments);
        if (store.code.length < 2 || code[0] != 0) revert BadStoredCode(store);
        assembly ("memory-safe") {
            made := create(0, add(code, 0x21), sub(mload(code), 1))
        }
        if (made == address(0)) revert BadStoredCode(store);
    }
}
