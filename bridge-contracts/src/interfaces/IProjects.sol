// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Projects, from proposal to payout
/// @notice System contract at 0xd157000000000000000000000000000000000003 (protocol.md section 4). Stages: 1 Proposed, 2 Staked,
/// 3 Active, 4 Validation, 5 Voting, 6 Complete, 7 Failed, 8 Expired.
/// @dev Every call on a project MUST first do what `advance` would. currency: 0 tokens, 1 reputation. Amounts in base units
/// (1e-18), ether in wei, times in seconds, weights in basis points.
interface IProjects {
    /// A project was proposed: `cost` wei, staking open until `deadline`. `uri` says where its description is found.
    event Proposed(uint256 indexed id, address indexed proposer, uint256 cost, uint64 deadline, bytes32 contentHash, string uri);
    /// The project entered a stage (1 Proposed … 8 Expired) that lasts until `deadline`.
    event StageChanged(uint256 indexed id, uint8 stage, uint64 deadline);
    event Staked(uint256 indexed id, address indexed staker, uint8 currency, uint256 amount);
    event Unstaked(uint256 indexed id, address indexed staker, uint8 currency, uint256 amount);
    event TaskListSubmitted(uint256 indexed id, address indexed staker, bytes32 indexed root);
    /// The staker's one choice is this list now.
    event TaskListSupported(uint256 indexed id, address indexed staker, bytes32 indexed root);
    /// `collateral` units of reputation are locked until `claimEnd`, or until the task is settled once it has evidence.
    event TaskClaimed(uint256 indexed id, uint256 indexed index, address indexed claimer, uint16 weight, uint256 collateral, uint64 claimEnd);
    /// A claim ran out; its collateral is gone and the task is open again.
    event ClaimForfeited(uint256 indexed id, uint256 indexed index, address indexed claimer, uint256 collateral);
    event EvidenceSubmitted(uint256 indexed id, uint256 indexed index, address indexed claimer, bytes32 evidenceHash, uint256 validationStake, string uri);
    /// A seat was taken: side 1 approves, 2 rejects; position 1 to 5.
    event Validated(uint256 indexed id, uint256 indexed index, address indexed validator, uint8 side, uint8 position, uint256 stake);
    event TaskSettled(uint256 indexed id, uint256 indexed index, address indexed claimer, bool passed, bool undecided);
    /// `pay` wei went to the validator; 0 where she was wrong or nobody was right.
    event ValidationSettled(uint256 indexed id, uint256 indexed index, address indexed validator, uint256 pay);
    /// The stake left the project; of a failed project it was forfeited. `pay` wei are the staker's part of the pot.
    event StakeSettled(uint256 indexed id, address indexed staker, uint256 tokens, uint256 reputation, uint256 pay);

    struct Task {
        uint16 weight;
        bytes32 contentHash;
    }

    struct ProjectView {
        uint8 stage;
        address proposer;
        uint256 cost;
        uint64 deadline;
        bytes32 contentHash;
        /// as fixed at proposal
        uint256 requiredTokens;
        uint256 requiredReputation;
        uint256 stakedTokens;
        uint256 stakedReputation;
        uint256 collateral;
        uint8 collateralIn;
        bytes32 taskList;
        bytes32 leader;
        uint16 evidenceWeight;
        uint16 passedWeight;
        uint16 unsettled;
        uint16 disputed;
        uint64 commitEnd;
        uint256 escrow;
    }

    struct TaskView {
        uint16 weight;
        address claimer;
        uint256 collateral;
        uint64 claimEnd;
        bytes32 evidenceHash;
        uint256 validationStake;
        uint8 approvals;
        uint8 rejections;
        bool settled;
        bool passed;
    }

    /// @notice Proposes a project of `cost` wei, to be staked within `stakingPeriod` seconds.
    /// @dev Takes the collateral in `collateralIn`. `uri` stands in the event alone: MUST revert with `UriTooLong` over 256 bytes.
    function propose(uint256 cost, uint64 stakingPeriod, uint8 collateralIn, bytes32 contentHash, string calldata uri)
        external
        returns (uint256 id);

    /// @notice Does whatever is due on a project, until nothing is.
    /// @dev Anybody MAY send it. MUST revert with `NothingDue` if nothing was.
    function advance(uint256 id) external;

    /// @notice Stakes on a proposed project; clipped to what is still required.
    /// @return staked what was taken
    function stake(uint256 id, uint8 currency, uint256 amount) external returns (uint256 staked);

    /// @notice Takes a stake back while the project is proposed.
    /// @dev MUST revert with `StakesFrozen` in the last part of the period.
    function unstake(uint256 id, uint8 currency, uint256 amount) external;

    /// @notice Submits a list of 1 to 32 tasks whose weights add up to 10,000; stakers only.
    /// @return root the list's Merkle root
    function submitTaskList(uint256 id, Task[] calldata tasks) external returns (bytes32 root);

    /// @notice Gives the sender's weight to a submitted list; a later choice replaces it.
    function supportTaskList(uint256 id, bytes32 root) external;

    /// @notice Claims a task of the winning list, proven by `proof`, bottom up; members only.
    function claimTask(uint256 id, uint256 index, uint16 weight, bytes32 contentHash, bytes32[5] calldata proof) external;

    /// @notice The claimer's evidence, once a task.
    function submitEvidence(uint256 id, uint256 index, bytes32 evidenceHash, string calldata uri) external;

    /// @notice Takes a seat for or against a task's evidence, with the validation stake.
    function validate(uint256 id, uint256 index, bool approve) external;

    /// @notice Pays out, or not, for a task whose outcome stands.
    /// @dev Anybody MAY send it.
    function settleTask(uint256 id, uint256 index) external;

    /// @notice Settles one validator's seat.
    /// @dev Anybody MAY send it.
    function settleValidation(uint256 id, uint256 index, address validator) external;

    /// @notice Settles one staker's stake in a project that has ended.
    /// @dev Anybody MAY send it.
    function settleStake(uint256 id, address staker) external;

    /// @notice How many projects were ever proposed.
    function projectCount() external view returns (uint256);

    /// @notice A project, its stage as a call now would find it.
    function projectOf(uint256 id) external view returns (ProjectView memory);

    /// @notice What is required of a currency now.
    function required(uint256 id, uint8 currency) external view returns (uint256);

    /// @notice A staker's stakes and the task list chosen.
    function stakeOf(uint256 id, address staker)
        external
        view
        returns (uint256 tokens, uint256 reputation, bytes32 choice);

    /// @notice A submitted task list: its number of tasks and the weight behind it.
    function taskListOf(uint256 id, bytes32 root) external view returns (uint8 count, uint256 tally);

    /// @notice A task.
    function taskOf(uint256 id, uint256 index) external view returns (TaskView memory);

    /// @notice A validator's seat: side 0 none, 1 approve, 2 reject; position 1 to 5.
    function seatOf(uint256 id, uint256 index, address validator)
        external
        view
        returns (uint8 side, uint8 position, bool settled);

    /// @notice Wei that the seat at `position` earns if `seats` validators were right.
    function seatPay(uint256 id, uint256 index, uint8 seats, uint8 position) external view returns (uint256);
}
