/**
 * Every protocol constant, record type, kind of call, limit and error code: the only source (house.md rule 14).
 * `npm run generate` writes the Solidity side from this file, and `npm run generated` fails when the two differ.
 */

/** System contracts, by the last byte of their address (protocol.md section 2 to 8). */
export const SYSTEM_ADDRESS_PREFIX = '0xd1570000000000000000000000000000000000'
export const CONTRACTS = { token: 1, reputation: 2, projects: 3, voting: 4, dividends: 5, bridge: 6, chain: 7 } as const
export type ContractName = keyof typeof CONTRACTS

/** What `eth_getCode` answers at a system contract, so that wallets take it for a contract (clients.md 1.1). */
export const SYSTEM_CODE = '0xfe'

/** Amounts and totals stay below this, else AmountTooLarge (protocol.md section 1). */
export const AMOUNT_LIMIT = 1n << 96n
/** Base units in a token, and wei in an ether. */
export const UNIT = 10n ** 18n
export const BASIS_POINTS = 10_000n
/** Scale of dividend rates and accumulators. */
export const STREAM_SCALE = 1n << 96n
/** A dividend below this fraction of what both streams still owe goes to the pool whole (protocol.md section 6). */
export const DIVIDEND_MINIMUM_SHARE = 100n
export const SECONDS_A_DAY = 86_400n
/** wei a gas. It never moves: members pay a token sum, credits stop spam (protocol.md section 8). */
export const DEFAULT_BASE_FEE = 1n

/**
 * Record types: the first byte of what is hashed into a key, the types of the ids behind it, and the fields of each word
 * from its most significant byte on. An absent record reads as zeros.
 */
export const RECORDS = {
  chain: { type: 0x01, ids: [], words: [{ number: 'u64', time: 'u40', cursor: 'u64', open: 'u8' }, { bodyHash: 'b32' }] },
  pool: {
    type: 0x02,
    ids: [],
    words: [
      { ether: 'u96', escrowed: 'u96', window: 'u64' },
      { tokens: 'u96', forfeited: 'u96', projects: 'u64' },
      { reputation: 'u96', low: 'u96', withdrawals: 'u64' },
      { previousLow: 'u96', dividendPot: 'u96' },
    ],
  },
  stream: { type: 0x03, ids: ['u8'], words: [{ acc: 'u256' }, { rate: 'u256' }, { earning: 'u96', end: 'u40', last: 'u40' }] },
  bridged: { type: 0x04, ids: [], words: [{ tokens: 'u96' }] },
  account: {
    type: 0x10,
    ids: ['address'],
    words: [
      { nonce: 'u64', ether: 'u96', tokens: 'u96' },
      { reputation: 'u96', heldTokens: 'u96', credits: 'u64' },
      { heldReputation: 'u96', due: 'u96', creditsTime: 'u40', member: 'u8' },
      { accTokens: 'u256' },
      { accReputation: 'u256' },
      { identity: 'b32' },
    ],
  },
  identity: { type: 0x11, ids: ['b32'], words: [{ account: 'address', used: 'u8' }] },
  recovery: { type: 0x12, ids: ['address'], words: [{ to: 'address', readyAt: 'u40', state: 'u8' }, { lastDeadline: 'u256' }] },
  allowance: { type: 0x13, ids: ['address', 'address'], words: [{ amount: 'u96' }] },
  rights: {
    type: 0x14,
    ids: ['address'],
    words: [
      { tokens: 'u96', tokensHigh: 'u96', tokensOpen: 'u32' },
      { reputation: 'u96', reputationHigh: 'u96', reputationOpen: 'u32' },
    ],
  },
  withdrawal: { type: 0x20, ids: ['u64'], words: [{ to: 'address', value: 'u96' }] },
  tokenWithdrawal: { type: 0x21, ids: ['u64'], words: [{ to: 'address', amount: 'u96' }] },
  project: {
    type: 0x30,
    ids: ['u64'],
    words: [
      { proposer: 'address', cost: 'u96' },
      { stakedTokens: 'u96', stakedReputation: 'u96', deadline: 'u40', stage: 'u8', disputed: 'u16' },
      { escrow: 'u96', pot: 'u96', evidenceWeight: 'u16', passedWeight: 'u16', unsettled: 'u16' },
      { earmarked: 'u96', unsettledTokens: 'u96', commitEnd: 'u40' },
      { leader: 'b32' },
    ],
  },
  proposal: {
    type: 0x31,
    ids: ['u64'],
    words: [
      { contentHash: 'b32' },
      { requiredTokens: 'u96', requiredReputation: 'u96', period: 'u40', collateralIn: 'u8' },
      { collateral: 'u96' },
    ],
  },
  stake: { type: 0x32, ids: ['u64', 'address'], words: [{ tokens: 'u96', reputation: 'u96', claimed: 'u8' }, { choice: 'b32' }] },
  taskList: { type: 0x33, ids: ['u64', 'b32'], words: [{ tally: 'u256' }, { count: 'u8' }] },
  task: {
    type: 0x34,
    ids: ['u64', 'u8'],
    words: [
      { claimer: 'address', collateral: 'u96' },
      { evidenceHash: 'b32' },
      {
        validationStake: 'u96', weight: 'u16', claimEnd: 'u40', approvals: 'u8', rejections: 'u8', settled: 'u8', passed: 'u8',
        undecided: 'u8',
      },
    ],
  },
  seat: { type: 0x35, ids: ['u64', 'u8', 'address'], words: [{ side: 'u8', position: 'u8', settled: 'u8' }] },
  poll: {
    type: 0x36,
    ids: ['u64', 'u8'],
    words: [
      { supplyTokens: 'u96', supplyReputation: 'u96' },
      { tokensFor: 'u128', tokensAgainst: 'u128' },
      { reputationFor: 'u128', reputationAgainst: 'u128' },
    ],
  },
  ballot: {
    type: 0x37,
    ids: ['u64', 'u8', 'address', 'u8'],
    words: [{ secretHash: 'b32' }, { amount: 'u96', revealed: 'u8', settled: 'u8' }],
  },
} as const satisfies Record<string, RecordShape>
export type RecordName = keyof typeof RECORDS

/** Bytes of each field type. */
export const FIELD_BYTES = { u8: 1, u16: 2, u32: 4, u40: 5, u64: 8, u96: 12, u128: 16, u256: 32, address: 20, b32: 32 } as const
export type FieldType = keyof typeof FIELD_BYTES
export interface RecordShape {
  readonly type: number
  readonly ids: readonly FieldType[]
  readonly words: readonly { readonly [field: string]: FieldType }[]
}

/** Stages of a project (protocol.md section 4). */
export const STAGES = {
  none: 0n, proposed: 1n, staked: 2n, active: 3n, validation: 4n, voting: 5n, complete: 6n, failed: 7n, expired: 8n,
} as const
/** Sides of a validator's seat. */
export const SIDES = { none: 0n, approve: 1n, reject: 2n } as const
/** Seats of each side of a task, and what share of the validators' pay each has, in percent, in order of arrival. */
export const SEAT_SHARES = [36n, 24n, 17n, 13n, 10n] as const
/** States of a recovery record. */
export const RECOVERY = { none: 0n, pending: 1n, finished: 2n } as const
/** The two currencies of the ABI: 0 tokens, 1 reputation. */
export const CURRENCIES = { tokens: 0, reputation: 1 } as const
export type Currency = keyof typeof CURRENCIES

/** Limits of a segment, the unit of proof (rollup.md section 4). */
export const SEGMENT = {
  /** flags (1 byte) and t (5 bytes, big-endian). */
  headBytes: 6,
  flagLast: 0x01,
  flagInbox: 0x02,
  /** Items of a transaction segment; what comes after them is skipped. */
  transactions: 16,
  maxBytes: 4_096,
  /** 66 field elements of 31 bytes. */
  blobBytes: 2_046,
  records: 48,
  /** chain, pool, both dividend streams, and the operator's account where fees go to it. */
  sharedRecords: 5,
  /** Entries an inbox segment reads at most: as many of the dearest kind as fit into `records`. */
  entries: 4,
} as const

/** EIP-4844 blobs, and where the bodies of segments lie in them (docs/formats.md 6). */
export const BLOB = {
  bytes: 131_072,
  /** Of an element's 32 bytes the first means nothing: not every value of it is a field element. */
  elementBytes: 31,
  /** Elements of one segment, and how many segments a blob holds so: 62 × 66 of its 4,096 elements. */
  runElements: 66,
  runs: 62,
  /** Of one transaction: EIP-7594's limit. */
  most: 6,
  /** Of the field, and a primitive 4,096th root of unity in it. */
  modulus: 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n,
  rootOfUnity: 0x564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306n,
} as const

/** Bounds of an encoded transaction and of the calldata inside it, in bytes (rollup.md section 5, Inbox). */
export const TRANSACTION_MAX_BYTES = 1_536
export const MAX_TASKS = 32
export const MAX_URI_BYTES = 256

/** Kinds of inbox entries. */
export const ENTRIES = { deposit: 0, forced: 1, send: 2, tokenDeposit: 3 } as const

/** Added to an L1 sender's address to make its address on this chain, modulo 2^160. */
export const ALIAS_OFFSET = 0x1111000000000000000000000000000000001111n

/**
 * What a record costs at most in a proof on L1, in gas: it is hashed twice over 128 levels, and brings its key, its words and 64 siblings
 * (rollup.md section 4: ground trees). 92,700 were measured (bridge-contracts/test/machine/tree-gas.test.ts). A kind's gas on this chain is
 * a quarter of what proving the call costs at most, rounded up: its records, and its `rerun`. A plain transfer is exactly 21,000.
 */
export const PROOF_GAS = {
  record: 93_000,
  /** All that a proof costs around the run of a segment, at most: checks, the conviction, and an entry that block time looks at. */
  around: 400_000,
  /** What opening a segment in a blob costs more, at most: EIP-4844's 50,000 and what is done around it an element; proofs, heads and hashes of the largest batch. */
  opening: 66 * 51_000 + 300_000,
} as const
export const TRANSFER_GAS = 21_000n

/**
 * A call that can be encoded. `number` stands in the compact form, `records` bounds what it touches beside the shared
 * ones (the sender's account included), `operation` says that the sequencer may include it without a sender. `rerun` is what running it on
 * L1 costs at most beside its records, in gas: its bytes at their longest, decoding, the signature, fees and the dearest way through its
 * rule, whether it succeeds or not. Measured by `npm run proof-gas`, which prints both (docs/performance.md).
 */
export interface Kind {
  readonly number: number
  readonly contract: ContractName | 'account'
  readonly name: string
  readonly inputs: readonly string[]
  readonly payable: boolean
  readonly records: number
  readonly rerun: number
  readonly operation: boolean
}

const call = (
  number: number,
  contract: ContractName | 'account',
  name: string,
  inputs: readonly string[],
  records: number,
  rerun: number,
  options: { readonly payable?: true; readonly operation?: true } = {},
): Kind => ({
  number,
  contract,
  name,
  inputs,
  payable: options.payable ?? false,
  records,
  rerun,
  operation: options.operation ?? false,
})

export const KINDS = {
  send: call(0x00, 'account', 'send', [], 2, 40_000, { payable: true }),
  tokenTransfer: call(0x01, 'token', 'transfer', ['address', 'uint256'], 2, 50_000),
  tokenApprove: call(0x02, 'token', 'approve', ['address', 'uint256'], 2, 35_000),
  tokenTransferFrom: call(0x03, 'token', 'transferFrom', ['address', 'address', 'uint256'], 4, 55_000),
  mint: call(0x04, 'token', 'mint', ['uint256'], 1, 55_000, { payable: true }),
  burn: call(0x05, 'token', 'burn', ['uint256', 'uint256'], 1, 55_000),
  donate: call(0x06, 'token', 'donate', [], 1, 40_000, { payable: true }),
  reputationTransfer: call(0x10, 'reputation', 'transfer', ['address', 'uint256'], 1, 35_000),
  reputationApprove: call(0x11, 'reputation', 'approve', ['address', 'uint256'], 1, 35_000),
  reputationTransferFrom: call(0x12, 'reputation', 'transferFrom', ['address', 'address', 'uint256'], 1, 35_000),
  register: call(0x13, 'reputation', 'register', ['address', 'bytes32', 'uint256', 'bytes'], 4, 100_000, { operation: true }),
  startRecovery: call(0x14, 'reputation', 'startRecovery', ['address', 'address', 'uint256', 'bytes'], 4, 70_000),
  cancelRecovery: call(0x15, 'reputation', 'cancelRecovery', [], 2, 35_000),
  finishRecovery: call(0x16, 'reputation', 'finishRecovery', ['address'], 7, 70_000),
  propose: call(0x20, 'projects', 'propose', ['uint256', 'uint64', 'uint8', 'bytes32', 'string'], 3, 80_000),
  advance: call(0x21, 'projects', 'advance', ['uint256'], 4, 75_000, { operation: true }),
  stake: call(0x22, 'projects', 'stake', ['uint256', 'uint8', 'uint256'], 5, 115_000),
  unstake: call(0x23, 'projects', 'unstake', ['uint256', 'uint8', 'uint256'], 5, 75_000),
  submitTaskList: call(0x24, 'projects', 'submitTaskList', ['uint256', '(uint16,bytes32)[]'], 7, 180_000),
  supportTaskList: call(0x25, 'projects', 'supportTaskList', ['uint256', 'bytes32'], 7, 75_000),
  claimTask: call(0x26, 'projects', 'claimTask', ['uint256', 'uint256', 'uint16', 'bytes32', 'bytes32[5]'], 7, 80_000),
  submitEvidence: call(0x27, 'projects', 'submitEvidence', ['uint256', 'uint256', 'bytes32', 'string'], 5, 100_000),
  validate: call(0x28, 'projects', 'validate', ['uint256', 'uint256', 'bool'], 8, 80_000),
  settleTask: call(0x29, 'projects', 'settleTask', ['uint256', 'uint256'], 7, 105_000, { operation: true }),
  settleValidation: call(0x2a, 'projects', 'settleValidation', ['uint256', 'uint256', 'address'], 7, 75_000, { operation: true }),
  settleStake: call(0x2b, 'projects', 'settleStake', ['uint256', 'address'], 6, 80_000, { operation: true }),
  requestRights: call(0x30, 'voting', 'requestRights', ['uint8', 'uint256'], 2, 40_000),
  withdrawRights: call(0x31, 'voting', 'withdrawRights', ['uint8', 'uint256'], 2, 40_000),
  commit: call(0x32, 'voting', 'commit', ['uint256', 'uint256', 'uint8', 'bytes32', 'uint256'], 7, 75_000),
  reveal: call(0x33, 'voting', 'reveal', ['uint256', 'uint256', 'uint8', 'bool', 'bytes32'], 6, 80_000),
  settleBallot: call(0x34, 'voting', 'settleBallot', ['uint256', 'uint256', 'address', 'uint8'], 6, 75_000, { operation: true }),
  payDividend: call(0x40, 'dividends', 'payDividend', [], 1, 55_000, { payable: true }),
  collectDividend: call(0x41, 'dividends', 'collectDividend', ['address'], 2, 50_000),
  withdraw: call(0x50, 'bridge', 'withdraw', ['address'], 2, 40_000, { payable: true }),
  withdrawTokens: call(0x51, 'bridge', 'withdrawTokens', ['address', 'uint256'], 3, 50_000),
} as const satisfies Record<string, Kind>
export type KindName = keyof typeof KINDS

/** The custom errors of the ABI, in its order; an error's code is its place, counted from 1 (0: no rule broken). */
export const ERRORS = [
  'ZeroAmount', 'AmountTooLarge', 'InsufficientBalance', 'InsufficientEther', 'InvalidReceiver', 'CostAboveValue',
  'ProceedsBelowMinimum', 'NotTransferable', 'InsufficientAllowance', 'SignatureExpired', 'BadSignature',
  'AlreadyMember', 'IdentityUsed', 'NotAMember', 'NoRecovery', 'RecoveryPending', 'UnknownProject', 'WrongStage',
  'NothingDue', 'TooEarly', 'AlreadySettled', 'BadPeriod', 'BadCurrency', 'EmptySupply', 'PoolTooSmall',
  'CostShareTooLarge', 'UriTooLong', 'NothingRequired', 'InsufficientStake', 'StakesFrozen', 'BadTaskCount',
  'BadWeight', 'BadWeightSum', 'NotAStaker', 'UnknownTaskList', 'BadProof', 'TaskDone', 'TaskClaimed',
  'NotTheClaimer', 'ClaimExpired', 'NoEvidence', 'ClaimerMayNotValidate', 'AlreadyValidated', 'SeatsFull',
  'TooLateForFirstSeat', 'NoSeat', 'InsufficientRights', 'RightsLocked', 'NotDisputed', 'CommitClosed',
  'RevealClosed', 'NoBallot', 'AlreadyRevealed', 'WrongSecret', 'UnknownCall', 'NonCanonicalCalldata',
  'ValueNotAccepted',
] as const
export type ErrorName = (typeof ERRORS)[number]

/** Why an item of a segment, or an inbox entry, was skipped: it changes nothing and stands in no block. */
export const SKIPS = {
  Undecodable: 1,
  BadSignature: 2,
  WrongNonce: 3,
  GasTooLow: 4,
  FeeTooLow: 5,
  CannotPayFee: 6,
  NoCredits: 7,
  OverLimits: 8,
  NoEffect: 9,
} as const
export type SkipName = keyof typeof SKIPS

/** Credits saturate here: the field's width. */
export const CREDITS_LIMIT = 2n ** 64n - 1n

/**
 * Events of the system contracts: `contract`, then the canonical signature, then how many leading arguments are indexed.
 * Transfer stands where tokens or reputation move, minted and burned ones included (from or to address zero).
 */
export const EVENTS = {
  Transfer: ['Transfer(address,address,uint256)', 2],
  Approval: ['Approval(address,address,uint256)', 2],
  Minted: ['Minted(address,uint256,uint256)', 1],
  Burned: ['Burned(address,uint256,uint256)', 1],
  Donated: ['Donated(address,uint256)', 1],
  Registered: ['Registered(address,bytes32)', 2],
  RecoveryStarted: ['RecoveryStarted(address,address,uint256)', 2],
  RecoveryCancelled: ['RecoveryCancelled(address)', 1],
  RecoveryFinished: ['RecoveryFinished(address,address,uint256)', 2],
  Proposed: ['Proposed(uint256,address,uint256,uint64,bytes32,string)', 2],
  StageChanged: ['StageChanged(uint256,uint8,uint64)', 1],
  Staked: ['Staked(uint256,address,uint8,uint256)', 2],
  Unstaked: ['Unstaked(uint256,address,uint8,uint256)', 2],
  TaskListSubmitted: ['TaskListSubmitted(uint256,address,bytes32)', 3],
  TaskListSupported: ['TaskListSupported(uint256,address,bytes32)', 3],
  TaskClaimed: ['TaskClaimed(uint256,uint256,address,uint16,uint256,uint64)', 3],
  ClaimForfeited: ['ClaimForfeited(uint256,uint256,address,uint256)', 3],
  EvidenceSubmitted: ['EvidenceSubmitted(uint256,uint256,address,bytes32,uint256,string)', 3],
  Validated: ['Validated(uint256,uint256,address,uint8,uint8,uint256)', 3],
  TaskSettled: ['TaskSettled(uint256,uint256,address,bool,bool)', 3],
  ValidationSettled: ['ValidationSettled(uint256,uint256,address,uint256)', 3],
  StakeSettled: ['StakeSettled(uint256,address,uint256,uint256,uint256)', 2],
  RightsRequested: ['RightsRequested(address,uint8,uint256)', 1],
  RightsWithdrawn: ['RightsWithdrawn(address,uint8,uint256)', 1],
  Committed: ['Committed(uint256,uint256,address,uint8,uint256,bytes32)', 3],
  Revealed: ['Revealed(uint256,uint256,address,uint8,bool,uint256)', 3],
  BallotSettled: ['BallotSettled(uint256,uint256,address,uint8)', 3],
  DividendPaid: ['DividendPaid(address,uint256)', 1],
  DividendCollected: ['DividendCollected(address,uint256)', 1],
  Deposited: ['Deposited(uint256,address,uint256)', 2],
  Withdrawn: ['Withdrawn(uint256,address,address,uint256)', 3],
  TokensDeposited: ['TokensDeposited(uint256,address,uint256)', 2],
  TokensWithdrawn: ['TokensWithdrawn(uint256,address,address,uint256)', 3],
} as const satisfies Record<string, readonly [string, number]>
export type EventName = keyof typeof EVENTS

/** Genesis parameters: default, lowest and highest value (protocol.md section 8). Times in seconds, ratios in basis points. */
export interface Parameter {
  readonly default: bigint
  readonly min: bigint
  readonly max: bigint
}
const parameter = (value: bigint, min: bigint, max: bigint): Parameter => ({ default: value, min, max })
const DAY = SECONDS_A_DAY
const MAX_TIME = 3_650n * DAY
const MAX_AMOUNT = AMOUNT_LIMIT - 1n

export const PARAMETERS = {
  basePrice: parameter(5n * 10n ** 13n, 1n, MAX_AMOUNT),
  registrationGrant: parameter(10_000n * UNIT, 0n, MAX_AMOUNT),
  registrationStipend: parameter(10n ** 12n, 0n, MAX_AMOUNT),
  collateralBps: parameter(500n, 0n, BASIS_POINTS),
  proposerBps: parameter(100n, 0n, BASIS_POINTS),
  validatorsBps: parameter(500n, 0n, BASIS_POINTS),
  stakersBps: parameter(500n, 0n, BASIS_POINTS),
  stakersReputationBps: parameter(5_000n, 0n, BASIS_POINTS),
  passThreshold: parameter(6_667n, 1n, BASIS_POINTS),
  validationStakeBps: parameter(1_000n, 0n, BASIS_POINTS),
  maxCostShare: parameter(5_000n, 1n, BASIS_POINTS),
  minStakingPeriod: parameter(DAY, 1n, MAX_TIME),
  maxStakingPeriod: parameter(90n * DAY, 1n, MAX_TIME),
  unstakeFreeze: parameter(6n * 3_600n, 0n, MAX_TIME),
  staked: parameter(7n * DAY, 1n, MAX_TIME),
  active: parameter(14n * DAY, 1n, MAX_TIME),
  turnover: parameter(7n * DAY, 1n, MAX_TIME),
  validation: parameter(7n * DAY, 1n, MAX_TIME),
  counterPeriod: parameter(DAY, 0n, MAX_TIME),
  commit: parameter(7n * DAY, 1n, MAX_TIME),
  reveal: parameter(7n * DAY, 1n, MAX_TIME),
  poolMemory: parameter(DAY, 0n, MAX_TIME),
  recoveryDelay: parameter(7n * DAY, 0n, MAX_TIME),
  dividendReputationShare: parameter(5_000n, 0n, BASIS_POINTS),
  dividendPeriod: parameter(30n * DAY, 1n, MAX_TIME),
  /** 1: fees go to the pool; 0: to the operator's account. */
  feeToPool: parameter(1n, 0n, 1n),
  /** wei a gas; never 0, which wallets mistrust. */
  baseFee: parameter(1n, 1n, 10n ** 9n),
  /** gas a day that membership brings. */
  memberCredits: parameter(20_000_000n, 0n, 2n ** 62n),
  /** gas a day that an ether brings. */
  creditsPerEther: parameter(100_000_000n, 0n, 2n ** 62n),
  /** seconds an inbox entry may stay unread (rollup.md section 5). */
  inboxDelay: parameter(12n * 3_600n, 1n, MAX_TIME),
} as const satisfies Record<string, Parameter>
export type ParameterName = keyof typeof PARAMETERS
export type Parameters = { readonly [name in ParameterName]: bigint }
