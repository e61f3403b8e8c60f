import { systemAddress, ZERO_ADDRESS } from '../codec/address.ts'
import { account, bridged, call, deposit, pool, record, stream, tokenDeposit, transaction, type Case } from './vector-case.ts'
import { ALICE, BOB, CAROL, DAVE, DAY, ETHER, MAX, OPERATOR, START } from './world.ts'

const SCALE = 2n ** 96n
const PERIOD = 30n * DAY
const TOO_LARGE = MAX + 1n
const rich = account(ALICE, { ether: 10n * ETHER })
const half = (ETHER * SCALE) / PERIOD

/** Bob holds 300 of 400 tokens, Carol the rest, and Bob all of 1,000 units of reputation. */
const holders = [
  rich, account(BOB, { tokens: 300n, heldTokens: 300n, reputation: 1_000n, heldReputation: 1_000n }), account(CAROL, { tokens: 100n, heldTokens: 100n }),
]
const idle = [...holders, pool({ tokens: 400n, reputation: 1_000n }), stream('tokens', { earning: 400n }), stream('reputation', { earning: 1_000n })]
const running = [
  ...holders, pool({ tokens: 400n, reputation: 1_000n, dividendPot: 2n * ETHER }),
  stream('tokens', { earning: 400n, rate: half, end: START + PERIOD, last: START }),
  stream('reputation', { earning: 1_000n, rate: half, end: START + PERIOD, last: START }),
]
const pay = (value: bigint) => call(ALICE, 'payDividend', [], { value })
const collect = (of = BOB) => call(DAVE, 'collectDividend', [of])

export const DIVIDENDS_CASES: readonly Case[] = [
  { name: 'payDividend: half to each, the odd wei to tokens', before: idle, action: pay(2_000_001n),
    gives: [stream('tokens', { rate: (1_000_001n * SCALE) / PERIOD, end: START + PERIOD, last: START }), stream('reputation', { rate: (1_000_000n * SCALE) / PERIOD }),
      pool({ dividendPot: 2_000_001n, ether: 0n }), account(ALICE, { ether: 10n * ETHER - 2_000_001n })] },
  { name: 'payDividend: on top of a running one', time: START + 10n * DAY, before: running, action: pay(2n * ETHER),
    gives: [stream('tokens', { rate: (ETHER * SCALE + half * 20n * DAY) / PERIOD, end: START + 40n * DAY, last: START + 10n * DAY, acc: (half * 10n * DAY) / 400n }), pool({ dividendPot: 4n * ETHER })] },
  { name: 'payDividend: less than a hundredth of what is owed', before: running, action: pay(ETHER / 100n), gives: [pool({ ether: ETHER / 100n, dividendPot: 2n * ETHER }), stream('tokens', { rate: half })] },
  { name: 'payDividend: nobody has reputation', before: [...holders, pool({}), stream('tokens', { earning: 400n })], action: pay(999n),
    gives: [stream('tokens', { rate: (999n * SCALE) / PERIOD }), pool({ dividendPot: 999n })] },
  { name: 'payDividend: nobody has tokens', before: [...holders, pool({}), stream('reputation', { earning: 1_000n })], action: pay(999n), gives: [stream('reputation', { rate: (999n * SCALE) / PERIOD })] },
  { name: 'payDividend: nobody has anything', before: [rich], action: pay(999n), gives: [pool({ ether: 999n, dividendPot: 0n })] },
  { name: 'payDividend: nothing', before: idle, action: pay(0n), fails: 'ZeroAmount' },
  { name: 'payDividend: 2^96', before: idle, action: pay(TOO_LARGE), fails: 'AmountTooLarge' },
  { name: 'payDividend: more than there is', before: idle, action: pay(10n * ETHER + 1n), fails: 'InsufficientEther' },
  { name: 'collectDividend: by holding and time', time: START + 10n * DAY, before: running, action: collect(),
    gives: [account(BOB, { ether: 249999999999999999n + 333333333333333333n, due: 0n }), pool({ dividendPot: 2n * ETHER - 583333333333333332n })] },
  { name: 'collectDividend: at the end of the streams', time: START + 2n * PERIOD, before: running, action: collect(CAROL),
    gives: [account(CAROL, { ether: 249999999999999999n }), stream('tokens', { last: START + PERIOD })] },
  { name: 'collectDividend: what was due already', before: [account(BOB, { due: 5n }), pool({ dividendPot: 5n })], action: collect(), gives: [account(BOB, { ether: 5n, due: 0n }), pool({ dividendPot: 0n })] },
  { name: 'collectDividend: of who has nothing', before: running, action: collect(DAVE), gives: [pool({ dividendPot: 2n * ETHER })] },
  { name: 'collectDividend: what nobody earned goes to the pool', time: START + 3n * DAY,
    before: [pool({ dividendPot: ETHER }), stream('tokens', { rate: half, end: START + PERIOD, last: START })], action: collect(),
    gives: [pool({ ether: 99999999999999999n, dividendPot: 900000000000000001n }), stream('tokens', { acc: 0n, last: START + 3n * DAY })] },
  { name: 'collectDividend: an accumulator past 2^256', time: START + 2n,
    before: [account(BOB, { heldTokens: 300n, accTokens: 2n ** 256n - 5n }), pool({ dividendPot: 1_000n }),
      stream('tokens', { acc: 2n ** 256n - 5n, rate: 400n * SCALE, end: START + 100n, last: START, earning: 400n })], action: collect(),
    gives: [account(BOB, { ether: 600n, accTokens: 2n * SCALE - 5n }), pool({ dividendPot: 400n })] },
  { name: 'collectDividend: with ether', before: running, action: call(DAVE, 'collectDividend', [BOB], { value: 1n }), fails: 'ValueNotAccepted' },
  { name: 'a transfer settles both sides first', time: START + 15n * DAY, before: running, action: call(BOB, 'tokenTransfer', [DAVE, 300n]),
    gives: [account(BOB, { due: 374999999999999999n, heldTokens: 0n }), account(DAVE, { due: 0n, heldTokens: 300n })] },
]

const withdraw = (to = BOB, value = ETHER) => call(ALICE, 'withdraw', [to], { value })

const withdrawTokens = (to = BOB, amount = 40n) => call(ALICE, 'withdrawTokens', [to, amount])
/** Alice has 100 of 150 tokens free, and 30 in her rights; 20 are out there. */
const owning = [
  account(ALICE, { tokens: 100n, heldTokens: 130n }), pool({ tokens: 150n, ether: 600n, withdrawals: 7n }), stream('tokens', { earning: 130n }), bridged(20n),
]
/** The same, while a dividend of 1,300 wei a second runs. */
const earning = [
  owning[0]!, owning[3]!, pool({ tokens: 150n, ether: 600n, dividendPot: 130_000n, withdrawals: 7n }),
  stream('tokens', { earning: 130n, rate: 1_300n * SCALE, end: START + 100n, last: START }),
]
/** Nobody holds tokens here: all 150 are out there. */
const allOut = [pool({ tokens: 150n, ether: 600n, dividendPot: 100n }), stream('tokens', { rate: SCALE, end: START + 100n, last: START }), bridged(150n)]

export const BRIDGE_CASES: readonly Case[] = [
  { name: 'withdraw: the first', before: [rich], action: withdraw(), returns: 1n,
    gives: [{ record: 'withdrawal', ids: ['1'], fields: { to: BOB, value: ETHER.toString() } }, pool({ withdrawals: 1n }), account(ALICE, { ether: 9n * ETHER })] },
  { name: 'withdraw: the eighth, of all there is', before: [rich, pool({ withdrawals: 7n })], action: withdraw(ALICE, 10n * ETHER), returns: 8n,
    gives: [{ record: 'withdrawal', ids: ['8'], fields: { to: ALICE, value: (10n * ETHER).toString() } }, account(ALICE, { ether: 0n })] },
  { name: 'withdraw: to address zero', before: [rich], action: withdraw(ZERO_ADDRESS, 0n), fails: 'InvalidReceiver' },
  { name: 'withdraw: to a system contract', before: [rich], action: withdraw(systemAddress('bridge'), TOO_LARGE), fails: 'InvalidReceiver' },
  { name: 'withdraw: nothing', before: [rich], action: withdraw(BOB, 0n), fails: 'ZeroAmount' },
  { name: 'withdraw: 2^96', before: [rich], action: withdraw(BOB, TOO_LARGE), fails: 'AmountTooLarge' },
  { name: 'withdraw: more than there is', before: [rich], action: withdraw(BOB, 10n * ETHER + 1n), fails: 'InsufficientEther' },
  { name: 'deposit: to somebody new', before: [], action: deposit(BOB, 3n * ETHER), gives: [account(BOB, { ether: 3n * ETHER, credits: 300_000_000n })] },
  { name: 'deposit: of nothing', before: [rich], action: deposit(ALICE, 0n), gives: [account(ALICE, { ether: 10n * ETHER })] },
  { name: 'withdrawTokens: numbered as ether is, out of what is free, inside S and E', before: owning, action: withdrawTokens(), returns: 8n,
    gives: [account(ALICE, { tokens: 60n, heldTokens: 90n }), bridged(60n), record('tokenWithdrawal', [8n], { to: BOB, amount: 40n }),
      pool({ tokens: 150n, ether: 600n, withdrawals: 8n }), stream('tokens', { earning: 90n })] },
  { name: 'withdrawTokens: all that is free', before: owning, action: withdrawTokens(ALICE, 100n), returns: 8n, gives: [account(ALICE, { tokens: 0n, heldTokens: 30n }), bridged(120n)] },
  { name: 'withdrawTokens: what was earned until then stays due', time: START + 10n, before: earning, action: withdrawTokens(), returns: 8n,
    gives: [account(ALICE, { due: 13_000n, heldTokens: 90n, accTokens: 100n * SCALE }), stream('tokens', { earning: 90n, acc: 100n * SCALE, last: START + 10n })] },
  { name: 'withdrawTokens: to address zero', before: owning, action: withdrawTokens(ZERO_ADDRESS, 0n), fails: 'InvalidReceiver' },
  { name: 'withdrawTokens: to a system contract', before: owning, action: withdrawTokens(systemAddress('bridge'), TOO_LARGE), fails: 'InvalidReceiver' },
  { name: 'withdrawTokens: nothing', before: owning, action: withdrawTokens(BOB, 0n), fails: 'ZeroAmount' },
  { name: 'withdrawTokens: more than is free', before: owning, action: withdrawTokens(BOB, 101n), fails: 'InsufficientBalance' },
  { name: 'withdrawTokens: with ether', before: [rich, ...owning.slice(1)], action: call(ALICE, 'withdrawTokens', [BOB, 1n], { value: 1n }), fails: 'ValueNotAccepted' },
  { name: 'tokenDeposit: a part comes back, to anybody', before: owning, action: tokenDeposit(BOB, 15n),
    gives: [account(BOB, { tokens: 15n, heldTokens: 15n }), bridged(5n), pool({ tokens: 150n, ether: 600n }), stream('tokens', { earning: 145n })] },
  { name: 'tokenDeposit: all that is out there', before: owning, action: tokenDeposit(ALICE, 20n), gives: [account(ALICE, { tokens: 120n, heldTokens: 150n }), bridged(0n)] },
  { name: 'tokenDeposit: more than is out there brings what there is', before: owning, action: tokenDeposit(BOB, 21n), gives: [account(BOB, { tokens: 20n, heldTokens: 20n }), bridged(0n)] },
  { name: 'tokenDeposit: nothing is out there', before: owning.slice(0, 3), action: tokenDeposit(BOB, 1n), gives: [stream('tokens', { earning: 130n }), pool({ tokens: 150n })] },
  { name: 'tokenDeposit: of nothing', before: owning, action: tokenDeposit(BOB, 0n), gives: [bridged(20n), stream('tokens', { earning: 130n })] },
  { name: 'tokenDeposit: dividends that nobody here could earn went to the pool', time: START + 10n, before: allOut, action: tokenDeposit(BOB, 50n),
    gives: [account(BOB, { tokens: 50n, heldTokens: 50n, due: 0n }), pool({ ether: 610n, dividendPot: 90n }), stream('tokens', { earning: 50n, last: START + 10n }), bridged(100n)] },
]

const GAS = 21_000n
const BURN_GAS = 37_000n
const ready = account(ALICE, { ether: ETHER, credits: GAS })
const send = (terms: Parameters<typeof transaction>[3] = {}) => transaction(ALICE, 'send', [], { to: BOB, value: 5n, ...terms })

export const CREDITS_CASES: readonly Case[] = [
  { name: 'a transaction: fee, nonce and credits', before: [ready], action: send(), gives: [account(ALICE, { ether: ETHER - 5n - GAS, nonce: 1n, credits: 0n }), account(BOB, { ether: 5n }), pool({ ether: GAS })] },
  { name: 'a transaction that fails pays and counts', before: [ready], action: send({ value: ETHER }), fails: 'InsufficientEther', gives: [account(ALICE, { ether: ETHER - GAS, nonce: 1n, credits: 0n }), pool({ ether: GAS })] },
  { name: 'the fee goes to the operator by genesis', parameters: { feeToPool: 0n }, before: [ready], action: send(), gives: [account(OPERATOR, { ether: GAS, credits: 0n })] },
  { name: 'the base fee is paid, not the cap', parameters: { baseFee: 3n }, before: [ready], action: send({ feeCap: 9n, gas: 90_000n }), gives: [pool({ ether: 3n * GAS })] },
  { name: 'proceeds are of the pool without the call’s own fee', before: [account(ALICE, { ether: ETHER, credits: BURN_GAS, tokens: 100n, heldTokens: 100n }), pool({ ether: 1_000n, tokens: 100n }), stream('tokens', { earning: 100n })],
    action: transaction(ALICE, 'burn', [100n, 0n]), returns: 1_000n, gives: [pool({ ether: BURN_GAS, tokens: 0n })] },
  { name: 'forced: no credits are needed or used', before: [account(ALICE, { ether: ETHER, credits: 5n })], action: send({ forced: true }), gives: [account(ALICE, { nonce: 1n, credits: 5n })] },
  { name: 'skipped: another nonce', before: [ready], action: send({ nonce: 1n, gas: 0n }), skips: 'WrongNonce' },
  { name: 'skipped: too little gas', before: [ready], action: send({ gas: GAS - 1n, feeCap: 0n }), skips: 'GasTooLow' },
  { name: 'skipped: a cap below the base fee', before: [account(ALICE, {})], action: send({ feeCap: 0n }), skips: 'FeeTooLow' },
  { name: 'skipped: the fee cannot be paid', before: [account(ALICE, { ether: GAS - 1n })], action: send(), skips: 'CannotPayFee' },
  { name: 'skipped: a credit short', before: [account(ALICE, { ether: ETHER, credits: GAS - 1n })], action: send(), skips: 'NoCredits' },
  { name: 'credits are filled by the time', time: START + 1n, before: [account(ALICE, { ether: ETHER, credits: GAS - 3n })], action: send(), gives: [account(ALICE, { credits: 1_154n })] },
  { name: 'credits are never above the capacity', time: START + 9n * DAY, before: [ready], action: send(), gives: [account(ALICE, { credits: 100_000_000n - GAS })] },
  { name: 'credits above the capacity are not there', before: [account(ALICE, { ether: 10n ** 14n, credits: 10n ** 8n })], action: send(), skips: 'NoCredits' },
  { name: 'deposits bring their credits at once, on what was filled', time: START + DAY / 2n, before: [account(ALICE, { ether: ETHER })], action: deposit(ALICE, 9n * ETHER), gives: [account(ALICE, { ether: 10n * ETHER, credits: 950_000_000n })] },
  { name: 'transfers do not', time: START + DAY / 2n, before: [account(ALICE, { ether: 9n * ETHER }), account(BOB, { ether: ETHER })], action: call(ALICE, 'send', [], { to: BOB, value: 9n * ETHER }),
    gives: [account(BOB, { ether: 10n * ETHER, credits: 50_000_000n }), account(ALICE, { ether: 0n, credits: 450_000_000n })] },
  // A capacity of 5 a day came to nothing in 10,000 seconds; at 50 a day that is worth 1,000 seconds.
  { name: 'seconds that were not paid for keep their worth when the capacity grows', time: START + 10_000n, before: [account(ALICE, { ether: 5n * 10n ** 10n }), account(BOB, { ether: ETHER })],
    action: call(BOB, 'send', [], { to: ALICE, value: 45n * 10n ** 10n }), gives: [account(ALICE, { ether: 5n * 10n ** 11n, credits: 0n })] },
  { name: 'the clock moves by what it paid for', time: START + 40_000n, before: [account(ALICE, { ether: 5n * 10n ** 10n })], action: deposit(ALICE, 0n), gives: [account(ALICE, { credits: 2n })] },
]
