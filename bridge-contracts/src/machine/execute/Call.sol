// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Genesis} from "../../generated/Genesis.sol";
import {Kinds} from "../../generated/Kinds.sol";
import {ErrorCodes} from "../../generated/Params.sol";
import {IExecutor} from "../../interfaces/IExecutor.sol";
import {Call} from "../codec/Transaction.sol";
import {IRules, RuleBroken} from "../rules/Context.sol";
import {Calls, Modules} from "./Calls.sol";
import {Outcome} from "./Outcome.sol";

/// The time of the block that runs, and what execution needs to know beside the state.
struct Run {
    uint256 now_;
    Genesis genesis;
    /// the data contract that holds the same
    address genesisCode;
    Modules modules;
}

/// @title A call to a rule
/// @dev Mirrors state-machine/execute/call.ts. Each runs in a frame of its own: the EVM takes back what a broken rule had written.
library CallExecution {
    uint256 private constant RULE_BROKEN_BYTES = 36;

    /// @notice Runs one call; where a rule is broken, the state is as before. Fees, nonces and credits are the caller's.
    /// Answers the code of the broken rule, 0 where none is.
    function runCall(Run memory run, address sender, uint256 value, Call memory call) internal returns (uint8) {
        if (value > 0 && !Kinds.isPayable(call.facts)) return ErrorCodes.VALUE_NOT_ACCEPTED;
        (bool ok, bytes memory answer) = Calls.moduleOf(run.modules, call.kind).delegatecall(
            abi.encodeCall(IRules.run, (run.genesisCode, run.now_, sender, value, call.kind, call.to, call.callData))
        );
        return ok ? Outcome.SUCCESS : brokenRule(answer);
    }

    /// Our own error alone says that a rule is broken. Of anything else, as of gas that ran out, nothing may follow.
    function brokenRule(bytes memory answer) private pure returns (uint8) {
        bytes4 selector;
        uint256 code;
        assembly ("memory-safe") {
            selector := mload(add(answer, 0x20))
            code := mload(add(answer, 0x24))
        }
        bool isRuleBroken = answer.length == RULE_BROKEN_BYTES && selector == RuleBroken.selector && Outcome.isError(code);
        if (!isRuleBroken) revert IExecutor.Inconclusive(answer);
        return uint8(code);
    }
}
