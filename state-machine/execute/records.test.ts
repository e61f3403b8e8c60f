import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import type { Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { toHex } from '../codec/bytes.ts'
import { KINDS, SEGMENT, type KindName } from '../params.ts'
import { accountOf } from '../state/account.ts'
import { recordKey } from '../state/keys.ts'
import { createLedger } from '../state/ledger.ts'
import { claimedBy, depositOf, tokenDepositOf } from '../testing/chain.ts'
import { KIND_NAMES, oneIn, pick, randomActor, randomCall, randomValue, recoverTraffic, ACTORS } from '../testing/traffic.ts'
import {
  ALICE, BOB, CAROL, createWorld, DAVE, DAY, enrolled, ETHER, genesisOf, giveTokens, identityOf, MAX, OPERATOR, REGISTRAR, sealOf, START,
} from '../testing/world.ts'
import { createTree, type Tree } from '../tree/tree.ts'
import { createRandom } from '../tree/testing/scenario.ts'
import { executeEntry } from './entry.ts'
import { executeTransaction } from './transaction.ts'

const SHARED: readonly string[] = [recordKey('chain'), recordKey('pool'), recordKey('stream', 0n), recordKey('stream', 1n), recordKey('account', OPERATOR)].map(toHex)

/** A ledger over a tree that notes which records it is asked for. */
function watched(tree: Tree) {
  const seen = new Set<string>()
  const ledger = createLedger({
    get: (key) => {
      seen.add(toHex(key))
      return tree.get(key)
    },
  })
  return { ledger, own: () => [...seen].filter((key) => !SHARED.includes(key)).length, all: () => seen.size }
}

test('as many shared records as the limit counts', () => {
  expect(SHARED.length).toBe(SEGMENT.sharedRecords)
})

/** Alice is to move to Carol; Bob allows Dave; everybody has something. */
function busyTree(genesis = genesisOf({ recoveryDelay: DAY })): Tree {
  const world = createWorld(genesis)
  for (const who of [ALICE, BOB, CAROL, DAVE]) world.deposit(who, ETHER)
  giveTokens(world, BOB, ETHER)
  enrolled(world, ALICE, 1)
  world.call(BOB, 'tokenApprove', [DAVE, MAX])
  world.call(DAVE, 'payDividend', [], { value: 1_000n })
  world.call(DAVE, 'startRecovery', [ALICE, CAROL, START + 1n, sealOf(REGISTRAR)])
  const tree = createTree()
  tree.apply(world.ledger.flush())
  return tree
}

describe('the dearest call of each kind touches what the table says, no less', () => {
  const WORST: { readonly [kind in KindName]?: readonly [args: readonly Argument[], value?: bigint] } = {
    send: [[], 5n],
    tokenTransfer: [[CAROL, 5n]],
    tokenApprove: [[CAROL, 5n]],
    tokenTransferFrom: [[BOB, CAROL, 5n]],
    mint: [[5n], ETHER / 2n],
    burn: [[5n, 0n]],
    donate: [[], 5n],
    reputationTransfer: [[CAROL, 5n]],
    reputationApprove: [[CAROL, 5n]],
    reputationTransferFrom: [[BOB, CAROL, 5n]],
    register: [[CAROL, identityOf(2), MAX, sealOf(REGISTRAR)]],
    startRecovery: [[ALICE, BOB, MAX, sealOf(REGISTRAR)]],
    cancelRecovery: [[]],
    finishRecovery: [[ALICE]],
    payDividend: [[], 5n],
    collectDividend: [[BOB]],
    withdraw: [[CAROL], 5n],
    withdrawTokens: [[CAROL, 5n]],
  }
  const senderOf = (kind: KindName): Address => (kind === 'cancelRecovery' ? ALICE : ['burn', 'tokenTransfer', 'withdrawTokens'].includes(kind) ? BOB : DAVE)

  test.each(KIND_NAMES)('%s', (kind) => {
    const genesis = genesisOf({ recoveryDelay: DAY, feeToPool: 0n })
    const { ledger, own } = watched(busyTree(genesis))
    const [args, value = 0n] = WORST[kind] ?? [[]]
    const run = { ledger, config: { genesis, recover: recoverTraffic }, now: START + DAY }
    const outcome = executeTransaction(run, claimedBy(senderOf(kind), { call: { kind, args }, value, to: CAROL }))
    expect(outcome).toMatchObject({ included: true, success: !kind.startsWith('reputation') })
    expect(own()).toBe(KINDS[kind].records)
  })
})

test('no call and no entry touches more than the table says, in any state', () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const random = createRandom(seed)
  for (let round = budget(10); round > 0; round--) {
    const genesis = genesisOf({ recoveryDelay: 100n, feeToPool: BigInt(random(2)), poolMemory: 1_000n })
    const config = { genesis, recover: recoverTraffic }
    const tree = createTree()
    let now = START
    for (let step = 0; step < 150; step++) {
      now += BigInt(random(200))
      const { ledger, own, all } = watched(tree)
      const run = { ledger, config, now }
      if (oneIn(random, 6)) {
        executeEntry(run, 0n, depositOf(pick(random, ACTORS), 100n * ETHER))
        expect(own(), `seed ${seed}: deposit`).toBe(1)
      } else if (oneIn(random, 6)) {
        executeEntry(run, 0n, tokenDepositOf(pick(random, ACTORS), ETHER))
        expect(own(), `seed ${seed}: deposit of tokens`).toBeLessThanOrEqual(2)
      } else {
        const sender = randomActor(random)
        const kind = pick(random, KIND_NAMES)
        const call = randomCall(random, kind, now)
        const { nonce } = accountOf(tree, sender)
        executeTransaction(run, claimedBy(sender, { call, nonce, value: randomValue(random, kind), to: randomActor(random) }), { forced: oneIn(random, 2) })
        expect(own(), `seed ${seed}: ${kind}`).toBeLessThanOrEqual(KINDS[kind].records)
      }
      expect(all(), `seed ${seed}`).toBe(ledger.loaded)
      tree.apply(ledger.flush())
    }
  }
})
