// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {System} from "../../generated/Params.sol";

/// @title Addresses of the system contracts
/// @dev Mirrors state-machine/codec/address.ts; what stands in bridge/Entry.sol is not repeated.
library SystemAddress {
    /// @notice The address of a contract of Contracts.
    function systemAddress(uint256 contract_) internal pure returns (address) {
        unchecked {
            return address(System.PREFIX + uint160(contract_));
        }
    }

    /// @notice The contract at an address, 0 where there is none.
    function contractAt(address place) internal pure returns (uint256) {
        unchecked {
            // Below the prefix it wraps, and is above the highest.
            uint160 last = uint160(place) - System.PREFIX;
            return last <= System.CONTRACTS ? last : 0;
        }
    }
}
