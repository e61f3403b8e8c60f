// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GenesisCode} from "../../generated/Genesis.sol";
import {IExecutor, InboxView, Witness} from "../../interfaces/IExecutor.sol";
import {Fold} from "../tree/Fold.sol";
import {Multiproof} from "../tree/Multiproof.sol";
import {Run} from "./Call.sol";
import {Modules} from "./Calls.sol";
import {SegmentExecution} from "./Segment.sol";

/// @title The state machine in Solidity: what one segment does to the state
/// @dev It keeps nothing: records live in transient storage, genesis and rules in contracts that are named once and for all.
contract Executor is IExecutor {
    /// There is no contract at this address: calls to it would succeed and do nothing.
    error NoContract(address place);

    address private immutable GENESIS;
    address private immutable TOKEN;
    address private immutable MEMBERS;
    address private immutable PROJECTS;
    address private immutable WORK;
    address private immutable VALIDATION;
    address private immutable VOTING;

    /// Never taken back: records of one proof must not be left for the next.
    bool private transient used;

    /// @param genesis its data contract (GenesisCode)
    constructor(address genesis, Modules memory modules) {
        GENESIS = existing(genesis);
        TOKEN = existing(modules.token);
        MEMBERS = existing(modules.members);
        PROJECTS = existing(modules.projects);
        WORK = existing(modules.work);
        VALIDATION = existing(modules.validation);
        VOTING = existing(modules.voting);
    }

    /// @inheritdoc IExecutor
    function run(bytes32 rootBefore, bytes calldata segment, Witness calldata witness, InboxView calldata inbox)
        external
        returns (bytes32 rootAfter, bytes memory outcomes)
    {
        if (used) revert OneProofATransaction();
        used = true;
        Multiproof.load(rootBefore, witness.keys, witness.proof);
        outcomes = SegmentExecution.runSegment(start(), segment, inbox);
        rootAfter = Fold.newRoot(rootBefore, witness.keys, witness.proof);
    }

    function start() private view returns (Run memory) {
        return Run({
            now_: 0,
            genesis: GenesisCode.read(GENESIS),
            genesisCode: GENESIS,
            modules: Modules({
                token: TOKEN,
                members: MEMBERS,
                projects: PROJECTS,
                work: WORK,
                validation: VALIDATION,
                voting: VOTING
            })
        });
    }

    function existing(address place) private view returns (address) {
        if (place.code.length == 0) revert NoContract(place);
        return place;
    }
}
