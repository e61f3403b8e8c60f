// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What L1 tells the chain: deposits and forced transactions, read in order
/// @notice Each entry is kept as the inbox's rolling hash after it, and its time; its bytes are in the log. The chain must read an
/// entry before it is older than the inbox delay, or no batch can be posted.
/// @dev docs/formats.md section 5. Ether in wei, times in seconds, entries counted from 0. Ether goes on to the bridge's custody.
interface IInbox {
    /// @notice An entry, with everything its hash is made of.
    /// @param kind 0 deposit, 1 forced transaction, 2 send, 3 deposit of tokens
    /// @param from the L1 sender; for kind 2 its alias on the chain
    /// @param value deposited ether, or the fee, which the pool receives when the entry is read; 0 for tokens
    event EntryAdded(
        uint64 indexed index, uint8 indexed kind, address indexed from, uint64 time, uint96 value, bytes payload
    );

    /// @notice Address zero and the system contracts can receive neither ether nor tokens.
    error InvalidReceiver(address to);

    /// @notice A deposit of nothing.
    error NothingDeposited();

    /// @notice `value`, in wei or base units, does not fit into 96 bits.
    error ValueTooLarge(uint256 value);

    /// @notice An entry that the chain has to read costs `required` wei.
    error FeeTooLow(uint256 paid, uint96 required);

    /// @notice A payload is empty or longer than `limit` bytes.
    error BadPayloadLength(uint256 length, uint256 limit);

    /// @notice There is no such entry yet.
    error UnknownEntry(uint64 index, uint64 length);

    /// @notice `record` is the bridge's alone.
    error NotTheBridge(address sender);

    /// @notice The L1 bridge, which holds the ether.
    function bridge() external view returns (address);

    /// @notice The least value of `enqueue` and `send`.
    function fee() external view returns (uint96);

    /// @notice Deposits the value to `to` on the chain. It MUST take effect once read.
    /// @dev MUST revert for address zero, a system contract, no value, a value of 2^96 or more.
    /// @return index the entry's place
    function deposit(address to) external payable returns (uint64 index);

    /// @notice Burns `amount` base units of the sender's community tokens on L1 and gives them to `to` on the chain. No allowance is needed.
    /// @dev MUST revert for address zero, a system contract, no amount, an amount of 2^96 or more, and where the sender has less.
    /// @return index the entry's place
    function depositTokens(address to, uint256 amount) external returns (uint64 index);

    /// @notice Records a deposit whose ether the bridge already holds.
    /// @dev MUST revert for any other sender than the bridge.
    function record(address from, address to, uint256 value) external returns (uint64 index);

    /// @notice Forces any signed transaction of the chain, in its compact form.
    /// @dev The bytes are not looked at: what can never be valid is read and skipped. The whole value is the fee. MUST revert for
    /// no bytes, or more than a transaction may have, and below the fee.
    function enqueue(bytes calldata transaction) external payable returns (uint64 index);

    /// @notice Forces a call by the sender itself, under its alias: a contract can be a member.
    /// @param value wei to send with the call, from the alias's balance on the chain
    /// @param call ABI calldata; none for a plain transfer
    /// @dev The whole `msg.value` is the fee. MUST revert if value ‖ target ‖ call is longer than a transaction may be.
    function send(uint256 value, address target, bytes calldata call) external payable returns (uint64 index);

    /// @notice How many entries there are.
    function length() external view returns (uint64);

    /// @notice The rolling hash after the first `count` entries; 0 after none.
    /// @dev MUST revert with `UnknownEntry` beyond the length.
    function rollingAt(uint64 count) external view returns (bytes32);

    /// @notice The time of entry `index`.
    /// @dev MUST revert with `UnknownEntry` for one that is not there.
    function timeOf(uint64 index) external view returns (uint64);
}
