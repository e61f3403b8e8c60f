// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IChallenges} from "../interfaces/IChallenges.sol";

/// @title Bytes kept as the code of contracts: what is too much for one transaction comes in parts
library Parts {
    /// Returns what follows these 11 bytes as the contract's code, which begins with a STOP.
    bytes11 private constant CREATION = hex"600b5981380380925939f3";

    /// @notice Keeps `bytes_`, at most 24,575.
    function store(bytes calldata bytes_) internal returns (address part) {
        bytes memory code = abi.encodePacked(CREATION, hex"00", bytes_);
        assembly ("memory-safe") {
            part := create(0, add(code, 0x20), mload(code))
        }
        if (part == address(0)) revert IChallenges.NotStaged(part);
    }

    /// @notice The parts in their order, and `rest` behind them.
    function join(address[] calldata parts, bytes calldata rest) internal view returns (bytes memory joined) {
        joined = rest;
        for (uint256 i = parts.length; i > 0; i--) {
            joined = bytes.concat(load(parts[i - 1]), joined);
        }
    }

    function load(address part) private view returns (bytes memory) {
        bytes memory code = part.code;
        if (code.length == 0 || code[0] != 0) revert IChallenges.NotStaged(part);
        assembly ("memory-safe") {
            // Over the STOP: the length of what is behind it takes its place.
            mstore(add(code, 1), sub(mload(code), 1))
            code := add(code, 1)
        }
        return code;
    }
}
