// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IChallenges} from "./IChallenges.sol";
import {IPromises} from "./IPromises.sol";

/// @title Custody of the stakes that answer for roots and promises
/// @notice A stake is locked whole by each claim of its staker, until two windows after it: a claim can be convicted until its
/// window ends, and a penalty is taken one window after the conviction.
/// @dev Amounts in wei, times in seconds.
interface IStakes {
    event StakeDeposited(address indexed staker, address indexed from, uint256 amount);
    event StakeWithdrawn(address indexed staker, address indexed to, uint256 amount);
    event StakeHeld(address indexed staker, uint64 until);
    event StakeFrozen(address indexed staker);
    event StakeReleased(address indexed staker);
    event StakeSlashed(address indexed staker, address indexed beneficiary, uint256 burned, uint256 credited);

    /// @notice A deposit without ether.
    error NoStake();

    /// @notice The stake of `staker` answers for a claim until `until`.
    error StakeLocked(address staker, uint64 until);

    /// @notice `amount` is zero or above what `staker` has.
    error AmountNotStaked(address staker, uint256 amount, uint256 staked);

    /// @notice `to` did not accept the ether.
    error StakeRefused(address to);

    /// @notice Locking for a claim is the Rollup's alone.
    error NotTheRollup(address sender);

    /// @notice Freezing and slashing are for the Challenges and the Promises alone, keeping and halving for the Rollup and the Promises.
    error MayNotPunish(address sender);

    /// @notice The stake of `staker` answers for a conviction: it covers no claim and cannot be withdrawn until the penalty is taken.
    error StakeIsFrozen(address staker);

    /// @notice The one that may lock.
    function rollup() external view returns (address);

    /// @notice The one that takes stakes for wrong roots.
    function challenges() external view returns (IChallenges);

    /// @notice The one that takes them for broken promises.
    function promises() external view returns (IPromises);

    /// @notice Where the creation code of the promises stood at the deployment.
    function promisesCode() external view returns (address);

    /// @notice Adds the value to the stake of `staker`, who alone can take it back. Anybody MAY pay.
    function deposit(address staker) external payable;

    /// @notice Pays `amount` of the sender's stake to `to`.
    /// @dev MUST revert while the stake is locked, and if `to` refuses it.
    function withdraw(uint256 amount, address payable to) external;

    /// @notice Locks the stake of `staker` until `until`; an earlier time never shortens a lock.
    /// @dev MUST revert for any other sender than the Rollup, and with `StakeIsFrozen` for a frozen one.
    /// @return amount the stake
    function lock(address staker, uint64 until) external returns (uint256 amount);

    /// @notice Locks the stake of `staker` until `until`, frozen or not, whatever it is.
    /// @dev MUST revert for any other sender than the Rollup and the Promises.
    function keep(address staker, uint64 until) external;

    /// @notice Keeps the stake of a convicted staker where it is; once for each conviction.
    /// @dev MUST revert for any other sender than the Challenges and the Promises, as the two that follow.
    function freeze(address staker) external;

    /// @notice Ends one freeze: the conviction was cancelled.
    function release(address staker) external;

    /// @notice Takes the whole stake and ends one freeze: half is burned and half becomes `beneficiary`'s stake, without lock. With
    /// beneficiary 0 all is burned.
    function slash(address staker, address beneficiary) external returns (uint256 burned, uint256 credited);

    /// @notice Burns half of what is staked.
    /// @dev MUST revert for any other sender than the Rollup and the Promises.
    function burnHalf(address staker) external returns (uint256 burned);

    /// @notice Whether a penalty was ever taken from `staker`.
    function wasSlashed(address staker) external view returns (bool);

    /// @notice Whether a conviction of `staker` waits for its penalty.
    function isFrozen(address staker) external view returns (bool);

    /// @notice How many convictions of `staker` for wrong roots wait for their penalty.
    function fraudsOf(address staker) external view returns (uint256);

    /// @notice A stake and the time from which it can be withdrawn.
    function stakeOf(address staker) external view returns (uint256 amount, uint64 lockedUntil);
}
