// SPDX-License-Identifier: MIT
// Written by `npm run generate` from state-machine/params.ts. Change that file instead.
pragma solidity 0.8.37;

/// Parameters of a community, in the order of params.ts.
struct Parameters {
    uint256 basePrice;
    uint256 registrationGrant;
    uint256 registrationStipend;
    uint256 collateralBps;
    uint256 proposerBps;
    uint256 validatorsBps;
    uint256 stakersBps;
    uint256 stakersReputationBps;
    uint256 passThreshold;
    uint256 validationStakeBps;
    uint256 maxCostShare;
    uint256 minStakingPeriod;
    uint256 maxStakingPeriod;
    uint256 unstakeFreeze;
    uint256 staked;
    uint256 active;
    uint256 turnover;
    uint256 validation;
    uint256 counterPeriod;
    uint256 commit;
    uint256 reveal;
    uint256 poolMemory;
    uint256 recoveryDelay;
    uint256 dividendReputationShare;
    uint256 dividendPeriod;
    uint256 feeToPool;
    uint256 baseFee;
    uint256 memberCredits;
    uint256 creditsPerEther;
    uint256 inboxDelay;
}

/// What execution reads of the genesis (state-machine/state/genesis.ts).
struct Genesis {
    uint256 chainId;
    address registrar;
    address operator;
    Parameters parameters;
}

/// @title The genesis as the code of a data contract: a STOP byte, then abi.encode(genesis)
library GenesisCode {
    uint256 internal constant BYTES = 1057;

    /// No data contract could be made.
    error GenesisNotStored();

    /// @notice Reads what `write` has stored. Of any other address it reads what its code says, zeros behind its end: the
    /// address is fixed at deployment, by who checks it.
    function read(address code) internal view returns (Genesis memory genesis) {
        // In memory a struct's 3 words are followed by the place of the parameters, in code by the parameters. So all is
        // copied a word further on, and the first words are moved back.
        assembly ("memory-safe") {
            genesis := mload(0x40)
            mstore(0x40, add(genesis, 1088))
            extcodecopy(code, add(genesis, 32), 1, 1056)
            mstore(add(genesis, 0), mload(add(genesis, 32)))
            mstore(add(genesis, 32), mload(add(genesis, 64)))
            mstore(add(genesis, 64), mload(add(genesis, 96)))
            mstore(add(genesis, 96), add(genesis, 128))
        }
    }

    /// @notice Makes the data contract of a genesis.
    function write(Genesis memory genesis) internal returns (address code) {
        // Answers all that stands behind its own 10 bytes: PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY,
        // RETURNDATASIZE, RETURN.
        bytes memory creation = abi.encodePacked(hex"61", uint16(BYTES), hex"80600a3d393df3", hex"00", abi.encode(genesis));
        assembly ("memory-safe") {
            code := create(0, add(creation, 0x20), mload(creation))
        }
        if (code == address(0)) revert GenesisNotStored();
    }
}
