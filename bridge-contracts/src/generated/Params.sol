// SPDX-License-Identifier: MIT
// Written by `npm run generate` from state-machine/params.ts. Change that file instead.
pragma solidity 0.8.37;

/// Records of the state, by the first byte of what is hashed into their keys, and their words.
library Records {
    uint8 internal constant CHAIN = 0x01;
    uint8 internal constant POOL = 0x02;
    uint8 internal constant STREAM = 0x03;
    uint8 internal constant BRIDGED = 0x04;
    uint8 internal constant ACCOUNT = 0x10;
    uint8 internal constant IDENTITY = 0x11;
    uint8 internal constant RECOVERY = 0x12;
    uint8 internal constant ALLOWANCE = 0x13;
    uint8 internal constant RIGHTS = 0x14;
    uint8 internal constant WITHDRAWAL = 0x20;
    uint8 internal constant TOKEN_WITHDRAWAL = 0x21;
    uint8 internal constant PROJECT = 0x30;
    uint8 internal constant PROPOSAL = 0x31;
    uint8 internal constant STAKE = 0x32;
    uint8 internal constant TASK_LIST = 0x33;
    uint8 internal constant TASK = 0x34;
    uint8 internal constant SEAT = 0x35;
    uint8 internal constant POLL = 0x36;
    uint8 internal constant BALLOT = 0x37;
    uint256 internal constant CHAIN_WORDS = 2;
    uint256 internal constant POOL_WORDS = 4;
    uint256 internal constant STREAM_WORDS = 3;
    uint256 internal constant BRIDGED_WORDS = 1;
    uint256 internal constant ACCOUNT_WORDS = 6;
    uint256 internal constant IDENTITY_WORDS = 1;
    uint256 internal constant RECOVERY_WORDS = 2;
    uint256 internal constant ALLOWANCE_WORDS = 1;
    uint256 internal constant RIGHTS_WORDS = 2;
    uint256 internal constant WITHDRAWAL_WORDS = 1;
    uint256 internal constant TOKEN_WITHDRAWAL_WORDS = 1;
    uint256 internal constant PROJECT_WORDS = 5;
    uint256 internal constant PROPOSAL_WORDS = 3;
    uint256 internal constant STAKE_WORDS = 2;
    uint256 internal constant TASK_LIST_WORDS = 2;
    uint256 internal constant TASK_WORDS = 3;
    uint256 internal constant SEAT_WORDS = 1;
    uint256 internal constant POLL_WORDS = 3;
    uint256 internal constant BALLOT_WORDS = 2;
}

/// Amounts and totals stay below the limit. Base units in a token, basis points in a whole, scale of dividend rates.
library Amounts {
    uint256 internal constant LIMIT = 0x1000000000000000000000000;
    uint256 internal constant UNIT = 1000000000000000000;
    uint256 internal constant BASIS_POINTS = 10000;
    uint256 internal constant STREAM_SCALE = 0x1000000000000000000000000;
    uint256 internal constant DIVIDEND_MINIMUM_SHARE = 100;
    uint256 internal constant CREDITS_LIMIT = 0xffffffffffffffff;
}

/// Seconds.
library Times {
    uint256 internal constant DAY = 86400;
}

/// Stages of a project.
library StageCodes {
    uint256 internal constant NONE = 0;
    uint256 internal constant PROPOSED = 1;
    uint256 internal constant STAKED = 2;
    uint256 internal constant ACTIVE = 3;
    uint256 internal constant VALIDATION = 4;
    uint256 internal constant VOTING = 5;
    uint256 internal constant COMPLETE = 6;
    uint256 internal constant FAILED = 7;
    uint256 internal constant EXPIRED = 8;
}

/// Sides of a validator's seat.
library SideCodes {
    uint256 internal constant NONE = 0;
    uint256 internal constant APPROVE = 1;
    uint256 internal constant REJECT = 2;
}

/// Seats of each side of a task; byte i is seat i's share of the validators' pay, in percent.
library Seats {
    uint256 internal constant COUNT = 5;
    bytes5 internal constant SHARES = hex"2418110d0a";
}

/// States of a recovery record.
library RecoveryCodes {
    uint256 internal constant NONE = 0;
    uint256 internal constant PENDING = 1;
    uint256 internal constant FINISHED = 2;
}

/// The two currencies.
library CurrencyCodes {
    uint256 internal constant TOKENS = 0;
    uint256 internal constant REPUTATION = 1;
}

/// Tasks of a list, bytes of a URI: the most.
library Limits {
    uint256 internal constant TASKS = 32;
    uint256 internal constant URI_BYTES = 256;
}

/// Where the system contracts of the chain stand: PREFIX + 1 to PREFIX + CONTRACTS.
library System {
    uint160 internal constant PREFIX = uint160(bytes20(hex"d157000000000000000000000000000000000000"));
    uint160 internal constant CONTRACTS = 7;
}

/// Segments, the unit of proof. Sizes in bytes.
library Segments {
    uint256 internal constant HEAD_BYTES = 6;
    uint8 internal constant FLAG_LAST = 0x01;
    uint8 internal constant FLAG_INBOX = 0x02;
    uint256 internal constant MAX_BYTES = 4096;
    uint256 internal constant BLOB_BYTES = 2046;
    uint256 internal constant TRANSACTIONS = 16;
    uint256 internal constant ENTRIES = 4;
    uint256 internal constant RECORDS = 48;
    uint256 internal constant SHARED_RECORDS = 5;
}

/// EIP-4844 blobs, and where segments lie in them.
library BlobLayout {
    uint256 internal constant ELEMENT_BYTES = 31;
    uint256 internal constant ELEMENTS = 66;
    uint256 internal constant RUNS = 62;
    uint256 internal constant MODULUS = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001;
    uint256 internal constant ROOT_OF_UNITY = 0x564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306;
}

/// Compact transactions. Sizes in bytes.
library Transactions {
    uint256 internal constant MAX_BYTES = 1536;
}

/// Kinds of inbox entries, and what is added to an L1 sender to make its alias.
library Entries {
    uint8 internal constant DEPOSIT = 0;
    uint8 internal constant FORCED = 1;
    uint8 internal constant SEND = 2;
    uint8 internal constant TOKEN_DEPOSIT = 3;
    uint160 internal constant ALIAS_OFFSET = uint160(bytes20(hex"1111000000000000000000000000000000001111"));
}

/// Codes of the errors of IErrors; 0: no rule broken.
library ErrorCodes {
    uint8 internal constant ZERO_AMOUNT = 1;
    uint8 internal constant AMOUNT_TOO_LARGE = 2;
    uint8 internal constant INSUFFICIENT_BALANCE = 3;
    uint8 internal constant INSUFFICIENT_ETHER = 4;
    uint8 internal constant INVALID_RECEIVER = 5;
    uint8 internal constant COST_ABOVE_VALUE = 6;
    uint8 internal constant PROCEEDS_BELOW_MINIMUM = 7;
    uint8 internal constant NOT_TRANSFERABLE = 8;
    uint8 internal constant INSUFFICIENT_ALLOWANCE = 9;
    uint8 internal constant SIGNATURE_EXPIRED = 10;
    uint8 internal constant BAD_SIGNATURE = 11;
    uint8 internal constant ALREADY_MEMBER = 12;
    uint8 internal constant IDENTITY_USED = 13;
    uint8 internal constant NOT_AMEMBER = 14;
    uint8 internal constant NO_RECOVERY = 15;
    uint8 internal constant RECOVERY_PENDING = 16;
    uint8 internal constant UNKNOWN_PROJECT = 17;
    uint8 internal constant WRONG_STAGE = 18;
    uint8 internal constant NOTHING_DUE = 19;
    uint8 internal constant TOO_EARLY = 20;
    uint8 internal constant ALREADY_SETTLED = 21;
    uint8 internal constant BAD_PERIOD = 22;
    uint8 internal constant BAD_CURRENCY = 23;
    uint8 internal constant EMPTY_SUPPLY = 24;
    uint8 internal constant POOL_TOO_SMALL = 25;
    uint8 internal constant COST_SHARE_TOO_LARGE = 26;
    uint8 internal constant URI_TOO_LONG = 27;
    uint8 internal constant NOTHING_REQUIRED = 28;
    uint8 internal constant INSUFFICIENT_STAKE = 29;
    uint8 internal constant STAKES_FROZEN = 30;
    uint8 internal constant BAD_TASK_COUNT = 31;
    uint8 internal constant BAD_WEIGHT = 32;
    uint8 internal constant BAD_WEIGHT_SUM = 33;
    uint8 internal constant NOT_ASTAKER = 34;
    uint8 internal constant UNKNOWN_TASK_LIST = 35;
    uint8 internal constant BAD_PROOF = 36;
    uint8 internal constant TASK_DONE = 37;
    uint8 internal constant TASK_CLAIMED = 38;
    uint8 internal constant NOT_THE_CLAIMER = 39;
    uint8 internal constant CLAIM_EXPIRED = 40;
    uint8 internal constant NO_EVIDENCE = 41;
    uint8 internal constant CLAIMER_MAY_NOT_VALIDATE = 42;
    uint8 internal constant ALREADY_VALIDATED = 43;
    uint8 internal constant SEATS_FULL = 44;
    uint8 internal constant TOO_LATE_FOR_FIRST_SEAT = 45;
    uint8 internal constant NO_SEAT = 46;
    uint8 internal constant INSUFFICIENT_RIGHTS = 47;
    uint8 internal constant RIGHTS_LOCKED = 48;
    uint8 internal constant NOT_DISPUTED = 49;
    uint8 internal constant COMMIT_CLOSED = 50;
    uint8 internal constant REVEAL_CLOSED = 51;
    uint8 internal constant NO_BALLOT = 52;
    uint8 internal constant ALREADY_REVEALED = 53;
    uint8 internal constant WRONG_SECRET = 54;
    uint8 internal constant UNKNOWN_CALL = 55;
    uint8 internal constant NON_CANONICAL_CALLDATA = 56;
    uint8 internal constant VALUE_NOT_ACCEPTED = 57;
}

/// Why an item or an entry is skipped.
library SkipCodes {
    uint8 internal constant UNDECODABLE = 1;
    uint8 internal constant BAD_SIGNATURE = 2;
    uint8 internal constant WRONG_NONCE = 3;
    uint8 internal constant GAS_TOO_LOW = 4;
    uint8 internal constant FEE_TOO_LOW = 5;
    uint8 internal constant CANNOT_PAY_FEE = 6;
    uint8 internal constant NO_CREDITS = 7;
    uint8 internal constant OVER_LIMITS = 8;
    uint8 internal constant NO_EFFECT = 9;
}
