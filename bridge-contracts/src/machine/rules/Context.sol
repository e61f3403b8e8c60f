// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genesis} from "../../generated/Genesis.sol";

/// Where a rule runs: the block's time in seconds, who calls, and the wei sent along. The state is in the ledger.
struct Context {
    uint256 now_;
    address sender;
    uint256 value;
    Genesis genesis;
}

/// A call broke the rule of this code (ErrorCodes): it fails, and what it wrote is taken back. Nothing else counts as that.
error RuleBroken(uint8 code);

/// @title A module of rules, reached by delegatecall alone: it has no state of its own
interface IRules {
    /// @notice Runs the rule of a kind. Reverts RuleBroken where it is broken.
    /// @param genesis the data contract (GenesisCode)
    /// @param now_ the block's time in seconds
    /// @param value wei
    /// @param to the receiver of a plain transfer
    /// @param callData canonical ABI calldata, its selector included; empty for a plain transfer. It was checked before.
    function run(
        address genesis,
        uint256 now_,
        address sender,
        uint256 value,
        uint8 kind,
        address to,
        bytes calldata callData
    ) external;
}
