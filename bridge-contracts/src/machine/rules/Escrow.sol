// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PoolRecord, ProjectRecord, State} from "../../generated/State.sol";
import {Context} from "./Context.sol";
import {Ether} from "./Ether.sol";
import {Pool} from "./Pool.sol";

/// @title Ether that projects hold, mirror of state-machine/rules/escrow.ts
/// @dev Wei, below 2^96; an escrow covers all that is owed out of it.
library Escrow {
    function takeFromEscrow(uint256 id, int256 amount) private {
        unchecked {
            ProjectRecord memory project = State.getProject(id);
            project.escrow -= uint256(amount);
            State.putProject(project, id);
            PoolRecord memory pool = State.getPool();
            pool.escrowed -= uint256(amount);
            State.putPool(pool);
        }
    }

    /// @notice Moves wei from the pool into a project's escrow.
    function fillEscrow(Context memory context, uint256 id, uint256 amount) internal {
        Pool.changePoolEther(-int256(amount), context.now_, context.genesis.parameters);
        takeFromEscrow(id, -int256(amount));
    }

    /// @notice Gives escrow that is owed to nobody back to the pool.
    function returnEscrow(Context memory context, uint256 id, uint256 amount) internal {
        if (amount == 0) return;
        takeFromEscrow(id, int256(amount));
        Pool.changePoolEther(int256(amount), context.now_, context.genesis.parameters);
    }

    /// @notice Pays an account out of a project's escrow.
    function payFromEscrow(Context memory context, uint256 id, address to, uint256 amount) internal {
        if (amount == 0) return;
        takeFromEscrow(id, int256(amount));
        Ether.changeEther(context, to, int256(amount));
    }
}
