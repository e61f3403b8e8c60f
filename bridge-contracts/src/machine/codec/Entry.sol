// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// What L1 put in the inbox (docs/formats.md section 5): `kind` of Entries, `time` of L1 in seconds, `value` in wei.
struct InboxEntry {
    uint256 kind;
    uint256 time;
    address from;
    uint256 value;
}

/// @title Inbox entries, packed as they are hashed: kind u8 ‖ time u40 ‖ from 20 ‖ value u96 ‖ payload
/// @dev Mirrors state-machine/codec/entry.ts; the hashes stand in bridge/Entry.sol.
library EntryCodec {
    uint256 internal constant HEAD_BYTES = 38;
    uint256 private constant CALL_AT = 52;

    /// Nothing that the inbox holds is that short.
    error NotAnEntry();

    function decodeEntry(bytes calldata packed) internal pure returns (InboxEntry memory entry, bytes calldata payload) {
        if (packed.length < HEAD_BYTES) revert NotAnEntry();
        entry.kind = uint8(bytes1(packed));
        entry.time = uint40(bytes5(packed[1:]));
        entry.from = address(bytes20(packed[6:]));
        entry.value = uint96(bytes12(packed[26:]));
        payload = packed[HEAD_BYTES:];
    }

    /// @notice The receiver of a deposit; missing bytes read as zeros.
    function receiverOf(bytes calldata payload) internal pure returns (address) {
        return address(bytes20(payload));
    }

    /// @notice The payload of a deposit of tokens; missing bytes read as zeros, and what is behind the amount means nothing.
    function decodeTokenDeposit(bytes calldata payload) internal pure returns (address to, uint256 amount) {
        bytes32 word = bytes32(payload);
        return (address(bytes20(word)), uint96(uint256(word)));
    }

    /// @notice The payload of a `send`; false where it is too short to have a value and a target.
    function decodeSend(bytes calldata payload)
        internal
        pure
        returns (bool ok, uint256 value, address target, bytes calldata call)
    {
        if (payload.length < CALL_AT) return (false, 0, address(0), payload);
        return (true, uint256(bytes32(payload)), address(bytes20(payload[32:])), payload[CALL_AT:]);
    }
}
