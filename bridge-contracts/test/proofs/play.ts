import {
  addressToBytes, ballotSecret, encodeCalldata, encodeTransactionSegment, genesisRecords, MAX_TASKS, MAX_URI_BYTES, targetOf, taskListRoot, taskProof, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type { Argument, Genesis, KindName, Tree } from '@distribute/state-machine'
import { hexOf } from '../../client/values.ts'
import { ETHER, recoveryOf, registration, START } from '../machine/testing/history.ts'
import type { RuleCall } from '../machine/testing/rules-harness.ts'
import { caseOf, CaseError } from './case.ts'
import type { Case, Stand } from './case.ts'
import { at, deed, isOperation, itemOf, operation, textOf } from './deeds.ts'
import type { Deed } from './deeds.ts'
import { account } from './people.ts'

interface Step {
  /** seconds after START */
  readonly t: bigint
  readonly deeds: readonly Deed[]
}

/** A segment of one call, and the call as its rule gets it. */
export interface KindCase extends Case {
  readonly kind: KindName
  readonly rule: RuleCall
}

const PEOPLE = [0, 1, 2, 3, 4, 5]
const RECIPIENTS = 16
const [TOKENS, REPUTATION] = [0n, 1n]
const hash = (byte: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => byte + 7 * i)
const TASKS = [{ weight: 6_000n, contentHash: hash(1) }, { weight: 4_000n, contentHash: hash(2) }]
const SALT = hash(9)
/** As long as links are, and as they may be. */
const uri = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => 0x61 + (i % 26))
const [URI, LONGEST_URI] = [uri(60), uri(MAX_URI_BYTES)]
const LONGEST_LIST = Array.from({ length: MAX_TASKS }, (_, i) => ({ weight: i === 0 ? 700n : 300n, contentHash: hash(0x20 + i) }))

const claim = (index: number): Argument[] => [1n, BigInt(index), TASKS[index]!.weight, TASKS[index]!.contentHash, taskProof(TASKS, index)]

/** A community from its first member to its last settlement: every kind of call, and the dear ways of those that have more than one. */
async function steps(genesis: Genesis): Promise<readonly Step[]> {
  const secret = (voter: number, currency: bigint, choice: boolean): Uint8Array =>
    ballotSecret(genesis.chainId, { id: 1n, index: 0n, currency }, at(voter), choice, SALT)
  const recovery = async (deadline: bigint): Promise<Deed> => ({ actor: 1, call: await recoveryOf(genesis, at(0), at(40), START + deadline) })
  const registrations = await Promise.all(PEOPLE.map((i) => registration(genesis, at(i), hash(0x10 + i), START + 1_000n)))
  const step = (t: bigint, ...deeds: Deed[]): Step => ({ t, deeds })
  return [
    step(1n, ...registrations.map((call) => ({ call }))),
    step(2n, deed(5, 'donate', [], 20n * ETHER), ...PEOPLE.map((i) => deed(i, 'mint', [20_000n * ETHER], 5n * ETHER))),
    // With dividends under way, whatever moves tokens or reputation brings streams and both accounts up to date.
    step(3n, deed(0, 'payDividend', [], 2n * ETHER)),
    step(5n, deed(4, 'reputationTransfer', [at(1), 1n]), deed(4, 'reputationApprove', [at(1), 1n]), deed(4, 'reputationTransferFrom', [at(1), at(2), 1n])),
    step(8_000n, deed(3, 'propose', [2n * ETHER, 1_000n, TOKENS, hash(7), URI]), deed(4, 'propose', [ETHER, 50n, REPUTATION, hash(8), LONGEST_URI])),
    step(8_010n, deed(0, 'stake', [1n, TOKENS, 3_000n * ETHER]), deed(2, 'stake', [1n, REPUTATION, 3_000n * ETHER])),
    step(8_011n, deed(2, 'unstake', [1n, REPUTATION, ETHER]), deed(1, 'stake', [1n, TOKENS, 20_000n * ETHER]), deed(3, 'stake', [1n, REPUTATION, 10_000n * ETHER])),
    step(8_020n, deed(0, 'submitTaskList', [1n, LONGEST_LIST]), deed(0, 'submitTaskList', [1n, TASKS])),
    step(8_021n, ...[1, 2, 3].map((actor) => deed(actor, 'supportTaskList', [1n, taskListRoot(TASKS)]))),
    step(8_030n, deed(4, 'claimTask', claim(0)), deed(5, 'claimTask', claim(1))),
    step(8_040n, deed(4, 'submitEvidence', [1n, 0n, hash(3), URI]), deed(5, 'submitEvidence', [1n, 1n, hash(4), LONGEST_URI])),
    step(8_050n, deed(0, 'validate', [1n, 0n, true]), deed(1, 'validate', [1n, 0n, false]), deed(2, 'validate', [1n, 1n, true])),
    step(8_200n, operation('advance', [2n]), operation('advance', [1n])),
    step(8_201n, deed(2, 'requestRights', [TOKENS, 100n * ETHER]), deed(3, 'requestRights', [REPUTATION, 50n * ETHER])),
    step(8_202n, deed(2, 'commit', [1n, 0n, TOKENS, secret(2, TOKENS, true), 100n * ETHER])),
    step(8_203n, deed(3, 'commit', [1n, 0n, REPUTATION, secret(3, REPUTATION, false), 50n * ETHER])),
    step(8_400n, deed(2, 'reveal', [1n, 0n, TOKENS, true, SALT]), deed(3, 'reveal', [1n, 0n, REPUTATION, false, SALT])),
    step(8_700n, operation('settleTask', [1n, 0n]), operation('settleTask', [1n, 1n]), operation('settleBallot', [1n, 0n, at(2), TOKENS])),
    step(8_701n, ...([[0n, 0], [0n, 1], [1n, 2]] as const).map(([index, who]) => operation('settleValidation', [1n, index, at(who)]))),
    step(8_702n, ...[0, 1, 2, 3].map((who) => operation('settleStake', [1n, at(who)]))),
    step(8_710n, deed(0, 'payDividend', [], 2n * ETHER), deed(4, 'tokenApprove', [at(1), 5n * ETHER]), deed(1, 'tokenTransferFrom', [at(4), at(0), 4n * ETHER])),
    step(8_900n, ...[1, 2].map((actor) => deed(actor, 'collectDividend', [at(5)]))),
    step(8_901n, deed(4, 'burn', [10n * ETHER, 0n]), deed(5, 'tokenTransfer', [at(0), ETHER]), deed(5, 'withdraw', [at(5)], ETHER), deed(5, 'withdrawTokens', [at(4), ETHER]), deed(2, 'withdrawRights', [TOKENS, 100n * ETHER])),
    step(8_902n, await recovery(9_000n)),
    step(8_903n, deed(0, 'cancelRecovery')),
    step(8_904n, await recovery(9_001n)),
    step(8_960n, deed(1, 'finishRecovery', [at(0)])),
    step(8_961n, { ...deed(1, 'send', [], ETHER), to: at(2) }),
  ]
}

/** Puts a community that is about to begin into a tree, beside whatever the tree holds. */
export function plantCommunity(tree: Tree, genesis: Genesis): void {
  const people = Array.from({ length: 2 * RECIPIENTS }, (_, i) => account(at(i)))
  tree.apply([...genesisRecords(genesis), ...people])
}

/** Fails by its rule whatever the state, so that a segment with it is all that can be proven of it. */
const ALWAYS_FAILS: readonly KindName[] = ['reputationTransfer', 'reputationApprove', 'reputationTransferFrom']

/** Every kind of call, one a segment; the tree moves on. */
export async function* playKinds(stand: Stand): AsyncGenerator<KindCase, void> {
  const { genesis } = stand.config
  for (const { t, deeds } of await steps(genesis)) {
    for (const one of deeds) {
      const item = await itemOf(stand, one)
      const segment = encodeTransactionSegment({ last: true, inbox: false, t: START + t }, [item])
      const made = caseOf(one.call.kind, stand, segment)
      const [outcome] = made.result.outcomes
      const isRight = outcome?.included === true && (outcome.error === undefined) !== ALWAYS_FAILS.includes(one.call.kind)
      if (!isRight) throw new CaseError(`${one.call.kind} at ${t}: ${textOf(outcome)}`)
      const rule = ruleOf(stand, one, made, START + t)
      stand.tree.apply(made.result.writes)
      yield { ...made, kind: one.call.kind, rule }
    }
  }
}

/** On the state that it finds, its nonce and fee not yet taken. */
function ruleOf({ tree }: Stand, one: Deed, { witness }: Case, now: bigint): RuleCall {
  const { actor = 0, call, value = 0n, to = ZERO_ADDRESS } = one
  const records = witness.keys.map((key) => ({ key: hexOf(key), words: hexOf(tree.get(key) ?? new Uint8Array(0)) }))
  return {
    kind: call.kind, time: `${now}`, sender: hexOf(addressToBytes(isOperation(one) ? ZERO_ADDRESS : at(actor))), to: hexOf(addressToBytes(targetOf(call, to))),
    value: `${value}`, callData: hexOf(encodeCalldata(call)), records,
  }
}

/** So many plain transfers, each between two accounts of their own. */
export async function transfersCase(stand: Stand, count: number, t = START): Promise<Case> {
  const sends = Array.from({ length: count }, (_, i) => itemOf(stand, { ...deed(i, 'send', [], ETHER / 3n), to: at(RECIPIENTS + i) }))
  const segment = encodeTransactionSegment({ last: true, inbox: false, t }, await Promise.all(sends))
  return caseOf(count === 1 ? '1 plain transfer' : `${count} plain transfers`, stand, segment)
}

