// SPDX-License-Identifier: MIT
// Written by `npm run generate` from state-machine/params.ts. Change that file instead.
pragma solidity 0.8.37;

import {Ledger} from "../machine/state/Ledger.sol";
import {Records} from "./Params.sol";

struct ChainRecord {
    uint256 number;
    uint256 time;
    uint256 cursor;
    uint256 open;
    bytes32 bodyHash;
}

struct PoolRecord {
    uint256 ether_;
    uint256 escrowed;
    uint256 window;
    uint256 tokens;
    uint256 forfeited;
    uint256 projects;
    uint256 reputation;
    uint256 low;
    uint256 withdrawals;
    uint256 previousLow;
    uint256 dividendPot;
}

struct StreamRecord {
    uint256 acc;
    uint256 rate;
    uint256 earning;
    uint256 end;
    uint256 last;
}

struct BridgedRecord {
    uint256 tokens;
}

struct AccountRecord {
    uint256 nonce;
    uint256 ether_;
    uint256 tokens;
    uint256 reputation;
    uint256 heldTokens;
    uint256 credits;
    uint256 heldReputation;
    uint256 due;
    uint256 creditsTime;
    uint256 member;
    uint256 accTokens;
    uint256 accReputation;
    bytes32 identity;
}

struct IdentityRecord {
    address account;
    uint256 used;
}

struct RecoveryRecord {
    address to;
    uint256 readyAt;
    uint256 state;
    uint256 lastDeadline;
}

struct AllowanceRecord {
    uint256 amount;
}

struct RightsRecord {
    uint256 tokens;
    uint256 tokensHigh;
    uint256 tokensOpen;
    uint256 reputation;
    uint256 reputationHigh;
    uint256 reputationOpen;
}

struct WithdrawalRecord {
    address to;
    uint256 value;
}

struct TokenWithdrawalRecord {
    address to;
    uint256 amount;
}

struct ProjectRecord {
    address proposer;
    uint256 cost;
    uint256 stakedTokens;
    uint256 stakedReputation;
    uint256 deadline;
    uint256 stage;
    uint256 disputed;
    uint256 escrow;
    uint256 pot;
    uint256 evidenceWeight;
    uint256 passedWeight;
    uint256 unsettled;
    uint256 earmarked;
    uint256 unsettledTokens;
    uint256 commitEnd;
    bytes32 leader;
}

struct ProposalRecord {
    bytes32 contentHash;
    uint256 requiredTokens;
    uint256 requiredReputation;
    uint256 period;
    uint256 collateralIn;
    uint256 collateral;
}

struct StakeRecord {
    uint256 tokens;
    uint256 reputation;
    uint256 claimed;
    bytes32 choice;
}

struct TaskListRecord {
    uint256 tally;
    uint256 count;
}

struct TaskRecord {
    address claimer;
    uint256 collateral;
    bytes32 evidenceHash;
    uint256 validationStake;
    uint256 weight;
    uint256 claimEnd;
    uint256 approvals;
    uint256 rejections;
    uint256 settled;
    uint256 passed;
    uint256 undecided;
}

struct SeatRecord {
    uint256 side;
    uint256 position;
    uint256 settled;
}

struct PollRecord {
    uint256 supplyTokens;
    uint256 supplyReputation;
    uint256 tokensFor;
    uint256 tokensAgainst;
    uint256 reputationFor;
    uint256 reputationAgainst;
}

struct BallotRecord {
    bytes32 secretHash;
    uint256 amount;
    uint256 revealed;
    uint256 settled;
}

/// @title Records of the state by their ids, in the ledger
/// @dev A key is keccak256(type ‖ ids), a field stands in its word as docs/formats.md section 1 says. What is wider than
/// its field loses the upper bits. A record that no witness has loaded reverts Ledger.RecordMissing.
library State {
    function chainKey() internal pure returns (bytes32) {
        return 0x5fe7f977e71dba2ea1a68e21057beebb9be2ac30c6410aa38d4f3fbe41dcffd2;
    }

    function getChain() internal view returns (ChainRecord memory record) {
        bytes32 key = chainKey();
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.number = word0 >> 192;
        record.time = (word0 >> 152) & 0xffffffffff;
        record.cursor = (word0 >> 88) & 0xffffffffffffffff;
        record.open = (word0 >> 80) & 0xff;
        record.bodyHash = bytes32(Ledger.word(key, 1));
    }

    function putChain(ChainRecord memory record) internal {
        bytes32 key = chainKey();
        Ledger.markWritten(key, Records.CHAIN_WORDS);
        Ledger.store(key, 0, (record.number << 192) | ((record.time & 0xffffffffff) << 152) | ((record.cursor & 0xffffffffffffffff) << 88) | ((record.open & 0xff) << 80));
        Ledger.store(key, 1, uint256(record.bodyHash));
    }

    function poolKey() internal pure returns (bytes32) {
        return 0xf2ee15ea639b73fa3db9b34a245bdfa015c260c598b211bf05a1ecc4b3e3b4f2;
    }

    function getPool() internal view returns (PoolRecord memory record) {
        bytes32 key = poolKey();
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.ether_ = word0 >> 160;
        record.escrowed = (word0 >> 64) & 0xffffffffffffffffffffffff;
        record.window = word0 & 0xffffffffffffffff;
        uint256 word1 = Ledger.word(key, 1);
        record.tokens = word1 >> 160;
        record.forfeited = (word1 >> 64) & 0xffffffffffffffffffffffff;
        record.projects = word1 & 0xffffffffffffffff;
        uint256 word2 = Ledger.word(key, 2);
        record.reputation = word2 >> 160;
        record.low = (word2 >> 64) & 0xffffffffffffffffffffffff;
        record.withdrawals = word2 & 0xffffffffffffffff;
        uint256 word3 = Ledger.word(key, 3);
        record.previousLow = word3 >> 160;
        record.dividendPot = (word3 >> 64) & 0xffffffffffffffffffffffff;
    }

    function putPool(PoolRecord memory record) internal {
        bytes32 key = poolKey();
        Ledger.markWritten(key, Records.POOL_WORDS);
        Ledger.store(key, 0, (record.ether_ << 160) | ((record.escrowed & 0xffffffffffffffffffffffff) << 64) | (record.window & 0xffffffffffffffff));
        Ledger.store(key, 1, (record.tokens << 160) | ((record.forfeited & 0xffffffffffffffffffffffff) << 64) | (record.projects & 0xffffffffffffffff));
        Ledger.store(key, 2, (record.reputation << 160) | ((record.low & 0xffffffffffffffffffffffff) << 64) | (record.withdrawals & 0xffffffffffffffff));
        Ledger.store(key, 3, (record.previousLow << 160) | ((record.dividendPot & 0xffffffffffffffffffffffff) << 64));
    }

    function streamKey(uint256 id0) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x03), shl(240, and(id0, 0xff))))
            key := keccak256(0, 2)
        }
    }

    function getStream(uint256 id0) internal view returns (StreamRecord memory record) {
        bytes32 key = streamKey(id0);
        Ledger.checkLoaded(key);
        record.acc = Ledger.word(key, 0);
        record.rate = Ledger.word(key, 1);
        uint256 word2 = Ledger.word(key, 2);
        record.earning = word2 >> 160;
        record.end = (word2 >> 120) & 0xffffffffff;
        record.last = (word2 >> 80) & 0xffffffffff;
    }

    function putStream(StreamRecord memory record, uint256 id0) internal {
        bytes32 key = streamKey(id0);
        Ledger.markWritten(key, Records.STREAM_WORDS);
        Ledger.store(key, 0, record.acc);
        Ledger.store(key, 1, record.rate);
        Ledger.store(key, 2, (record.earning << 160) | ((record.end & 0xffffffffff) << 120) | ((record.last & 0xffffffffff) << 80));
    }

    function bridgedKey() internal pure returns (bytes32) {
        return 0xf343681465b9efe82c933c3e8748c70cb8aa06539c361de20f72eac04e766393;
    }

    function getBridged() internal view returns (BridgedRecord memory record) {
        bytes32 key = bridgedKey();
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.tokens = word0 >> 160;
    }

    function putBridged(BridgedRecord memory record) internal {
        bytes32 key = bridgedKey();
        Ledger.markWritten(key, Records.BRIDGED_WORDS);
        Ledger.store(key, 0, (record.tokens << 160));
    }

    function accountKey(address id0) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x10), shl(88, and(id0, 0xffffffffffffffffffffffffffffffffffffffff))))
            key := keccak256(0, 21)
        }
    }

    function getAccount(address id0) internal view returns (AccountRecord memory record) {
        bytes32 key = accountKey(id0);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.nonce = word0 >> 192;
        record.ether_ = (word0 >> 96) & 0xffffffffffffffffffffffff;
        record.tokens = word0 & 0xffffffffffffffffffffffff;
        uint256 word1 = Ledger.word(key, 1);
        record.reputation = word1 >> 160;
        record.heldTokens = (word1 >> 64) & 0xffffffffffffffffffffffff;
        record.credits = word1 & 0xffffffffffffffff;
        uint256 word2 = Ledger.word(key, 2);
        record.heldReputation = word2 >> 160;
        record.due = (word2 >> 64) & 0xffffffffffffffffffffffff;
        record.creditsTime = (word2 >> 24) & 0xffffffffff;
        record.member = (word2 >> 16) & 0xff;
        record.accTokens = Ledger.word(key, 3);
        record.accReputation = Ledger.word(key, 4);
        record.identity = bytes32(Ledger.word(key, 5));
    }

    function putAccount(AccountRecord memory record, address id0) internal {
        bytes32 key = accountKey(id0);
        Ledger.markWritten(key, Records.ACCOUNT_WORDS);
        Ledger.store(key, 0, (record.nonce << 192) | ((record.ether_ & 0xffffffffffffffffffffffff) << 96) | (record.tokens & 0xffffffffffffffffffffffff));
        Ledger.store(key, 1, (record.reputation << 160) | ((record.heldTokens & 0xffffffffffffffffffffffff) << 64) | (record.credits & 0xffffffffffffffff));
        Ledger.store(key, 2, (record.heldReputation << 160) | ((record.due & 0xffffffffffffffffffffffff) << 64) | ((record.creditsTime & 0xffffffffff) << 24) | ((record.member & 0xff) << 16));
        Ledger.store(key, 3, record.accTokens);
        Ledger.store(key, 4, record.accReputation);
        Ledger.store(key, 5, uint256(record.identity));
    }

    function identityKey(bytes32 id0) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, shl(248, 0x11))
            mstore(1, id0)
            key := keccak256(0, 33)
        }
    }

    function getIdentity(bytes32 id0) internal view returns (IdentityRecord memory record) {
        bytes32 key = identityKey(id0);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.account = address(uint160(word0 >> 96));
        record.used = (word0 >> 88) & 0xff;
    }

    function putIdentity(IdentityRecord memory record, bytes32 id0) internal {
        bytes32 key = identityKey(id0);
        Ledger.markWritten(key, Records.IDENTITY_WORDS);
        Ledger.store(key, 0, (uint256(uint160(record.account)) << 96) | ((record.used & 0xff) << 88));
    }

    function recoveryKey(address id0) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x12), shl(88, and(id0, 0xffffffffffffffffffffffffffffffffffffffff))))
            key := keccak256(0, 21)
        }
    }

    function getRecovery(address id0) internal view returns (RecoveryRecord memory record) {
        bytes32 key = recoveryKey(id0);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.to = address(uint160(word0 >> 96));
        record.readyAt = (word0 >> 56) & 0xffffffffff;
        record.state = (word0 >> 48) & 0xff;
        record.lastDeadline = Ledger.word(key, 1);
    }

    function putRecovery(RecoveryRecord memory record, address id0) internal {
        bytes32 key = recoveryKey(id0);
        Ledger.markWritten(key, Records.RECOVERY_WORDS);
        Ledger.store(key, 0, (uint256(uint160(record.to)) << 96) | ((record.readyAt & 0xffffffffff) << 56) | ((record.state & 0xff) << 48));
        Ledger.store(key, 1, record.lastDeadline);
    }

    function allowanceKey(address id0, address id1) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x13), shl(88, and(id0, 0xffffffffffffffffffffffffffffffffffffffff))))
            mstore(21, shl(96, and(id1, 0xffffffffffffffffffffffffffffffffffffffff)))
            key := keccak256(0, 41)
        }
    }

    function getAllowance(address id0, address id1) internal view returns (AllowanceRecord memory record) {
        bytes32 key = allowanceKey(id0, id1);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.amount = word0 >> 160;
    }

    function putAllowance(AllowanceRecord memory record, address id0, address id1) internal {
        bytes32 key = allowanceKey(id0, id1);
        Ledger.markWritten(key, Records.ALLOWANCE_WORDS);
        Ledger.store(key, 0, (record.amount << 160));
    }

    function rightsKey(address id0) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x14), shl(88, and(id0, 0xffffffffffffffffffffffffffffffffffffffff))))
            key := keccak256(0, 21)
        }
    }

    function getRights(address id0) internal view returns (RightsRecord memory record) {
        bytes32 key = rightsKey(id0);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.tokens = word0 >> 160;
        record.tokensHigh = (word0 >> 64) & 0xffffffffffffffffffffffff;
        record.tokensOpen = (word0 >> 32) & 0xffffffff;
        uint256 word1 = Ledger.word(key, 1);
        record.reputation = word1 >> 160;
        record.reputationHigh = (word1 >> 64) & 0xffffffffffffffffffffffff;
        record.reputationOpen = (word1 >> 32) & 0xffffffff;
    }

    function putRights(RightsRecord memory record, address id0) internal {
        bytes32 key = rightsKey(id0);
        Ledger.markWritten(key, Records.RIGHTS_WORDS);
        Ledger.store(key, 0, (record.tokens << 160) | ((record.tokensHigh & 0xffffffffffffffffffffffff) << 64) | ((record.tokensOpen & 0xffffffff) << 32));
        Ledger.store(key, 1, (record.reputation << 160) | ((record.reputationHigh & 0xffffffffffffffffffffffff) << 64) | ((record.reputationOpen & 0xffffffff) << 32));
    }

    function withdrawalKey(uint256 id0) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x20), shl(184, and(id0, 0xffffffffffffffff))))
            key := keccak256(0, 9)
        }
    }

    function getWithdrawal(uint256 id0) internal view returns (WithdrawalRecord memory record) {
        bytes32 key = withdrawalKey(id0);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.to = address(uint160(word0 >> 96));
        record.value = word0 & 0xffffffffffffffffffffffff;
    }

    function putWithdrawal(WithdrawalRecord memory record, uint256 id0) internal {
        bytes32 key = withdrawalKey(id0);
        Ledger.markWritten(key, Records.WITHDRAWAL_WORDS);
        Ledger.store(key, 0, (uint256(uint160(record.to)) << 96) | (record.value & 0xffffffffffffffffffffffff));
    }

    function tokenWithdrawalKey(uint256 id0) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x21), shl(184, and(id0, 0xffffffffffffffff))))
            key := keccak256(0, 9)
        }
    }

    function getTokenWithdrawal(uint256 id0) internal view returns (TokenWithdrawalRecord memory record) {
        bytes32 key = tokenWithdrawalKey(id0);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.to = address(uint160(word0 >> 96));
        record.amount = word0 & 0xffffffffffffffffffffffff;
    }

    function putTokenWithdrawal(TokenWithdrawalRecord memory record, uint256 id0) internal {
        bytes32 key = tokenWithdrawalKey(id0);
        Ledger.markWritten(key, Records.TOKEN_WITHDRAWAL_WORDS);
        Ledger.store(key, 0, (uint256(uint160(record.to)) << 96) | (record.amount & 0xffffffffffffffffffffffff));
    }

    function projectKey(uint256 id0) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x30), shl(184, and(id0, 0xffffffffffffffff))))
            key := keccak256(0, 9)
        }
    }

    function getProject(uint256 id0) internal view returns (ProjectRecord memory record) {
        bytes32 key = projectKey(id0);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.proposer = address(uint160(word0 >> 96));
        record.cost = word0 & 0xffffffffffffffffffffffff;
        uint256 word1 = Ledger.word(key, 1);
        record.stakedTokens = word1 >> 160;
        record.stakedReputation = (word1 >> 64) & 0xffffffffffffffffffffffff;
        record.deadline = (word1 >> 24) & 0xffffffffff;
        record.stage = (word1 >> 16) & 0xff;
        record.disputed = word1 & 0xffff;
        uint256 word2 = Ledger.word(key, 2);
        record.escrow = word2 >> 160;
        record.pot = (word2 >> 64) & 0xffffffffffffffffffffffff;
        record.evidenceWeight = (word2 >> 48) & 0xffff;
        record.passedWeight = (word2 >> 32) & 0xffff;
        record.unsettled = (word2 >> 16) & 0xffff;
        uint256 word3 = Ledger.word(key, 3);
        record.earmarked = word3 >> 160;
        record.unsettledTokens = (word3 >> 64) & 0xffffffffffffffffffffffff;
        record.commitEnd = (word3 >> 24) & 0xffffffffff;
        record.leader = bytes32(Ledger.word(key, 4));
    }

    function putProject(ProjectRecord memory record, uint256 id0) internal {
        bytes32 key = projectKey(id0);
        Ledger.markWritten(key, Records.PROJECT_WORDS);
        Ledger.store(key, 0, (uint256(uint160(record.proposer)) << 96) | (record.cost & 0xffffffffffffffffffffffff));
        Ledger.store(key, 1, (record.stakedTokens << 160) | ((record.stakedReputation & 0xffffffffffffffffffffffff) << 64) | ((record.deadline & 0xffffffffff) << 24) | ((record.stage & 0xff) << 16) | (record.disputed & 0xffff));
        Ledger.store(key, 2, (record.escrow << 160) | ((record.pot & 0xffffffffffffffffffffffff) << 64) | ((record.evidenceWeight & 0xffff) << 48) | ((record.passedWeight & 0xffff) << 32) | ((record.unsettled & 0xffff) << 16));
        Ledger.store(key, 3, (record.earmarked << 160) | ((record.unsettledTokens & 0xffffffffffffffffffffffff) << 64) | ((record.commitEnd & 0xffffffffff) << 24));
        Ledger.store(key, 4, uint256(record.leader));
    }

    function proposalKey(uint256 id0) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x31), shl(184, and(id0, 0xffffffffffffffff))))
            key := keccak256(0, 9)
        }
    }

    function getProposal(uint256 id0) internal view returns (ProposalRecord memory record) {
        bytes32 key = proposalKey(id0);
        Ledger.checkLoaded(key);
        record.contentHash = bytes32(Ledger.word(key, 0));
        uint256 word1 = Ledger.word(key, 1);
        record.requiredTokens = word1 >> 160;
        record.requiredReputation = (word1 >> 64) & 0xffffffffffffffffffffffff;
        record.period = (word1 >> 24) & 0xffffffffff;
        record.collateralIn = (word1 >> 16) & 0xff;
        uint256 word2 = Ledger.word(key, 2);
        record.collateral = word2 >> 160;
    }

    function putProposal(ProposalRecord memory record, uint256 id0) internal {
        bytes32 key = proposalKey(id0);
        Ledger.markWritten(key, Records.PROPOSAL_WORDS);
        Ledger.store(key, 0, uint256(record.contentHash));
        Ledger.store(key, 1, (record.requiredTokens << 160) | ((record.requiredReputation & 0xffffffffffffffffffffffff) << 64) | ((record.period & 0xffffffffff) << 24) | ((record.collateralIn & 0xff) << 16));
        Ledger.store(key, 2, (record.collateral << 160));
    }

    function stakeKey(uint256 id0, address id1) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(or(shl(248, 0x32), shl(184, and(id0, 0xffffffffffffffff))), shl(24, and(id1, 0xffffffffffffffffffffffffffffffffffffffff))))
            key := keccak256(0, 29)
        }
    }

    function getStake(uint256 id0, address id1) internal view returns (StakeRecord memory record) {
        bytes32 key = stakeKey(id0, id1);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.tokens = word0 >> 160;
        record.reputation = (word0 >> 64) & 0xffffffffffffffffffffffff;
        record.claimed = (word0 >> 56) & 0xff;
        record.choice = bytes32(Ledger.word(key, 1));
    }

    function putStake(StakeRecord memory record, uint256 id0, address id1) internal {
        bytes32 key = stakeKey(id0, id1);
        Ledger.markWritten(key, Records.STAKE_WORDS);
        Ledger.store(key, 0, (record.tokens << 160) | ((record.reputation & 0xffffffffffffffffffffffff) << 64) | ((record.claimed & 0xff) << 56));
        Ledger.store(key, 1, uint256(record.choice));
    }

    function taskListKey(uint256 id0, bytes32 id1) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(shl(248, 0x33), shl(184, and(id0, 0xffffffffffffffff))))
            mstore(9, id1)
            key := keccak256(0, 41)
        }
    }

    function getTaskList(uint256 id0, bytes32 id1) internal view returns (TaskListRecord memory record) {
        bytes32 key = taskListKey(id0, id1);
        Ledger.checkLoaded(key);
        record.tally = Ledger.word(key, 0);
        uint256 word1 = Ledger.word(key, 1);
        record.count = word1 >> 248;
    }

    function putTaskList(TaskListRecord memory record, uint256 id0, bytes32 id1) internal {
        bytes32 key = taskListKey(id0, id1);
        Ledger.markWritten(key, Records.TASK_LIST_WORDS);
        Ledger.store(key, 0, record.tally);
        Ledger.store(key, 1, (record.count << 248));
    }

    function taskKey(uint256 id0, uint256 id1) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(or(shl(248, 0x34), shl(184, and(id0, 0xffffffffffffffff))), shl(176, and(id1, 0xff))))
            key := keccak256(0, 10)
        }
    }

    function getTask(uint256 id0, uint256 id1) internal view returns (TaskRecord memory record) {
        bytes32 key = taskKey(id0, id1);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.claimer = address(uint160(word0 >> 96));
        record.collateral = word0 & 0xffffffffffffffffffffffff;
        record.evidenceHash = bytes32(Ledger.word(key, 1));
        uint256 word2 = Ledger.word(key, 2);
        record.validationStake = word2 >> 160;
        record.weight = (word2 >> 144) & 0xffff;
        record.claimEnd = (word2 >> 104) & 0xffffffffff;
        record.approvals = (word2 >> 96) & 0xff;
        record.rejections = (word2 >> 88) & 0xff;
        record.settled = (word2 >> 80) & 0xff;
        record.passed = (word2 >> 72) & 0xff;
        record.undecided = (word2 >> 64) & 0xff;
    }

    function putTask(TaskRecord memory record, uint256 id0, uint256 id1) internal {
        bytes32 key = taskKey(id0, id1);
        Ledger.markWritten(key, Records.TASK_WORDS);
        Ledger.store(key, 0, (uint256(uint160(record.claimer)) << 96) | (record.collateral & 0xffffffffffffffffffffffff));
        Ledger.store(key, 1, uint256(record.evidenceHash));
        Ledger.store(key, 2, (record.validationStake << 160) | ((record.weight & 0xffff) << 144) | ((record.claimEnd & 0xffffffffff) << 104) | ((record.approvals & 0xff) << 96) | ((record.rejections & 0xff) << 88) | ((record.settled & 0xff) << 80) | ((record.passed & 0xff) << 72) | ((record.undecided & 0xff) << 64));
    }

    function seatKey(uint256 id0, uint256 id1, address id2) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(or(or(shl(248, 0x35), shl(184, and(id0, 0xffffffffffffffff))), shl(176, and(id1, 0xff))), shl(16, and(id2, 0xffffffffffffffffffffffffffffffffffffffff))))
            key := keccak256(0, 30)
        }
    }

    function getSeat(uint256 id0, uint256 id1, address id2) internal view returns (SeatRecord memory record) {
        bytes32 key = seatKey(id0, id1, id2);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.side = word0 >> 248;
        record.position = (word0 >> 240) & 0xff;
        record.settled = (word0 >> 232) & 0xff;
    }

    function putSeat(SeatRecord memory record, uint256 id0, uint256 id1, address id2) internal {
        bytes32 key = seatKey(id0, id1, id2);
        Ledger.markWritten(key, Records.SEAT_WORDS);
        Ledger.store(key, 0, (record.side << 248) | ((record.position & 0xff) << 240) | ((record.settled & 0xff) << 232));
    }

    function pollKey(uint256 id0, uint256 id1) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(or(shl(248, 0x36), shl(184, and(id0, 0xffffffffffffffff))), shl(176, and(id1, 0xff))))
            key := keccak256(0, 10)
        }
    }

    function getPoll(uint256 id0, uint256 id1) internal view returns (PollRecord memory record) {
        bytes32 key = pollKey(id0, id1);
        Ledger.checkLoaded(key);
        uint256 word0 = Ledger.word(key, 0);
        record.supplyTokens = word0 >> 160;
        record.supplyReputation = (word0 >> 64) & 0xffffffffffffffffffffffff;
        uint256 word1 = Ledger.word(key, 1);
        record.tokensFor = word1 >> 128;
        record.tokensAgainst = word1 & 0xffffffffffffffffffffffffffffffff;
        uint256 word2 = Ledger.word(key, 2);
        record.reputationFor = word2 >> 128;
        record.reputationAgainst = word2 & 0xffffffffffffffffffffffffffffffff;
    }

    function putPoll(PollRecord memory record, uint256 id0, uint256 id1) internal {
        bytes32 key = pollKey(id0, id1);
        Ledger.markWritten(key, Records.POLL_WORDS);
        Ledger.store(key, 0, (record.supplyTokens << 160) | ((record.supplyReputation & 0xffffffffffffffffffffffff) << 64));
        Ledger.store(key, 1, (record.tokensFor << 128) | (record.tokensAgainst & 0xffffffffffffffffffffffffffffffff));
        Ledger.store(key, 2, (record.reputationFor << 128) | (record.reputationAgainst & 0xffffffffffffffffffffffffffffffff));
    }

    function ballotKey(uint256 id0, uint256 id1, address id2, uint256 id3) internal pure returns (bytes32 key) {
        assembly ("memory-safe") {
            mstore(0, or(or(or(or(shl(248, 0x37), shl(184, and(id0, 0xffffffffffffffff))), shl(176, and(id1, 0xff))), shl(16, and(id2, 0xffffffffffffffffffffffffffffffffffffffff))), shl(8, and(id3, 0xff))))
            key := keccak256(0, 31)
        }
    }

    function getBallot(uint256 id0, uint256 id1, address id2, uint256 id3) internal view returns (BallotRecord memory record) {
        bytes32 key = ballotKey(id0, id1, id2, id3);
        Ledger.checkLoaded(key);
        record.secretHash = bytes32(Ledger.word(key, 0));
        uint256 word1 = Ledger.word(key, 1);
        record.amount = word1 >> 160;
        record.revealed = (word1 >> 152) & 0xff;
        record.settled = (word1 >> 144) & 0xff;
    }

    function putBallot(BallotRecord memory record, uint256 id0, uint256 id1, address id2, uint256 id3) internal {
        bytes32 key = ballotKey(id0, id1, id2, id3);
        Ledger.markWritten(key, Records.BALLOT_WORDS);
        Ledger.store(key, 0, uint256(record.secretHash));
        Ledger.store(key, 1, (record.amount << 160) | ((record.revealed & 0xff) << 152) | ((record.settled & 0xff) << 144));
    }
}
