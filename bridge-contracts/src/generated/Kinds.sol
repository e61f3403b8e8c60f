// SPDX-License-Identifier: MIT
// Written by `npm run generate` from state-machine/params.ts. Change that file instead.
pragma solidity 0.8.37;

/// Codes of the ABI types of arguments; 0 stands behind the last one. TASKS is (uint16,bytes32)[], HASHES is bytes32[5].
library ArgumentTypes {
    uint256 internal constant UINT8 = 1;
    uint256 internal constant UINT16 = 2;
    uint256 internal constant UINT64 = 3;
    uint256 internal constant UINT256 = 4;
    uint256 internal constant ADDRESS = 5;
    uint256 internal constant BOOL = 6;
    uint256 internal constant BYTES32 = 7;
    uint256 internal constant BYTES = 8;
    uint256 internal constant STRING = 9;
    uint256 internal constant TASKS = 10;
    uint256 internal constant HASHES = 11;
}

/// System contracts by the last byte of their address; 0 stands for a plain account.
library Contracts {
    uint256 internal constant TOKEN = 1;
    uint256 internal constant REPUTATION = 2;
    uint256 internal constant PROJECTS = 3;
    uint256 internal constant VOTING = 4;
    uint256 internal constant DIVIDENDS = 5;
    uint256 internal constant BRIDGE = 6;
    uint256 internal constant CHAIN = 7;
}

/// @title Kinds of calls, and what is known of each
/// @dev Facts of a kind, from the least significant bit on: gas u24, records u8, contract u8, payable, operation and exists one
/// bit each (40, 41, 42), selector at bit 48, then a byte for each argument's type. 0: no such kind.
library Kinds {
    uint8 internal constant SEND = 0x00;
    uint8 internal constant TOKEN_TRANSFER = 0x01;
    uint8 internal constant TOKEN_APPROVE = 0x02;
    uint8 internal constant TOKEN_TRANSFER_FROM = 0x03;
    uint8 internal constant MINT = 0x04;
    uint8 internal constant BURN = 0x05;
    uint8 internal constant DONATE = 0x06;
    uint8 internal constant REPUTATION_TRANSFER = 0x10;
    uint8 internal constant REPUTATION_APPROVE = 0x11;
    uint8 internal constant REPUTATION_TRANSFER_FROM = 0x12;
    uint8 internal constant REGISTER = 0x13;
    uint8 internal constant START_RECOVERY = 0x14;
    uint8 internal constant CANCEL_RECOVERY = 0x15;
    uint8 internal constant FINISH_RECOVERY = 0x16;
    uint8 internal constant PROPOSE = 0x20;
    uint8 internal constant ADVANCE = 0x21;
    uint8 internal constant STAKE = 0x22;
    uint8 internal constant UNSTAKE = 0x23;
    uint8 internal constant SUBMIT_TASK_LIST = 0x24;
    uint8 internal constant SUPPORT_TASK_LIST = 0x25;
    uint8 internal constant CLAIM_TASK = 0x26;
    uint8 internal constant SUBMIT_EVIDENCE = 0x27;
    uint8 internal constant VALIDATE = 0x28;
    uint8 internal constant SETTLE_TASK = 0x29;
    uint8 internal constant SETTLE_VALIDATION = 0x2a;
    uint8 internal constant SETTLE_STAKE = 0x2b;
    uint8 internal constant REQUEST_RIGHTS = 0x30;
    uint8 internal constant WITHDRAW_RIGHTS = 0x31;
    uint8 internal constant COMMIT = 0x32;
    uint8 internal constant REVEAL = 0x33;
    uint8 internal constant SETTLE_BALLOT = 0x34;
    uint8 internal constant PAY_DIVIDEND = 0x40;
    uint8 internal constant COLLECT_DIVIDEND = 0x41;
    uint8 internal constant WITHDRAW = 0x50;
    uint8 internal constant WITHDRAW_TOKENS = 0x51;

    function exists(uint256 facts) internal pure returns (bool) {
        return facts != 0;
    }

    /// Gas of a call of this kind, on this chain.
    function gas(uint256 facts) internal pure returns (uint256) {
        return facts & 0xffffff;
    }

    /// How many records it touches at most beside the shared ones.
    function records(uint256 facts) internal pure returns (uint256) {
        return (facts >> 24) & 0xff;
    }

    /// Of Contracts; 0 for a plain transfer.
    function contractOf(uint256 facts) internal pure returns (uint256) {
        return (facts >> 32) & 0xff;
    }

    function isPayable(uint256 facts) internal pure returns (bool) {
        return (facts >> 40) & 1 == 1;
    }

    /// Whether it may stand in a segment without a sender.
    function isOperation(uint256 facts) internal pure returns (bool) {
        return (facts >> 41) & 1 == 1;
    }

    /// What its calldata starts with; a plain transfer has none.
    function selector(uint256 facts) internal pure returns (bytes4) {
        return bytes4(uint32(facts >> 48));
    }

    /// One byte for each argument, the first one's lowest: codes of ArgumentTypes, then 0.
    function argumentTypes(uint256 facts) internal pure returns (uint256) {
        return facts >> 80;
    }

    /// @notice Facts of the kind with this number, 0 where there is none.
    function factsOf(uint256 kind) internal pure returns (uint256) {
        if (kind < UNSTAKE) {
            if (kind < REPUTATION_APPROVE) {
                if (kind < MINT) {
                    if (kind < TOKEN_APPROVE) {
                        if (kind < TOKEN_TRANSFER) {
                            return kind == SEND ? 0x50002005208 : 0;
                        }
                        return kind == TOKEN_TRANSFER ? 0x405a9059cbb04010200e678 : 0;
                    }
                    if (kind < TOKEN_TRANSFER_FROM) {
                        return kind == TOKEN_APPROVE ? 0x405095ea7b304010200d7d2 : 0;
                    }
                    return kind == TOKEN_TRANSFER_FROM ? 0x4050523b872dd04010401a0fe : 0;
                }
                if (kind < DONATE) {
                    if (kind < BURN) {
                        return kind == MINT ? 0x4a0712d68050101009088 : 0;
                    }
                    return kind == BURN ? 0x404b390c0ab040101009088 : 0;
                }
                if (kind < REPUTATION_TRANSFER) {
                    return kind == DONATE ? 0xed88c68e0501010081e2 : 0;
                }
                return kind == REPUTATION_TRANSFER ? 0x405a9059cbb040201007d00 : 0;
            }
            if (kind < CANCEL_RECOVERY) {
                if (kind < REGISTER) {
                    if (kind < REPUTATION_TRANSFER_FROM) {
                        return kind == REPUTATION_APPROVE ? 0x405095ea7b3040201007d00 : 0;
                    }
                    return kind == REPUTATION_TRANSFER_FROM ? 0x4050523b872dd040201007d00 : 0;
                }
                if (kind < START_RECOVERY) {
                    return kind == REGISTER ? 0x80407054549a27a06020401ccf0 : 0;
                }
                return kind == START_RECOVERY ? 0x80405051eeccf2504020401afa4 : 0;
            }
            if (kind < PROPOSE) {
                if (kind < FINISH_RECOVERY) {
                    return kind == CANCEL_RECOVERY ? 0xba234d604020200d7d2 : 0;
                }
                return kind == FINISH_RECOVERY ? 0x5c53d812404020702c01a : 0;
            }
            if (kind < ADVANCE) {
                return kind == PROPOSE ? 0x907010304ab4dcb58040303015e96 : 0;
            }
            if (kind < STAKE) {
                return kind == ADVANCE ? 0x471d6ddd606030401b486 : 0;
            }
            return kind == STAKE ? 0x40104f99b7d75040305023668 : 0;
        }
        if (kind < REQUEST_RIGHTS) {
            if (kind < SUBMIT_EVIDENCE) {
                if (kind < SUPPORT_TASK_LIST) {
                    if (kind < SUBMIT_TASK_LIST) {
                        return kind == UNSTAKE ? 0x401041ba710d1040305020f58 : 0;
                    }
                    return kind == SUBMIT_TASK_LIST ? 0xa04dcfd6d3f040307032b86 : 0;
                }
                if (kind < CLAIM_TASK) {
                    return kind == SUPPORT_TASK_LIST ? 0x70411fee7ed04030702c4fc : 0;
                }
                return kind == CLAIM_TASK ? 0xb070204043c1165bc04030702c9de : 0;
            }
            if (kind < SETTLE_TASK) {
                if (kind < VALIDATE) {
                    return kind == SUBMIT_EVIDENCE ? 0x9070404042bd2780403050227c2 : 0;
                }
                return kind == VALIDATE ? 0x604049e7e3f820403080324b0 : 0;
            }
            if (kind < SETTLE_VALIDATION) {
                return kind == SETTLE_TASK ? 0x4040981d43706030702e248 : 0;
            }
            if (kind < SETTLE_STAKE) {
                return kind == SETTLE_VALIDATION ? 0x50404c37a1bf606030702c4fc : 0;
            }
            return kind == SETTLE_STAKE ? 0x504b0a88edf060306026f0c : 0;
        }
        if (kind < SETTLE_BALLOT) {
            if (kind < COMMIT) {
                if (kind < WITHDRAW_RIGHTS) {
                    return kind == REQUEST_RIGHTS ? 0x401acbebb0f04040200dcb4 : 0;
                }
                return kind == WITHDRAW_RIGHTS ? 0x401addb7a5404040200dcb4 : 0;
            }
            if (kind < REVEAL) {
                return kind == COMMIT ? 0x40701040428c82e0a04040702c4fc : 0;
            }
            return kind == REVEAL ? 0x7060104042c5a3c71040406026f0c : 0;
        }
        if (kind < COLLECT_DIVIDEND) {
            if (kind < PAY_DIVIDEND) {
                return kind == SETTLE_BALLOT ? 0x1050404ff120e3e060406026a2a : 0;
            }
            return kind == PAY_DIVIDEND ? 0xb6826ca050501009088 : 0;
        }
        if (kind < WITHDRAW) {
            return kind == COLLECT_DIVIDEND ? 0x5b665ee3604050200e678 : 0;
        }
        if (kind < WITHDRAW_TOKENS) {
            return kind == WITHDRAW ? 0x551cff8d905060200dcb4 : 0;
        }
        return kind == WITHDRAW_TOKENS ? 0x40506b091f904060301414a : 0;
    }

    /// @notice The kind that a system contract calls by this selector.
    function bySelector(uint256 contract_, bytes4 selector_) internal pure returns (bool found, uint8 kind) {
        if (contract_ == Contracts.TOKEN) {
            if (selector_ == 0xa9059cbb) return (true, TOKEN_TRANSFER);
            if (selector_ == 0x095ea7b3) return (true, TOKEN_APPROVE);
            if (selector_ == 0x23b872dd) return (true, TOKEN_TRANSFER_FROM);
            if (selector_ == 0xa0712d68) return (true, MINT);
            if (selector_ == 0xb390c0ab) return (true, BURN);
            if (selector_ == 0xed88c68e) return (true, DONATE);
            return (false, 0);
        }
        if (contract_ == Contracts.REPUTATION) {
            if (selector_ == 0xa9059cbb) return (true, REPUTATION_TRANSFER);
            if (selector_ == 0x095ea7b3) return (true, REPUTATION_APPROVE);
            if (selector_ == 0x23b872dd) return (true, REPUTATION_TRANSFER_FROM);
            if (selector_ == 0x4549a27a) return (true, REGISTER);
            if (selector_ == 0x1eeccf25) return (true, START_RECOVERY);
            if (selector_ == 0x0ba234d6) return (true, CANCEL_RECOVERY);
            if (selector_ == 0xc53d8124) return (true, FINISH_RECOVERY);
            return (false, 0);
        }
        if (contract_ == Contracts.PROJECTS) {
            if (selector_ == 0xab4dcb58) return (true, PROPOSE);
            if (selector_ == 0x71d6ddd6) return (true, ADVANCE);
            if (selector_ == 0xf99b7d75) return (true, STAKE);
            if (selector_ == 0x1ba710d1) return (true, UNSTAKE);
            if (selector_ == 0xdcfd6d3f) return (true, SUBMIT_TASK_LIST);
            if (selector_ == 0x11fee7ed) return (true, SUPPORT_TASK_LIST);
            if (selector_ == 0x3c1165bc) return (true, CLAIM_TASK);
            if (selector_ == 0x042bd278) return (true, SUBMIT_EVIDENCE);
            if (selector_ == 0x9e7e3f82) return (true, VALIDATE);
            if (selector_ == 0x0981d437) return (true, SETTLE_TASK);
            if (selector_ == 0xc37a1bf6) return (true, SETTLE_VALIDATION);
            if (selector_ == 0xb0a88edf) return (true, SETTLE_STAKE);
            return (false, 0);
        }
        if (contract_ == Contracts.VOTING) {
            if (selector_ == 0xacbebb0f) return (true, REQUEST_RIGHTS);
            if (selector_ == 0xaddb7a54) return (true, WITHDRAW_RIGHTS);
            if (selector_ == 0x28c82e0a) return (true, COMMIT);
            if (selector_ == 0x2c5a3c71) return (true, REVEAL);
            if (selector_ == 0xff120e3e) return (true, SETTLE_BALLOT);
            return (false, 0);
        }
        if (contract_ == Contracts.DIVIDENDS) {
            if (selector_ == 0x0b6826ca) return (true, PAY_DIVIDEND);
            if (selector_ == 0xb665ee36) return (true, COLLECT_DIVIDEND);
            return (false, 0);
        }
        if (contract_ == Contracts.BRIDGE) {
            if (selector_ == 0x51cff8d9) return (true, WITHDRAW);
            if (selector_ == 0x06b091f9) return (true, WITHDRAW_TOKENS);
            return (false, 0);
        }
        return (false, 0);
    }
}
