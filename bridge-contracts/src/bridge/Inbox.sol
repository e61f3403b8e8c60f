// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IInbox} from "../interfaces/IInbox.sol";
import {IL1Bridge} from "../interfaces/IL1Bridge.sol";
import {Amounts, Entries, Transactions} from "../generated/Params.sol";
import {Entry} from "./Entry.sol";

/// @title The inbox
contract Inbox is IInbox {
    IL1Bridge private immutable _bridge;

    /// @inheritdoc IInbox
    uint96 public immutable fee;

    /// An array of its own packs six times into a word, which saves most of a storage write an entry.
    uint40[] private _times;
    mapping(uint256 index => bytes32 rollingAfter) private _rolling;

    /// The bridge deploys this contract: neither can be replaced.
    constructor(uint96 fee_) {
        _bridge = IL1Bridge(msg.sender);
        fee = fee_;
    }

    /// @inheritdoc IInbox
    function deposit(address to) external payable returns (uint64 index) {
        index = _addDeposit(msg.sender, to, msg.value);
        _bridge.receiveEther{value: msg.value}();
    }

    /// @inheritdoc IInbox
    function record(address from, address to, uint256 value) external returns (uint64 index) {
        if (msg.sender != address(_bridge)) revert NotTheBridge(msg.sender);
        return _addDeposit(from, to, value);
    }

    /// @inheritdoc IInbox
    function depositTokens(address to, uint256 amount) external returns (uint64 index) {
        if (!Entry.isValidReceiver(to)) revert InvalidReceiver(to);
        if (amount == 0) revert NothingDeposited();
        if (amount >= Amounts.LIMIT) revert ValueTooLarge(amount);
        index = _add(Entries.TOKEN_DEPOSIT, msg.sender, 0, abi.encodePacked(to, uint96(amount)));
        _bridge.burnTokens(msg.sender, amount);
    }

    /// @inheritdoc IInbox
    function enqueue(bytes calldata transaction) external payable returns (uint64 index) {
        return _addPaid(Entries.FORCED, msg.sender, transaction);
    }

    /// @inheritdoc IInbox
    function send(uint256 value, address target, bytes calldata call) external payable returns (uint64 index) {
        return _addPaid(Entries.SEND, Entry.aliasOf(msg.sender), abi.encodePacked(value, target, call));
    }

    /// @inheritdoc IInbox
    function bridge() external view returns (address) {
        return address(_bridge);
    }

    /// @inheritdoc IInbox
    function length() public view returns (uint64) {
        return uint64(_times.length);
    }

    /// @inheritdoc IInbox
    function rollingAt(uint64 count) external view returns (bytes32) {
        if (count > length()) revert UnknownEntry(count - 1, length());
        return count == 0 ? bytes32(0) : _rolling[count - 1];
    }

    /// @inheritdoc IInbox
    function timeOf(uint64 index) external view returns (uint64) {
        if (index >= length()) revert UnknownEntry(index, length());
        return _times[index];
    }

    function _addDeposit(address from, address to, uint256 value) private returns (uint64) {
        if (!Entry.isValidReceiver(to)) revert InvalidReceiver(to);
        if (value == 0) revert NothingDeposited();
        return _add(Entries.DEPOSIT, from, value, abi.encodePacked(to));
    }

    function _addPaid(uint8 kind, address from, bytes memory payload) private returns (uint64 index) {
        if (payload.length == 0 || payload.length > Transactions.MAX_BYTES) {
            revert BadPayloadLength(payload.length, Transactions.MAX_BYTES);
        }
        if (msg.value < fee) revert FeeTooLow(msg.value, fee);
        index = _add(kind, from, msg.value, payload);
        _bridge.receiveEther{value: msg.value}();
    }

    function _add(uint8 kind, address from, uint256 value, bytes memory payload) private returns (uint64 index) {
        if (value >= Amounts.LIMIT) revert ValueTooLarge(value);
        index = length();
        uint40 time = uint40(block.timestamp);
        bytes32 previous = index == 0 ? bytes32(0) : _rolling[index - 1];
        _rolling[index] = Entry.roll(previous, Entry.hash(kind, time, from, uint96(value), payload));
        _times.push(time);
        emit EntryAdded(index, kind, from, time, uint96(value), payload);
    }
}
