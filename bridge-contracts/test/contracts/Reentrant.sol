// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStakes} from "../../src/interfaces/IStakes.sol";
import {ISuccession, Sequencer} from "../../src/interfaces/ISuccession.sol";

/// @title A receiver that tries to take a sequencer's place, and stake, once more while it is paid
contract Reentrant {
    event Tried(bool takeover, bool withdrawal);

    receive() external payable {
        IStakes stakes = IStakes(msg.sender);
        Sequencer memory own = Sequencer(address(this), address(uint160(address(this)) + 1), address(this));
        (bool took,) = stakes.rollup().call(abi.encodeCall(ISuccession.takeover, (own)));
        (bool withdrew,) = address(stakes).call(abi.encodeCall(IStakes.withdraw, (1, payable(address(this)))));
        emit Tried(took, withdrew);
    }
}
