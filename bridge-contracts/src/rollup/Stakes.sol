// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IChallenges} from "../interfaces/IChallenges.sol";
import {IExecutor} from "../interfaces/IExecutor.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IStakes} from "../interfaces/IStakes.sol";
import {Challenges} from "./Challenges.sol";

/// @title Custody of stakes, apart from the members' ether
contract Stakes is IStakes {
    struct Stake {
        uint256 amount;
        uint64 lockedUntil;
        /// convictions whose penalty waits
        uint64 frozen;
        bool slashed;
    }

    /// Nobody has its key: what is sent there is gone.
    address private constant BURNED = 0x000000000000000000000000000000000000dEaD;

    /// The Rollup deploys this contract, so those that may lock and slash are known from the start and cannot change.
    address public immutable rollup;
    /// @inheritdoc IStakes
    IChallenges public immutable challenges;

    mapping(address staker => Stake) private _stakes;

    constructor(IExecutor executor) {
        rollup = msg.sender;
        challenges = new Challenges(IRollup(msg.sender), executor);
    }

    modifier onlyRollup() {
        if (msg.sender != rollup) revert NotTheRollup(msg.sender);
        _;
    }

    modifier onlyChallenges() {
        if (msg.sender != address(challenges)) revert NotTheChallenges(msg.sender);
        _;
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
        if (stake.frozen > 0) revert StakeIsFrozen(msg.sender);
        if (block.timestamp < stake.lockedUntil) revert StakeLocked(msg.sender, stake.lockedUntil);
        if (amount == 0 || amount > stake.amount) revert AmountNotStaked(msg.sender, amount, stake.amount);
        stake.amount -= amount;
        emit StakeWithdrawn(msg.sender, to, amount);
        (bool accepted,) = to.call{value: amount}("");
        if (!accepted) revert StakeRefused(to);
    }

    /// @inheritdoc IStakes
    function lock(address staker, uint64 until) external onlyRollup returns (uint256 amount) {
        if (_stakes[staker].frozen > 0) revert StakeIsFrozen(staker);
        return _keep(staker, until);
    }

    /// @inheritdoc IStakes
    function keep(address staker, uint64 until) external onlyRollup {
        _keep(staker, until);
    }

    /// @inheritdoc IStakes
    function freeze(address staker) external onlyChallenges {
        _stakes[staker].frozen++;
        emit StakeFrozen(staker);
    }

    /// @inheritdoc IStakes
    function release(address staker) external onlyChallenges {
        _stakes[staker].frozen--;
        emit StakeReleased(staker);
    }

    /// @inheritdoc IStakes
    function slash(address staker, address beneficiary)
        external
        onlyChallenges
        returns (uint256 burned, uint256 credited)
    {
        Stake storage stake = _stakes[staker];
        uint256 amount = stake.amount;
        stake.frozen--;
        credited = beneficiary == address(0) ? 0 : amount / 2;
        burned = amount - credited;
        _take(staker, beneficiary, burned, credited);
    }

    /// @inheritdoc IStakes
    function burnHalf(address staker) external onlyRollup returns (uint256 burned) {
        burned = _stakes[staker].amount / 2;
        _take(staker, address(0), burned, 0);
    }

    /// @inheritdoc IStakes
    function wasSlashed(address staker) external view returns (bool) {
        return _stakes[staker].slashed;
    }

    /// @inheritdoc IStakes
    function isFrozen(address staker) external view returns (bool) {
        return _stakes[staker].frozen > 0;
    }

    /// @inheritdoc IStakes
    function stakeOf(address staker) external view returns (uint256 amount, uint64 lockedUntil) {
        Stake storage stake = _stakes[staker];
        return (stake.amount, stake.lockedUntil);
    }

    function _keep(address staker, uint64 until) private returns (uint256 amount) {
        Stake storage stake = _stakes[staker];
        if (until > stake.lockedUntil) {
            stake.lockedUntil = until;
            emit StakeHeld(staker, until);
        }
        return stake.amount;
    }

    /// All is written before the ether moves.
    function _take(address staker, address beneficiary, uint256 burned, uint256 credited) private {
        Stake storage stake = _stakes[staker];
        stake.amount -= burned + credited;
        stake.slashed = true;
        _stakes[beneficiary].amount += credited;
        emit StakeSlashed(staker, beneficiary, burned, credited);
        (bool accepted,) = BURNED.call{value: burned}("");
        if (!accepted) revert StakeRefused(BURNED);
    }
}
