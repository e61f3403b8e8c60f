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

    /// What the ledger keeps of this record would lie over what it keeps of the one before.
    error KeysTooNear(bytes32 key);

    /// Words of the ledger that belong to a record, from its key on.
    uint256 private constant ROOM = 8;

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
        checkDistances(witness.keys);
        Multiproof.load(rootBefore, witness.keys, witness.proof);
        outcomes = SegmentExecution.runSegment(start(), segment, inbox);
        rootAfter = Fold.newRoot(rootBefore, witness.keys, witness.proof);
    }

    /// Keys of records are hashes and never as near as that. But a witness may show absence at any key at all, and the flag of one
    /// chosen for it would change a word of its neighbour.
    function checkDistances(bytes32[] calldata keys) private pure {
        unchecked {
            for (uint256 i = 1; i < keys.length; i++) {
                if (uint256(keys[i]) - uint256(keys[i - 1]) < ROOM) revert KeysTooNear(keys[i]);
            }
        }
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
