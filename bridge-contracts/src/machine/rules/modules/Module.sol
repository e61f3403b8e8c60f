// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GenesisCode} from "../../../generated/Genesis.sol";
import {Context, IRules} from "../Context.sol";

/// @title What all modules of rules share
/// @dev Stateless: what a rule reads and writes is in the ledger of who delegates to it.
abstract contract Module is IRules {
    /// This module has no such kind: the executor chose the wrong one.
    error NotOfThisModule(uint8 kind);

    uint256 private constant SELECTOR_BYTES = 4;

    /// @inheritdoc IRules
    function run(
        address genesis,
        uint256 now_,
        address sender,
        uint256 value,
        uint8 kind,
        address to,
        bytes calldata callData
    ) external {
        Context memory context =
            Context({now_: now_, sender: sender, value: value, genesis: GenesisCode.read(genesis)});
        bytes calldata args = callData.length < SELECTOR_BYTES ? callData : callData[SELECTOR_BYTES:];
        if (!dispatch(context, kind, to, args)) revert NotOfThisModule(kind);
    }

    /// Runs the rule of a kind; false where the kind is not of this module.
    function dispatch(Context memory context, uint8 kind, address to, bytes calldata args) internal virtual returns (bool);
}
