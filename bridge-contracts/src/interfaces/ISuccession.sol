// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Three keys, so that the one which must be online at each block is not the one that holds the stake.
struct Sequencer {
    /// sends batches
    address poster;
    /// signs block headers
    address signer;
    /// whose stake answers for both
    address staker;
}

struct L1Block {
    uint64 number;
    bytes32 hash;
}

/// One sequencer, from its beginning to the next one's.
struct Term {
    Sequencer keys;
    /// L1 time from which it holds
    uint64 since;
    /// index of its first batch; those up to the next term's first are its own
    uint64 firstBatch;
    /// L1 block of the call that made it: no promise of this term names one before
    uint64 l1Block;
}

/// Why somebody may take the sequencer's place.
enum Cause {
    /// the deployment
    Founding,
    /// its stake answers for a conviction
    Conviction,
    /// it offered its place to exactly these keys
    HandOver,
    /// it had taken over and then posted nothing
    Idleness,
    /// no batch for `takeoverDelay`
    Silence
}

/// @title Who sequences, and who comes next
/// @notice Terms count from 0, the deployment's. A signing key is named once, ever: whose promise a header is must not depend on when
/// it is looked at.
/// @dev rollup.md section 5. Times in seconds.
interface ISuccession {
    /// @notice Another sequencer, from `since` on: for `Silence` that is after the grace, in which `TakeoverCancelled` can follow.
    /// @param firstBatch index of its first batch
    event SequencerChanged(
        uint64 indexed term, Cause indexed cause, Sequencer previous, Sequencer current, uint64 since, uint64 firstBatch
    );

    /// @notice Term `term` did not begin: the sequencer posted a batch in the grace, or roots became void, so that it could not.
    event TakeoverCancelled(uint64 indexed term, Sequencer cancelled, Sequencer current);

    /// @notice The sequencer of `term` offers its place to `next`.
    event HandOverOffered(uint64 indexed term, Sequencer next);

    /// @notice It takes its offer back.
    event HandOverWithdrawn(uint64 indexed term);

    /// @notice The sequencer of `term` had taken over and posted nothing: half of its stake was burned.
    event IdlenessPunished(uint64 indexed term, address indexed staker, uint256 burned);

    /// @notice A delay or a grace of zero or over a year.
    error BadTakeover(uint64 takeoverDelay, uint64 grace);

    /// @notice A sequencer without one of its three addresses.
    error BadSequencer(Sequencer sequencer);

    /// @notice The sequencer's stake stands, and it is not silent: there is no reason to take over.
    error SequencerStands(address staker);

    /// @notice Somebody else takes over already, unless the sequencer posts a batch before `since`.
    error TakeoverPending(uint64 since);

    /// @notice This signing key was named before.
    error SignerUsed(address signer);

    /// @notice Only who holds the stake can offer it, or the place that it answers for.
    error NotTheStaker(address sender, address staker);

    /// @notice Takes the sequencer's place. The sender is the new staker, and its stake is locked.
    /// @dev At once after a conviction, by an offer, or where the last taker was idle, who loses half of its stake, burned. After
    /// `takeoverDelay` without a batch it holds from `grace` later on, if the sequencer posts none until then. MUST revert otherwise,
    /// and while another takeover is pending.
    function takeover(Sequencer calldata next) external;

    /// @notice Offers the sequencer's place to exactly these keys. A later offer takes the place of an earlier one.
    /// @dev MUST be sent by its staker. Whoever signs blocks behind `l1Block` that no batch holds breaks its promises by the
    /// hand-over: post first, stop signing, then offer.
    /// @param l1Block that of the last batch, or a later one: in a reorganised L1 that has lost it there is no offer
    function offerHandOver(Sequencer calldata next, L1Block calldata l1Block) external;

    /// @notice Takes the offer back.
    function withdrawOffer() external;

    /// @notice Who posts, signs and stakes now.
    function sequencer() external view returns (Sequencer memory);

    /// @notice Number of the term that holds now.
    function currentTerm() external view returns (uint64);

    /// @notice Terms so far; the last of them is pending while its `since` lies ahead.
    function termCount() external view returns (uint64);

    /// @notice Term `number`; zeros if there is none.
    function term(uint64 number) external view returns (Term memory);

    /// @notice The term that a key signs in; not `known` if there is none, or it was cancelled.
    function termOfSigner(address signer) external view returns (bool known, uint64 number);

    /// @notice Whether the sequencer offers its place to these keys.
    function isOffered(Sequencer calldata next) external view returns (bool);

    /// @notice From when on anybody with a stake can take over; 0 at once, after a conviction. 2^64 - 1 while another takeover is
    /// pending, or roots are missing, without which no batch is possible.
    function takeoverOpensAt() external view returns (uint64);

    /// @notice How long the sequencer may post no batch.
    function takeoverDelay() external view returns (uint64);

    /// @notice How long a takeover after silence can be stopped by a batch, and how long a taker has for its first one.
    function grace() external view returns (uint64);
}
