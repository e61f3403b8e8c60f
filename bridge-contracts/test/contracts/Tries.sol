// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Many calls in one, each of which may fail
contract Tries {
    /// @notice How many of `calls` succeed, and the place of the first that does.
    function attempt(address to, bytes[] calldata calls) external returns (uint256 succeeded, uint256 first) {
        for (uint256 i = calls.length; i > 0; i--) {
            (bool ok,) = to.call(calls[i - 1]);
            if (!ok) continue;
            succeeded++;
            first = i - 1;
        }
    }
}
