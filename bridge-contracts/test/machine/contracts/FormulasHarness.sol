// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PollRecord} from "../../../src/generated/State.sol";
import {Arithmetic} from "../../../src/machine/rules/Arithmetic.sol";
import {Validation} from "../../../src/machine/rules/Validation.sol";
import {Verdict, Voting} from "../../../src/machine/rules/Voting.sol";

/// a, b and d of a quotient a·b / d.
struct Quotient {
    uint256 a;
    uint256 b;
    uint256 d;
}

/// Formulas in front of tests, many at once.
contract FormulasHarness {
    function quotients(Quotient[] calldata all) external pure returns (uint256[] memory floors, uint256[] memory ceilings) {
        floors = new uint256[](all.length);
        ceilings = new uint256[](all.length);
        for (uint256 i = 0; i < all.length; i++) {
            floors[i] = Arithmetic.mulDiv(all[i].a, all[i].b, all[i].d);
            ceilings[i] = Arithmetic.mulDivUp(all[i].a, all[i].b, all[i].d);
        }
    }

    function pollOutcomes(PollRecord[] calldata polls) external pure returns (Verdict[] memory verdicts) {
        verdicts = new Verdict[](polls.length);
        for (uint256 i = 0; i < polls.length; i++) verdicts[i] = Voting.pollOutcome(polls[i]);
    }

    /// Of every number of right validators from 0 to 6 every position from 0 to 6.
    function seatPays(uint256 total) external pure returns (uint256[49] memory pays) {
        for (uint256 i = 0; i < 49; i++) pays[i] = Validation.seatPay(total, i / 7, i % 7);
    }
}
