// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IExecutor} from "../interfaces/IExecutor.sol";
import {Sequencer} from "../interfaces/ISuccession.sol";

/// What a community's rollup is deployed with. Nothing of it can be changed by an owner; there is none.
struct Config {
    /// genesis JSON; its hash is part of every id
    bytes genesis;
    /// state root that the genesis leads to
    bytes32 genesisRoot;
    uint64 genesisTime;
    /// the chain's id in the genesis, which promises name
    uint64 chainId;
    Sequencer sequencer;
    uint64 window;
    /// the genesis parameter of that name
    uint64 inboxDelay;
    uint64 maxLag;
    uint64 takeoverDelay;
    uint64 grace;
    uint256 requiredStake;
    uint96 inboxFee;
    /// the state machine, of this genesis; its address follows from its code and the genesis (client/machine.ts)
    IExecutor executor;
    /// holds the creation code of the promises: with it this contract's own would be over the limit of EIP-3860. Its address follows from
    /// its code, as the executor's does
    address promisesCode;
    /// holds the creation code of the bridge, for the same reason; its address follows in the same way
    address bridgeCode;
    /// holds that of the community token on L1, with its name and symbol
    address tokenCode;
}
