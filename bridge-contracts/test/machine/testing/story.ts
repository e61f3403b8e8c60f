import { Address as addressFrom, ballotSecret, encodeOperation, taskListRoot, taskProof, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address, Argument, Call, Genesis, KindName } from '@distribute/state-machine'
import { ACTORS, ETHER, recoveryOf, registration, START } from './history.ts'
import type { History } from './history.ts'

export interface Deed {
  /** None: an operation. */
  readonly actor?: number
  readonly kind: KindName
  readonly args: readonly Argument[]
  readonly value?: bigint
  /** Of a plain transfer. */
  readonly to?: Address
}

/** Told what is done, each with success, and when: seconds after the start. */
export type Play = (t: bigint, deeds: readonly Deed[]) => Promise<void>

/** What stands for deeds in a segment, signed where somebody does them. */
export async function itemsOf(history: History, deeds: readonly Deed[]): Promise<readonly Uint8Array[]> {
  const nonces = new Map<number, bigint>()
  const items: Uint8Array[] = []
  for (const { actor, kind, args, value = 0n, to = ZERO_ADDRESS } of deeds) {
    if (actor === undefined) {
      items.push(encodeOperation({ call: { kind, args } }))
      continue
    }
    const nonce = nonces.get(actor) ?? history.nonceOf(actor)
    nonces.set(actor, nonce + 1n)
    items.push(await history.signed(actor, { kind, args }, { nonce, value, to, type: actor % 2 === 0 ? 2 : 0 }))
  }
  return items
}

const [TOKENS, REPUTATION] = [0n, 1n]
const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const TASKS = [{ weight: 6_000n, contentHash: hash(1) }, { weight: 4_000n, contentHash: hash(2) }]
const claim = (index: number): Argument[] => [1n, BigInt(index), TASKS[index]!.weight, TASKS[index]!.contentHash, taskProof(TASKS, index)]
const secret = ({ chainId }: Genesis, voter: number, currency: bigint, choice: boolean): Uint8Array =>
  ballotSecret(chainId, { id: 1n, index: 0n, currency }, ACTORS[voter]!, choice, hash(9))
const operation = (kind: KindName, args: readonly Argument[]): Deed => ({ kind, args })
const deed = (actor: number, kind: KindName, args: readonly Argument[] = [], value = 0n): Deed => ({ actor, kind, args, value })

/** A community whose actors have ether, from its registrations to its last settlement. */
export async function tellStory(genesis: Genesis, play: Play): Promise<void> {
  const everybody = ACTORS.map((_, i) => i)
  await play(1n, await Promise.all(everybody.map((i) => registration(genesis, ACTORS[i]!, hash(0x10 + i), START + 1_000n))))
  await play(2n, [deed(5, 'donate', [], 20n * ETHER), ...everybody.map((i) => deed(i, 'mint', [20_000n * ETHER], 5n * ETHER))])
  // Two windows later the whole pool counts.
  await play(8_000n, [deed(3, 'propose', [2n * ETHER, 1_000n, TOKENS, hash(7), Uint8Array.of(0x61)])])
  await play(8_010n, [deed(0, 'stake', [1n, TOKENS, 3_000n * ETHER]), deed(2, 'stake', [1n, REPUTATION, 3_000n * ETHER])])
  await play(8_011n, [deed(2, 'unstake', [1n, REPUTATION, ETHER]), deed(1, 'stake', [1n, TOKENS, 20_000n * ETHER]), deed(3, 'stake', [1n, REPUTATION, 10_000n * ETHER])])
  await play(8_020n, [deed(0, 'submitTaskList', [1n, TASKS])])
  await play(8_021n, [1, 2, 3].map((actor) => deed(actor, 'supportTaskList', [1n, taskListRoot(TASKS)])))
  await play(8_030n, [deed(4, 'claimTask', claim(0)), deed(5, 'claimTask', claim(1))])
  await play(8_040n, [deed(4, 'submitEvidence', [1n, 0n, hash(3), Uint8Array.of(0x62)]), deed(5, 'submitEvidence', [1n, 1n, hash(4), new Uint8Array(40)])])
  await play(8_050n, [deed(0, 'validate', [1n, 0n, true]), deed(1, 'validate', [1n, 0n, false]), deed(2, 'validate', [1n, 1n, true])])
  await play(8_200n, [operation('advance', [1n])])
  await play(8_201n, [
    deed(2, 'requestRights', [TOKENS, 100n * ETHER]), deed(3, 'requestRights', [REPUTATION, 50n * ETHER]),
    deed(2, 'commit', [1n, 0n, TOKENS, secret(genesis, 2, TOKENS, true), 100n * ETHER]), deed(3, 'commit', [1n, 0n, REPUTATION, secret(genesis, 3, REPUTATION, false), 50n * ETHER]),
  ])
  await play(8_400n, [deed(2, 'reveal', [1n, 0n, TOKENS, true, hash(9)]), deed(3, 'reveal', [1n, 0n, REPUTATION, false, hash(9)])])
  await play(8_700n, [operation('settleTask', [1n, 0n]), operation('settleTask', [1n, 1n]), operation('settleBallot', [1n, 0n, ACTORS[2]!, TOKENS])])
  await play(8_701n, [[0n, 0], [0n, 1], [1n, 2]].map(([index, who]) => operation('settleValidation', [1n, BigInt(index!), ACTORS[Number(who)]!])))
  await play(8_702n, [0, 1, 2, 3].map((who) => operation('settleStake', [1n, ACTORS[who]!])))
  await play(8_710n, [deed(0, 'payDividend', [], 2n * ETHER), deed(4, 'tokenApprove', [ACTORS[1]!, 5n * ETHER]), deed(1, 'tokenTransferFrom', [ACTORS[4]!, ACTORS[0]!, 4n * ETHER])])
  await play(8_900n, [1, 2, 3, 4, 5].map((actor) => deed(actor, 'collectDividend', [ACTORS[actor]!])))
  await play(8_901n, [deed(4, 'burn', [10n * ETHER, 0n]), deed(5, 'tokenTransfer', [ACTORS[0]!, 1n]), deed(5, 'withdraw', [ACTORS[5]!], ETHER), deed(5, 'withdrawTokens', [ACTORS[4]!, ETHER]), deed(2, 'withdrawRights', [TOKENS, 100n * ETHER])])
  const recovery = (deadline: bigint): Promise<Call> => recoveryOf(genesis, ACTORS[0]!, addressFrom(`0x${'ab'.repeat(20)}`), START + deadline)
  await play(8_902n, [{ actor: 1, ...(await recovery(9_000n)) }])
  await play(8_903n, [deed(0, 'cancelRecovery')])
  await play(8_904n, [{ actor: 1, ...(await recovery(9_001n)) }])
  await play(8_960n, [deed(1, 'finishRecovery', [ACTORS[0]!])])
}
