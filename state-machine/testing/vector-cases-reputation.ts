import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { account, call, identity, pool, recovery, rights, stream, vectorRegistrar, type Case } from './vector-case.ts'
import { ALICE, BOB, CAROL, DAVE, DAY, ETHER, identityOf, MAX, START } from './world.ts'

const GRANT = 10_000n * ETHER
const STIPEND = 10n ** 12n
const DELAY = 7n * DAY
const [ONE, TWO] = [identityOf(1), identityOf(2)]

const register = async (member: Address, id: Uint8Array, deadline = START + 1n) =>
  call(DAVE, 'register', [member, id, deadline, await vectorRegistrar.membership(member, id, deadline)])
const start = async (from: Address, to: Address, deadline: bigint) =>
  call(DAVE, 'startRecovery', [from, to, deadline, await vectorRegistrar.recovery(from, to, deadline)])

const alice = account(ALICE, { member: 1n, identity: ONE, reputation: GRANT, heldReputation: GRANT })
const members = [alice, identity(ONE, { account: ALICE, used: 1n }), pool({ reputation: GRANT }), stream('reputation', { earning: GRANT })]
const pending = (to: Address, readyAt = START) => recovery(ALICE, { to, readyAt, state: 1n, lastDeadline: START })
const bob = account(BOB, { member: 1n, identity: TWO })

const registering = async (): Promise<readonly Case[]> => [
  { name: 'register: a member', before: [pool({ ether: STIPEND })], action: await register(ALICE, ONE),
    gives: [account(ALICE, { member: 1n, identity: ONE, reputation: GRANT, heldReputation: GRANT, ether: STIPEND, credits: 20_000_000n }),
      identity(ONE, { account: ALICE, used: 1n }), pool({ ether: 0n, reputation: GRANT }), stream('reputation', { earning: GRANT })] },
  { name: 'register: without a stipend, where the pool does not hold it whole', before: [pool({ ether: STIPEND - 1n })], action: await register(ALICE, ONE),
    gives: [account(ALICE, { member: 1n, ether: 0n }), pool({ ether: STIPEND - 1n })] },
  { name: 'register: what is left below 2^96', before: [pool({ reputation: MAX - 5n })], action: await register(ALICE, ONE),
    gives: [account(ALICE, { member: 1n, reputation: 5n, heldReputation: 5n }), pool({ reputation: MAX })] },
  { name: 'register: credits end at the capacity', parameters: { creditsPerEther: 2n ** 62n }, before: [account(ALICE, { ether: 5n * ETHER, credits: 2n ** 64n - 1n })],
    action: await register(ALICE, ONE), gives: [account(ALICE, { credits: 2n ** 64n - 1n })] },
  { name: 'register: a member again, by another identity; her finished recovery is gone', before: [account(ALICE, {}), recovery(ALICE, { to: BOB, readyAt: 5n, state: 2n, lastDeadline: 7n })],
    action: await register(ALICE, TWO), gives: [account(ALICE, { member: 1n, identity: TWO }), recovery(ALICE, { readyAt: 0n, state: 0n, lastDeadline: 7n })] },
  { name: 'register: address zero', before: [], action: await register(ZERO_ADDRESS, ONE, START), fails: 'InvalidReceiver' },
  { name: 'register: a system contract', before: [], action: await register(systemAddress('token'), ONE), fails: 'InvalidReceiver' },
  { name: 'register: at the deadline', before: [], action: call(DAVE, 'register', [ALICE, ONE, START, new Uint8Array(0)]), fails: 'SignatureExpired' },
  { name: 'register: no signature', before: members, action: call(DAVE, 'register', [ALICE, ONE, START + 1n, new Uint8Array(0)]), fails: 'BadSignature' },
  { name: 'register: a signature for somebody else', before: [],
    action: call(DAVE, 'register', [ALICE, ONE, START + 1n, await vectorRegistrar.membership(BOB, ONE, START + 1n)]), fails: 'BadSignature' },
  { name: 'register: a member', before: members, action: await register(ALICE, ONE), fails: 'AlreadyMember' },
  { name: 'register: an identity that was used', before: members, action: await register(BOB, ONE), fails: 'IdentityUsed' },
  { name: 'register: with ether', before: [], action: { ...(await register(ALICE, ONE)), value: '1' }, fails: 'ValueNotAccepted' },
  { name: 'transfer of reputation', before: members, action: call(ALICE, 'reputationTransfer', [BOB, 0n]), fails: 'NotTransferable' },
  { name: 'approve of reputation', before: members, action: call(ALICE, 'reputationApprove', [BOB, 1n]), fails: 'NotTransferable' },
  { name: 'transferFrom of reputation', before: members, action: call(ALICE, 'reputationTransferFrom', [ALICE, BOB, 1n]), fails: 'NotTransferable' },
  { name: 'transferFrom of reputation, with ether', before: members, action: call(ALICE, 'reputationTransferFrom', [ALICE, BOB, 1n], { value: 1n }), fails: 'ValueNotAccepted' },
]

const starting = async (): Promise<readonly Case[]> => [
  { name: 'startRecovery: announced', before: members, action: await start(ALICE, BOB, START + 1n), gives: [recovery(ALICE, { to: BOB, readyAt: START + DELAY, state: 1n, lastDeadline: START + 1n })] },
  { name: 'startRecovery: replaces a pending one', before: [...members, pending(BOB)], action: await start(ALICE, CAROL, START + 1n),
    gives: [recovery(ALICE, { to: CAROL, readyAt: START + DELAY, state: 1n, lastDeadline: START + 1n })] },
  { name: 'startRecovery: to address zero', before: members, action: await start(ALICE, ZERO_ADDRESS, START), fails: 'InvalidReceiver' },
  { name: 'startRecovery: at the deadline', before: members, action: call(DAVE, 'startRecovery', [ALICE, BOB, START, new Uint8Array(0)]), fails: 'SignatureExpired' },
  { name: 'startRecovery: under a signature for the other way', before: members,
    action: call(DAVE, 'startRecovery', [ALICE, BOB, START + 1n, await vectorRegistrar.recovery(BOB, ALICE, START + 1n)]), fails: 'BadSignature' },
  { name: 'startRecovery: not later than the last, of no member', before: [recovery(ALICE, { lastDeadline: START + 1n })], action: await start(ALICE, BOB, START + 1n), fails: 'SignatureExpired' },
  { name: 'startRecovery: of no member, to a member', before: [bob], action: await start(ALICE, BOB, START + 1n), fails: 'NotAMember' },
  { name: 'startRecovery: to a member', before: [...members, bob], action: await start(ALICE, BOB, START + 1n), fails: 'AlreadyMember' },
  { name: 'cancelRecovery: taken back', before: [...members, pending(BOB)], action: call(ALICE, 'cancelRecovery'), gives: [recovery(ALICE, { state: 0n, readyAt: 0n, lastDeadline: START })] },
  { name: 'cancelRecovery: of nothing', before: members, action: call(ALICE, 'cancelRecovery'), fails: 'NoRecovery' },
  { name: 'cancelRecovery: of a finished one', before: [...members, recovery(ALICE, { to: BOB, state: 2n })], action: call(ALICE, 'cancelRecovery'), fails: 'NoRecovery' },
]

const finish = call(DAVE, 'finishRecovery', [ALICE])
const finishing: readonly Case[] = [
  { name: 'finishRecovery: membership, identity and free reputation', before: [...members, pending(BOB)], action: finish,
    gives: [account(ALICE, { member: 0n, reputation: 0n, heldReputation: 0n }), account(BOB, { member: 1n, identity: ONE, reputation: GRANT, heldReputation: GRANT }),
      identity(ONE, { account: BOB, used: 1n }), recovery(ALICE, { to: BOB, state: 2n })] },
  { name: 'finishRecovery: rights above what is committed', before: [account(ALICE, { member: 1n, identity: ONE, reputation: 100n, heldReputation: 170n }),
    rights(ALICE, { reputation: 70n, reputationHigh: 50n, reputationOpen: 1n }), pending(BOB), stream('reputation', { earning: 170n })], action: finish,
    gives: [account(BOB, { reputation: 120n, heldReputation: 120n }), account(ALICE, { heldReputation: 50n }), rights(ALICE, { reputation: 50n, reputationHigh: 50n })] },
  { name: 'finishRecovery: again, for what was freed', before: [account(ALICE, { reputation: 3n, heldReputation: 3n }), recovery(ALICE, { to: BOB, state: 2n }), stream('reputation', { earning: 3n })],
    action: finish, gives: [account(BOB, { reputation: 3n, heldReputation: 3n, member: 0n })] },
  { name: 'finishRecovery: again, for nothing', before: [account(ALICE, {}), recovery(ALICE, { to: BOB, state: 2n })], action: finish, fails: 'NothingDue' },
  { name: 'finishRecovery: of nothing', before: members, action: finish, fails: 'NoRecovery' },
  { name: 'finishRecovery: a second early, to a member', before: [...members, bob, pending(BOB, START + 1n)], action: finish, fails: 'RecoveryPending' },
  { name: 'finishRecovery: of no member, to a member', before: [bob, pending(BOB)], action: finish, fails: 'NotAMember' },
  { name: 'finishRecovery: to a member', before: [...members, bob, pending(BOB)], action: finish, fails: 'AlreadyMember' },
]

export const reputationCases = async (): Promise<readonly Case[]> => [...(await registering()), ...(await starting()), ...finishing]
