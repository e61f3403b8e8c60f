// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStakes} from "../interfaces/IStakes.sol";

/// @title Custody of stakes, apart from the members' ether
contract Stakes is IStakes {
    struct Stake {
        uint256 amount;
        uint64 lockedUntil;
    }

    /// The Rollup deploys this contract, so the one that may lock is known from the start and cannot change.
    address public immutable rollup;

    mapping(address staker => Stake) private _stakes;

    constructor() {
        rollup = msg.sender;
    }

    /// @inheritdoc IStakes
    function deposit(address staker) external payable {
        if (msg.value == 0) revert NoStake();
        _stakes[staker].amount += msg.value;
        emit StakeDeposited(staker, msg.sender, msg.value);
    }

    /// @inheritdoc IStakes
    function withdraw(uint256 amount, address payable to) external {
        Stake storage stake = _stakes[msg.sender];
        if (block.timestamp < stake.lockedUntil) revert StakeLocked(msg.sender, stake.lockedUntil);
        if (amount == 0 || amount > stake.amount) revert AmountNotStaked(msg.sender, amount, stake.amount);
        stake.amount -= amount;
        emit StakeWithdrawn(msg.sender, to, amount);
        (bool accepted,) = to.call{value: amount}("");
        if (!accepted) revert StakeRefused(to);
    }

    /// @inheritdoc IStakes
    function lock(address staker, uint64 until) external returns (uint256 amount) {
        if (msg.sender != rollup) revert NotTheRollup(msg.sender);
        Stake storage stake = _stakes[staker];
        if (until > stake.lockedUntil) {
            stake.lockedUntil = until;
            emit StakeHeld(staker, until);
        }
        return stake.amount;
    }

    /// @inheritdoc IStakes
    function stakeOf(address staker) external view returns (uint256 amount, uint64 lockedUntil) {
        Stake storage stake = _stakes[staker];
        return (stake.amount, stake.lockedUntil);
    }
}
