// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../../src/generated/Kinds.sol";
import {CallCodec} from "../../../src/machine/codec/Call.sol";
import {EntryCodec, InboxEntry} from "../../../src/machine/codec/Entry.sol";
import {Recover} from "../../../src/machine/codec/Recover.sol";
import {Rlp} from "../../../src/machine/codec/Rlp.sol";
import {SegmentCodec} from "../../../src/machine/codec/Segment.sol";
import {Item, TransactionCodec} from "../../../src/machine/codec/Transaction.sol";
import {Segments} from "../../../src/generated/Params.sol";
import {SegmentHead} from "../../../src/rollup/SegmentHead.sol";

struct DecodedItem {
    bool ok;
    Item item;
    bytes32 signingHash;
    bool signed;
    address sender;
}

struct DecodedCall {
    bool ok;
    uint256 kind;
}

struct DecodedSend {
    bool ok;
    uint256 value;
    address target;
    bytes call;
}

struct Signed {
    bytes32 hash;
    bytes32 r;
    bytes32 s;
    uint256 yParity;
}

struct DecodedSegment {
    bool last;
    bool inbox;
    uint256 t;
    uint256 count;
    bytes[] items;
}

/// Shows the codec to tests, many answers at once.
contract CodecHarness {
    function decodeItems(bytes[] calldata items, uint256 chainId) external view returns (DecodedItem[] memory decoded) {
        decoded = new DecodedItem[](items.length);
        for (uint256 i = 0; i < items.length; i++) {
            (bool ok, Item memory item) = TransactionCodec.decodeItem(items[i]);
            if (!ok) continue;
            (decoded[i].ok, decoded[i].item) = (true, item);
            if (item.isOperation) continue;
            bytes32 hash = TransactionCodec.signingHash(item, chainId);
            decoded[i].signingHash = hash;
            (decoded[i].signed, decoded[i].sender) = Recover.recoverAddress(hash, item.r, item.s, item.yParity);
        }
    }

    function decodeCalls(uint256 contract_, bytes[] calldata calls) external pure returns (DecodedCall[] memory decoded) {
        decoded = new DecodedCall[](calls.length);
        for (uint256 i = 0; i < calls.length; i++) {
            (decoded[i].ok, decoded[i].kind) = CallCodec.decodeCalldata(contract_, calls[i]);
        }
    }

    function decodeEntry(bytes calldata packed) external pure returns (InboxEntry memory entry, bytes memory payload, address receiver) {
        bytes calldata rest;
        (entry, rest) = EntryCodec.decodeEntry(packed);
        return (entry, rest, EntryCodec.receiverOf(rest));
    }

    function decodeTokenDeposit(bytes calldata payload) external pure returns (address to, uint256 amount) {
        return EntryCodec.decodeTokenDeposit(payload);
    }

    function decodeSend(bytes calldata payload) external pure returns (DecodedSend memory decoded) {
        (decoded.ok, decoded.value, decoded.target, decoded.call) = EntryCodec.decodeSend(payload);
    }

    function decodeSegment(bytes calldata segment) external pure returns (DecodedSegment memory decoded) {
        decoded.last = SegmentHead.isLast(segment);
        decoded.inbox = SegmentHead.isInbox(segment);
        decoded.t = SegmentHead.time(segment);
        decoded.count = SegmentCodec.count(segment);
        bytes[] memory items = new bytes[](Segments.TRANSACTIONS + 1);
        uint256 length = 0;
        uint256 place = Segments.HEAD_BYTES;
        while (place < segment.length && length < items.length) {
            bytes calldata item;
            (item, place) = SegmentCodec.item(segment, place);
            items[length++] = item;
        }
        decoded.items = new bytes[](length);
        for (uint256 i = 0; i < length; i++) {
            decoded.items[i] = items[i];
        }
    }

    function recover(Signed[] calldata all) external view returns (address[] memory signers, bool[] memory found) {
        (signers, found) = (new address[](all.length), new bool[](all.length));
        for (uint256 i = 0; i < all.length; i++) {
            (found[i], signers[i]) = Recover.recoverAddress(all[i].hash, all[i].r, all[i].s, all[i].yParity);
        }
    }

    /// The RLP of a list of one string and one integer.
    function rlp(bytes calldata text, uint256 integer) external pure returns (bytes memory written) {
        bytes memory value = text;
        uint256 size = value.length + 128;
        bytes memory room = new bytes(size);
        uint256 end;
        assembly ("memory-safe") {
            end := add(add(room, 0x20), size)
        }
        uint256 place = Rlp.prependInteger(end, integer);
        place = Rlp.prependString(place, value);
        place = Rlp.prependListHeader(place, end);
        written = new bytes(end - place);
        assembly ("memory-safe") {
            mcopy(add(written, 0x20), place, sub(end, place))
        }
    }

    /// Gas of decoding one item, and of rebuilding what was signed with the recovery of its signer.
    function measure(bytes calldata data, uint256 chainId) external view returns (uint256 decoding, uint256 recovering) {
        uint256 start = gasleft();
        (, Item memory item) = TransactionCodec.decodeItem(data);
        decoding = start - gasleft();
        start = gasleft();
        bytes32 hash = TransactionCodec.signingHash(item, chainId);
        Recover.recoverAddress(hash, item.r, item.s, item.yParity);
        recovering = start - gasleft();
    }
}
