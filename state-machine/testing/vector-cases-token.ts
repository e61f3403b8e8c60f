import { systemAddress, ZERO_ADDRESS } from '../codec/address.ts'
import { account, allowance, call, pool, stream, type Case } from './vector-case.ts'
import { ALICE, BOB, CAROL, ETHER, MAX, START, UINT256_MAX } from './world.ts'

const BASE = 5n * 10n ** 13n
const TOO_LARGE = MAX + 1n
const rich = account(ALICE, { ether: 100n * ETHER })
/** 4 ether under 100 tokens, all Bob's, 20 ether out and 20 tokens forfeited. */
const running = [
  rich,
  account(BOB, { tokens: 100n * ETHER, heldTokens: 100n * ETHER }),
  pool({ ether: 4n * ETHER, escrowed: 20n * ETHER, tokens: 100n * ETHER, forfeited: 20n * ETHER }),
  stream('tokens', { earning: 100n * ETHER }),
]
const mint = (amount: bigint, value: bigint, sender = ALICE) => call(sender, 'mint', [amount], { value })
const allowed = (amount: bigint) => [...running, allowance(BOB, ALICE, amount)]

const minting: readonly Case[] = [
  { name: 'mint: the first token costs twice the base price', before: [rich], action: mint(10_000n * ETHER, ETHER), returns: 20_000n * BASE,
    gives: [pool({ ether: ETHER, tokens: 10_000n * ETHER }), account(ALICE, { ether: 99n * ETHER, tokens: 10_000n * ETHER, heldTokens: 10_000n * ETHER })] },
  { name: 'mint: the price counts escrows and forfeited tokens, and the cost rounds up', before: running, action: mint(50n * ETHER, 100n * ETHER),
    returns: 13_333333333333333334n, gives: [pool({ ether: 17_333333333333333334n, tokens: 150n * ETHER })] },
  { name: 'mint: a buyer who holds all pays for it', before: [...running.slice(0, 1), account(BOB, { ether: 20n * ETHER, heldTokens: 100n * ETHER }), ...running.slice(2)],
    action: mint(50n * ETHER, 20n * ETHER, BOB), returns: 20n * ETHER, gives: [account(BOB, { ether: 0n, tokens: 50n * ETHER, heldTokens: 150n * ETHER })] },
  { name: 'mint: a holding counts up to the supply', before: [account(ALICE, { ether: 100n * ETHER, heldTokens: 1_000n * ETHER }), ...running.slice(1)],
    action: mint(50n * ETHER, 100n * ETHER), returns: 20n * ETHER },
  { name: 'mint: one base unit costs a wei', before: running, action: mint(1n, 1n), returns: 1n },
  { name: 'mint: an ownerless pool is cut into forfeited tokens first', parameters: { basePrice: 3n }, before: [rich, pool({ ether: 10n })],
    action: mint(ETHER, 6n), returns: 6n, gives: [pool({ forfeited: 3_333333333333333334n, ether: 16n, tokens: ETHER })] },
  { name: 'mint: a dividend that nobody earns is in the pool before the price', time: START + 100n,
    before: [rich, pool({ dividendPot: 10n * ETHER }), stream('tokens', { rate: (2n ** 96n * ETHER) / 100n, end: START + 1_000n, last: START })],
    action: mint(1n, ETHER), returns: 1n, gives: [pool({ ether: ETHER + 1n, forfeited: 20_000n * ETHER, dividendPot: 9n * ETHER, tokens: 1n })] },
  { name: 'mint: up to the last unit below 2^96', before: [rich, pool({ forfeited: MAX - 2_000n, tokens: 1_000n })], action: mint(1_000n, ETHER), returns: 1n,
    gives: [pool({ tokens: 2_000n, forfeited: MAX - 2_000n })] },
  { name: 'mint: one more is too much', before: [rich, pool({ forfeited: MAX - 2_000n, tokens: 1_000n })], action: mint(1_001n, ETHER), fails: 'AmountTooLarge' },
  { name: 'mint: the pool and the escrows stay below 2^96 too', before: [account(ALICE, { ether: ETHER, heldTokens: MAX }), pool({ ether: 1_000n, escrowed: MAX - 1_003n, tokens: MAX / 2n })],
    action: mint(1n, 4n), fails: 'AmountTooLarge' },
  { name: 'mint: and may reach its end', before: [account(ALICE, { ether: ETHER, heldTokens: MAX }), pool({ ether: 1_000n, escrowed: MAX - 1_004n, tokens: MAX / 2n })],
    action: mint(1n, 4n), returns: 4n },
  { name: 'mint: nothing', before: running, action: mint(0n, 1_000n * ETHER), fails: 'ZeroAmount' },
  { name: 'mint: 2^96', before: running, action: mint(TOO_LARGE, 1_000n * ETHER), fails: 'AmountTooLarge' },
  { name: 'mint: more ether than there is', before: running, action: mint(MAX, 100n * ETHER + 1n), fails: 'InsufficientEther' },
  { name: 'mint: a wei short of the cost', before: running, action: mint(50n * ETHER, 13_333333333333333333n), fails: 'CostAboveValue' },
]

const burning: readonly Case[] = [
  { name: 'burn: the share of the pool, rounded down', before: running, action: call(BOB, 'burn', [7n * ETHER, 233333333333333333n]), returns: 233333333333333333n,
    gives: [pool({ ether: 3_766666666666666667n, tokens: 93n * ETHER, forfeited: 20n * ETHER }), account(BOB, { ether: 233333333333333333n, tokens: 93n * ETHER })] },
  { name: 'burn: a wei less than asked for', before: running, action: call(BOB, 'burn', [7n * ETHER, 233333333333333334n]), fails: 'ProceedsBelowMinimum' },
  { name: 'burn: nothing', before: running, action: call(BOB, 'burn', [0n, UINT256_MAX]), fails: 'ZeroAmount' },
  { name: 'burn: 2^96', before: running, action: call(BOB, 'burn', [TOO_LARGE, UINT256_MAX]), fails: 'AmountTooLarge' },
  { name: 'burn: more than is free', before: running, action: call(BOB, 'burn', [100n * ETHER + 1n, UINT256_MAX]), fails: 'InsufficientBalance' },
  { name: 'burn: with ether', before: running, action: call(BOB, 'burn', [1n, 0n], { value: 1n }), fails: 'ValueNotAccepted' },
  { name: 'donate: to the pool', before: running, action: call(ALICE, 'donate', [], { value: 100n * ETHER }), gives: [pool({ ether: 104n * ETHER }), account(ALICE, { ether: 0n })] },
  { name: 'donate: nothing', before: running, action: call(ALICE, 'donate'), fails: 'ZeroAmount' },
  { name: 'donate: 2^96', before: running, action: call(ALICE, 'donate', [], { value: TOO_LARGE }), fails: 'AmountTooLarge' },
  { name: 'donate: more than there is', before: running, action: call(ALICE, 'donate', [], { value: 100n * ETHER + 1n }), fails: 'InsufficientEther' },
]

const moving: readonly Case[] = [
  { name: 'transfer: to another', before: running, action: call(BOB, 'tokenTransfer', [CAROL, 40n * ETHER]), returns: 1n,
    gives: [account(BOB, { tokens: 60n * ETHER, heldTokens: 60n * ETHER }), account(CAROL, { tokens: 40n * ETHER, heldTokens: 40n * ETHER }), stream('tokens', { earning: 100n * ETHER })] },
  { name: 'transfer: all to oneself', before: running, action: call(BOB, 'tokenTransfer', [BOB, 100n * ETHER]), returns: 1n, gives: [account(BOB, { tokens: 100n * ETHER })] },
  { name: 'transfer: nothing, by who has nothing', before: running, action: call(CAROL, 'tokenTransfer', [BOB, 0n]), returns: 1n, gives: [account(BOB, { tokens: 100n * ETHER })] },
  { name: 'transfer: to address zero', before: running, action: call(BOB, 'tokenTransfer', [ZERO_ADDRESS, TOO_LARGE]), fails: 'InvalidReceiver' },
  { name: 'transfer: to a system contract', before: running, action: call(BOB, 'tokenTransfer', [systemAddress('voting'), 1n]), fails: 'InvalidReceiver' },
  { name: 'transfer: 2^96', before: running, action: call(BOB, 'tokenTransfer', [CAROL, TOO_LARGE]), fails: 'AmountTooLarge' },
  { name: 'transfer: more than is free', before: running, action: call(BOB, 'tokenTransfer', [CAROL, 100n * ETHER + 1n]), fails: 'InsufficientBalance' },
  { name: 'approve: an amount', before: allowed(5n), action: call(BOB, 'tokenApprove', [ALICE, 30n]), returns: 1n, gives: [allowance(BOB, ALICE, 30n)] },
  { name: 'approve: without end', before: running, action: call(BOB, 'tokenApprove', [ALICE, UINT256_MAX]), returns: 1n, gives: [allowance(BOB, ALICE, MAX)] },
  { name: 'approve: 2^256-2', before: running, action: call(BOB, 'tokenApprove', [ALICE, UINT256_MAX - 1n]), fails: 'AmountTooLarge' },
  { name: 'approve: 2^96', before: running, action: call(BOB, 'tokenApprove', [ALICE, TOO_LARGE]), fails: 'AmountTooLarge' },
  { name: 'transferFrom: of an allowance', before: allowed(30n * ETHER), action: call(ALICE, 'tokenTransferFrom', [BOB, CAROL, 20n * ETHER]), returns: 1n,
    gives: [allowance(BOB, ALICE, 10n * ETHER), account(CAROL, { tokens: 20n * ETHER }), account(BOB, { tokens: 80n * ETHER })] },
  { name: 'transferFrom: of one without end', before: allowed(MAX), action: call(ALICE, 'tokenTransferFrom', [BOB, CAROL, 20n * ETHER]), returns: 1n, gives: [allowance(BOB, ALICE, MAX)] },
  { name: 'transferFrom: to the owner herself', before: allowed(5n), action: call(ALICE, 'tokenTransferFrom', [BOB, BOB, 3n]), returns: 1n,
    gives: [allowance(BOB, ALICE, 2n), account(BOB, { tokens: 100n * ETHER })] },
  { name: 'transferFrom: nothing, of no allowance', before: running, action: call(CAROL, 'tokenTransferFrom', [BOB, CAROL, 0n]), returns: 1n },
  { name: 'transferFrom: to a system contract', before: allowed(5n), action: call(ALICE, 'tokenTransferFrom', [BOB, systemAddress('token'), TOO_LARGE]), fails: 'InvalidReceiver' },
  { name: 'transferFrom: 2^96', before: allowed(5n), action: call(ALICE, 'tokenTransferFrom', [BOB, CAROL, TOO_LARGE]), fails: 'AmountTooLarge' },
  { name: 'transferFrom: more than is allowed, and than there is', before: allowed(5n), action: call(ALICE, 'tokenTransferFrom', [BOB, CAROL, 101n * ETHER]), fails: 'InsufficientAllowance' },
  { name: 'transferFrom: more than is free', before: allowed(MAX), action: call(ALICE, 'tokenTransferFrom', [BOB, CAROL, 101n * ETHER]), fails: 'InsufficientBalance' },
  { name: 'send: ether', before: running, action: call(ALICE, 'send', [], { to: CAROL, value: 30n * ETHER }), gives: [account(ALICE, { ether: 70n * ETHER }), account(CAROL, { ether: 30n * ETHER })] },
  { name: 'send: to oneself', before: running, action: call(ALICE, 'send', [], { to: ALICE, value: 100n * ETHER }), gives: [account(ALICE, { ether: 100n * ETHER })] },
  { name: 'send: to address zero', before: running, action: call(ALICE, 'send', [], { to: ZERO_ADDRESS, value: TOO_LARGE }), fails: 'InvalidReceiver' },
  { name: 'send: to a system contract', before: running, action: call(ALICE, 'send', [], { to: systemAddress('chain') }), fails: 'InvalidReceiver' },
  { name: 'send: 2^96', before: running, action: call(ALICE, 'send', [], { to: CAROL, value: TOO_LARGE }), fails: 'AmountTooLarge' },
  { name: 'send: more than there is', before: running, action: call(ALICE, 'send', [], { to: CAROL, value: 100n * ETHER + 1n }), fails: 'InsufficientEther' },
]

export const TOKEN_CASES: readonly Case[] = [...minting, ...burning, ...moving]
