// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../generated/Kinds.sol";

/// The contracts that hold the rules.
struct Modules {
    address token;
    address members;
    address projects;
    address work;
    address validation;
    address voting;
}

/// @title Which module has the rule of a kind
/// @dev Mirrors the table of state-machine/execute/calls.ts. Kinds are numbered by contract: bounds tell the modules apart.
library Calls {
    function moduleOf(Modules memory modules, uint8 kind) internal pure returns (address) {
        if (kind < Kinds.REPUTATION_TRANSFER || kind >= Kinds.WITHDRAW) return modules.token;
        if (kind < Kinds.PROPOSE || kind >= Kinds.PAY_DIVIDEND) return modules.members;
        if (kind >= Kinds.REQUEST_RIGHTS) return modules.voting;
        if (kind < Kinds.SUBMIT_TASK_LIST || kind == Kinds.SETTLE_STAKE) return modules.projects;
        return kind < Kinds.VALIDATE ? modules.work : modules.validation;
    }
}
