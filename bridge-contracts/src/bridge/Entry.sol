// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entries, System} from "../generated/Params.sol";

/// @title What an inbox entry is (docs/formats.md section 5)
library Entry {
    /// @notice The rolling hash after one more entry.
    function roll(bytes32 rolling, bytes32 entryHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(rolling, entryHash));
    }

    function hash(uint8 kind, uint40 time, address from, uint96 value, bytes memory payload)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encodePacked(kind, time, from, value, payload));
    }

    /// @notice The address under which an L1 sender acts on the chain, so that no L1 contract can pass for the account that
    /// another key has there.
    function aliasOf(address sender) internal pure returns (address) {
        unchecked {
            return address(uint160(sender) + Entries.ALIAS_OFFSET);
        }
    }

    /// @notice Whether ether may be sent to `to` on the chain.
    function isValidReceiver(address to) internal pure returns (bool) {
        uint160 place = uint160(to) - (uint160(to) & 0xff);
        uint160 last = uint160(to) & 0xff;
        bool isSystem = place == System.PREFIX && last >= 1 && last <= System.CONTRACTS;
        return to != address(0) && !isSystem;
    }
}
