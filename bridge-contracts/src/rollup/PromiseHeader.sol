// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Header} from "../interfaces/IPromises.sol";

/// @title What a promise's signature is over, mirror of state-machine/codec/promise.ts
/// @dev EIP-712, domain name "Distribute", version "1", L1's chain id, the rollup.
library PromiseHeader {
    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant HEADER_TYPE = keccak256(
        "Header(uint256 chainId,uint256 number,bytes32 parentHash,uint256 l1Number,bytes32 l1Hash,uint256 time,bytes32 stateRoot,bytes32 bodyHash)"
    );
    bytes32 private constant NAME = keccak256("Distribute");
    bytes32 private constant VERSION = keccak256("1");

    function domainOf(address rollup) internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPE, NAME, VERSION, block.chainid, rollup));
    }

    function digest(Header calldata header, bytes32 domain) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, keccak256(abi.encode(HEADER_TYPE, header))));
    }
}
