// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../generated/Kinds.sol";
import {Transactions} from "../../generated/Params.sol";
import {Abi} from "./Abi.sol";
import {SystemAddress} from "./Address.sol";
import {Compact, Cursor} from "./Compact.sol";
import {Rlp} from "./Rlp.sol";
import {Signature} from "./Signature.sol";

/// A call as it is executed: to the system contract of its kind, or for a plain transfer to the receiver.
struct Call {
    uint8 kind;
    /// of the kind (Kinds)
    uint256 facts;
    address to;
    /// canonical ABI calldata, empty for a plain transfer
    bytes callData;
}

/// A member of a segment: a signed transaction, or an operation, of which all but the call is zero. Prices in wei a gas.
struct Item {
    bool isOperation;
    bool isType2;
    uint256 yParity;
    uint256 nonce;
    uint256 gas;
    uint256 feeCap;
    /// of type 0: feeCap, the gas price
    uint256 tipCap;
    uint256 value;
    bytes32 r;
    bytes32 s;
    Call call;
}

/// @title Compact transactions and operations (docs/formats.md section 3)
/// @dev Mirrors state-machine/codec/transaction.ts.
library TransactionCodec {
    using Compact for Cursor;

    uint256 private constant TYPE_2 = 0x01;
    uint256 private constant ODD_Y = 0x02;
    uint256 private constant OPERATION = 0x80;
    uint256 private constant HEAD_BYTES = 2;
    /// Nonces and gas have eight bytes; the highest nonce is never valid (EIP-2681).
    uint256 private constant MAX_NONCE = type(uint64).max;
    /// Room for every field beside the calldata: at most eleven of 33 bytes, and the headers.
    uint256 private constant FIELDS_BYTES = 512;

    /// @notice Decodes a member of a segment. Total and strict: `ok` is false for bytes that no encoder writes.
    function decodeItem(bytes calldata data) internal pure returns (bool ok, Item memory item) {
        if (data.length < HEAD_BYTES || data.length > Transactions.MAX_BYTES) return (false, item);
        uint256 form = uint8(data[0]);
        uint256 facts = Kinds.factsOf(uint8(data[1]));
        if (!Kinds.exists(facts)) return (false, item);
        (item.call.kind, item.call.facts) = (uint8(data[1]), facts);
        Cursor memory cursor = Compact.start(data[HEAD_BYTES:]);
        if (form == OPERATION) ok = decodeOperation(item, cursor);
        else ok = form <= TYPE_2 | ODD_Y && decodeTransaction(item, form, cursor);
    }

    function decodeOperation(Item memory item, Cursor memory cursor) private pure returns (bool) {
        if (!Kinds.isOperation(item.call.facts)) return false;
        item.isOperation = true;
        readCall(item.call, cursor);
        return cursor.isDone();
    }

    function decodeTransaction(Item memory item, uint256 form, Cursor memory cursor) private pure returns (bool) {
        item.isType2 = form & TYPE_2 != 0;
        item.yParity = form & ODD_Y == 0 ? 0 : 1;
        item.nonce = cursor.readWord(8);
        item.gas = cursor.readWord(8);
        item.feeCap = cursor.readWord(32);
        item.tipCap = item.isType2 ? cursor.readWord(32) : item.feeCap;
        item.value = cursor.readWord(32);
        if (cursor.hasFailed() || item.nonce == MAX_NONCE || item.tipCap > item.feeCap) return false;
        readCall(item.call, cursor);
        item.r = cursor.read32();
        item.s = cursor.read32();
        return cursor.isDone() && Signature.isScalar(item.r) && Signature.isScalar(item.s) && Signature.isLowS(item.s);
    }

    function readCall(Call memory call, Cursor memory cursor) private pure {
        uint256 contract_ = Kinds.contractOf(call.facts);
        if (contract_ == 0) {
            call.to = readAddress(cursor);
            return;
        }
        call.to = SystemAddress.systemAddress(contract_);
        call.callData = Abi.encodeWithLayout(cursor, Kinds.argumentTypes(call.facts), Kinds.selector(call.facts));
    }

    function readAddress(Cursor memory cursor) private pure returns (address) {
        uint256 place = cursor.readBytes(20);
        return cursor.hasFailed() ? address(0) : address(uint160(Compact.wordAt(place) >> 96));
    }

    /// @notice What the sender signed: keccak256 of the ordinary Ethereum payload (EIP-1559; EIP-155 for type 0) for this chain.
    function signingHash(Item memory item, uint256 chainId) internal pure returns (bytes32 hash) {
        uint256 end;
        uint256 room = item.call.callData.length + FIELDS_BYTES;
        assembly ("memory-safe") {
            end := add(mload(0x40), room)
        }
        uint256 place = end;
        if (!item.isType2) {
            place = Rlp.prependByte(place, 0x80);
            place = Rlp.prependByte(place, 0x80);
            place = Rlp.prependInteger(place, chainId);
        }
        place = prependPayload(place, end, item, chainId);
        assembly ("memory-safe") {
            hash := keccak256(place, sub(end, place))
        }
    }

    /// The list from the front up to the calldata, the access list of type 2 included, in front of what stands at `place`.
    function prependPayload(uint256 place, uint256 end, Item memory item, uint256 chainId) private pure returns (uint256) {
        if (item.isType2) place = Rlp.prependByte(place, 0xc0);
        place = Rlp.prependString(place, item.call.callData);
        place = Rlp.prependInteger(place, item.value);
        place = Rlp.prependAddress(place, item.call.to);
        place = Rlp.prependInteger(place, item.gas);
        place = Rlp.prependInteger(place, item.feeCap);
        if (item.isType2) place = Rlp.prependInteger(place, item.tipCap);
        place = Rlp.prependInteger(place, item.nonce);
        if (item.isType2) place = Rlp.prependInteger(place, chainId);
        place = Rlp.prependListHeader(place, end);
        return item.isType2 ? Rlp.prependByte(place, 2) : place;
    }
}
