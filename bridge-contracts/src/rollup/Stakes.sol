// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IChallenges} from "../interfaces/IChallenges.sol";
import {IExecutor} from "../interfaces/IExecutor.sol";
import {IPromises} from "../interfaces/IPromises.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IStakes} from "../interfaces/IStakes.sol";
import {Challenges} from "./Challenges.sol";
import {StoredCode} from "./StoredCode.sol";

/// @title Custody of stakes, apart from the members' ether
contract Stakes is IStakes {
    struct Stake {
        uint256 amount;
        uint64 lockedUntil;
        /// convictions whose penalty waits
        uint64 frozen;
        /// those of them for wrong roots
        uint32 frauds;
        bool slashed;
    }

    /// Nobody has its key: what is sent there is gone.
    address private constant BURNED = 0x000000000000000000000000000000000000dEaD;

    /// The Rollup deploys this contract, so those that may lock and slash are known from the start and cannot change.
    address public immutable rollup;
    /// @inheritdoc IStakes
    IChallenges public immutable challenges;
    /// @inheritdoc IStakes
    IPromises public immutable promises;
    /// @inheritdoc IStakes
    address public immutable promisesCode;

    mapping(address staker => Stake) private _stakes;

    constructor(IExecutor executor, address promisesCode_, uint256 chainId) {
        rollup = msg.sender;
        challenges = new Challenges(IRollup(msg.sender), executor);
        promisesCode = promisesCode_;
        promises = IPromises(StoredCode.create(promisesCode_, abi.encode(msg.sender, chainId)));
    }

    modifier onlyPenalties() {
        if (msg.sender != address(challenges) && msg.sender != address(promises)) revert MayNotPunish(msg.sender);
        _;
    }

    modifier onlyForPlaceOrPromise() {
        if (msg.sender != rollup && msg.sender != address(promises)) revert MayNotPunish(msg.sender);
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
    function lock(address staker, uint64 until) external returns (uint256 amount) {
        if (msg.sender != rollup) revert NotTheRollup(msg.sender);
        if (_stakes[staker].frozen > 0) revert StakeIsFrozen(staker);
        return _keep(staker, until);
    }

    /// @inheritdoc IStakes
    function keep(address staker, uint64 until) external onlyForPlaceOrPromise {
        _keep(staker, until);
    }

    /// @inheritdoc IStakes
    function freeze(address staker) external onlyPenalties {
        Stake storage stake = _stakes[staker];
        stake.frozen++;
        if (msg.sender == address(challenges)) stake.frauds++;
        emit StakeFrozen(staker);
    }

    /// @inheritdoc IStakes
    function release(address staker) external onlyPenalties {
        _thaw(staker);
        emit StakeReleased(staker);
    }

    /// @inheritdoc IStakes
    function slash(address staker, address beneficiary)
        external
        onlyPenalties
        returns (uint256 burned, uint256 credited)
    {
        uint256 amount = _stakes[staker].amount;
        _thaw(staker);
        credited = beneficiary == address(0) ? 0 : amount / 2;
        burned = amount - credited;
        _take(staker, beneficiary, burned, credited);
    }

    /// @inheritdoc IStakes
    function burnHalf(address staker) external onlyForPlaceOrPromise returns (uint256 burned) {
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
    function fraudsOf(address staker) external view returns (uint256) {
        return _stakes[staker].frauds;
    }

    /// @inheritdoc IStakes
    function stakeOf(address staker) external view returns (uint256 amount, uint64 lockedUntil) {
        Stake storage stake = _stakes[staker];
        return (stake.amount, stake.lockedUntil);
    }

    function _thaw(address staker) private {
        Stake storage stake = _stakes[staker];
        stake.frozen--;
        if (msg.sender == address(challenges)) stake.frauds--;
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
