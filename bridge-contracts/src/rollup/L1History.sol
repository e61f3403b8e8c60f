// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Hashes of recent L1 blocks
/// @dev The last 256 by the opcode, the last 8,191 by the history contract of EIP-2935 where L1 has it.
library L1History {
    address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;

    /// @notice The hash of block `number`, or 0 if it is not known any more, or not yet.
    function hashOf(uint64 number) internal view returns (bytes32) {
        bytes32 hash = blockhash(number);
        if (hash != 0) return hash;
        (bool ok, bytes memory answer) = HISTORY.staticcall(abi.encode(number));
        return ok && answer.length == 32 ? abi.decode(answer, (bytes32)) : bytes32(0);
    }
}
