// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Votes on disputed tasks: partial-lock commit-reveal
/// @notice System contract at 0xd157000000000000000000000000000000000004 (protocol.md section 5).
/// @dev currency: 0 tokens, 1 reputation; the two are separate ballots. Amounts in base units (1e-18).
interface IVoting {
    event RightsRequested(address indexed account, uint8 currency, uint256 amount);
    event RightsWithdrawn(address indexed account, uint8 currency, uint256 amount);
    event Committed(uint256 indexed id, uint256 indexed index, address indexed voter, uint8 currency, uint256 amount, bytes32 secretHash);
    event Revealed(uint256 indexed id, uint256 indexed index, address indexed voter, uint8 currency, bool choice, uint256 amount);
    event BallotSettled(uint256 indexed id, uint256 indexed index, address indexed voter, uint8 currency);

    /// @notice Locks free currency as voting rights, usable in any number of polls at once.
    function requestRights(uint8 currency, uint256 amount) external;

    /// @notice Unlocks rights, down to the largest open commit.
    /// @dev MUST revert with `RightsLocked` below it.
    function withdrawRights(uint8 currency, uint256 amount) external;

    /// @notice Commits a ballot: `secretHash = keccak256(abi.encode(chainId, id, index, voter, currency, choice, salt))`.
    /// @dev A second commit replaces the first. MUST revert with `CommitClosed` from the end of the period on.
    function commit(uint256 id, uint256 index, uint8 currency, bytes32 secretHash, uint256 amount) external;

    /// @notice Opens a ballot in the reveal period.
    /// @dev MUST revert with `WrongSecret` if it does not hash to what was committed.
    function reveal(uint256 id, uint256 index, uint8 currency, bool choice, bytes32 salt) external;

    /// @notice Frees the rights of a ballot whose poll has ended.
    /// @dev Anybody MAY send it.
    function settleBallot(uint256 id, uint256 index, address voter, uint8 currency) external;

    /// @notice An account's rights, the largest commit since none was open, and the number of open ballots.
    function rightsOf(address account, uint8 currency) external view returns (uint256 amount, uint256 high, uint32 open);

    /// @notice A voter's ballot.
    function ballotOf(uint256 id, uint256 index, address voter, uint8 currency)
        external
        view
        returns (bytes32 secretHash, uint256 amount, bool revealed, bool settled);

    /// @notice A poll's revealed tallies and the supplies when the dispute began.
    function pollOf(uint256 id, uint256 index)
        external
        view
        returns (
            uint256 tokensFor,
            uint256 tokensAgainst,
            uint256 reputationFor,
            uint256 reputationAgainst,
            uint256 supplyTokens,
            uint256 supplyReputation
        );
}
