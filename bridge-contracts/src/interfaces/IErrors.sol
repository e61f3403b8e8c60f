// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The errors of the system contracts
/// @notice A broken rule fails its transaction with the selector of one of these as data. The place here, counted from 1, is the
/// error's code in proofs.
interface IErrors {
    error ZeroAmount();
    error AmountTooLarge();
    error InsufficientBalance();
    error InsufficientEther();
    error InvalidReceiver();
    error CostAboveValue();
    error ProceedsBelowMinimum();
    error NotTransferable();
    error InsufficientAllowance();
    error SignatureExpired();
    error BadSignature();
    error AlreadyMember();
    error IdentityUsed();
    error NotAMember();
    error NoRecovery();
    error RecoveryPending();
    error UnknownProject();
    error WrongStage();
    error NothingDue();
    error TooEarly();
    error AlreadySettled();
    error BadPeriod();
    error BadCurrency();
    error EmptySupply();
    error PoolTooSmall();
    error CostShareTooLarge();
    error UriTooLong();
    error NothingRequired();
    error InsufficientStake();
    error StakesFrozen();
    error BadTaskCount();
    error BadWeight();
    error BadWeightSum();
    error NotAStaker();
    error UnknownTaskList();
    error BadProof();
    error TaskDone();
    error TaskClaimed();
    error NotTheClaimer();
    error ClaimExpired();
    error NoEvidence();
    error ClaimerMayNotValidate();
    error AlreadyValidated();
    error SeatsFull();
    error TooLateForFirstSeat();
    error NoSeat();
    error InsufficientRights();
    error RightsLocked();
    error NotDisputed();
    error CommitClosed();
    error RevealClosed();
    error NoBallot();
    error AlreadyRevealed();
    error WrongSecret();
    error UnknownCall();
    error NonCanonicalCalldata();
    error ValueNotAccepted();
}
