// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Contracts} from "../../generated/Kinds.sol";
import {SystemAddress} from "../codec/Address.sol";
import {Recover} from "../codec/Recover.sol";


/// @title What the registrar signs, mirror of state-machine/rules/typed-data.ts
/// @dev EIP-712, domain name "Distribute", version "1", this chain, the reputation contract. protocol.md section 3.
library TypedData {
    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant MEMBERSHIP_TYPE =
        keccak256("Membership(address member,bytes32 identity,uint256 deadline)");
    bytes32 private constant RECOVERY_TYPE = keccak256("Recovery(address from,address to,uint256 deadline)");
    bytes32 private constant NAME = keccak256("Distribute");
    bytes32 private constant VERSION = keccak256("1");
    uint256 private constant SIGNATURE_BYTES = 65;

    function digest(uint256 chainId, bytes32 structHash) private pure returns (bytes32) {
        address verifier = SystemAddress.systemAddress(Contracts.REPUTATION);
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPE, NAME, VERSION, chainId, verifier));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /// @notice EIP-712 digest of Membership(address member,bytes32 identity,uint256 deadline).
    function membershipDigest(uint256 chainId, address member, bytes32 identity, uint256 deadline)
        internal
        pure
        returns (bytes32)
    {
        return digest(chainId, keccak256(abi.encode(MEMBERSHIP_TYPE, member, identity, deadline)));
    }

    /// @notice EIP-712 digest of Recovery(address from,address to,uint256 deadline).
    function recoveryDigest(uint256 chainId, address from, address to, uint256 deadline)
        internal
        pure
        returns (bytes32)
    {
        return digest(chainId, keccak256(abi.encode(RECOVERY_TYPE, from, to, deadline)));
    }

    /// @notice Who signed a digest with r ‖ s ‖ v (v 27 or 28, low s); zero where the 65 bytes are no such signature.
    function signerOf(bytes32 hash, bytes memory signature) internal view returns (address) {
        if (signature.length != SIGNATURE_BYTES) return address(0);
        uint8 v = uint8(signature[SIGNATURE_BYTES - 1]);
        if (v != 27 && v != 28) return address(0);
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        // Not found is address zero.
        (, address signer) = Recover.recoverAddress(hash, r, s, v - 27);
        return signer;
    }
}
