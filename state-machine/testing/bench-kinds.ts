/**
 * What each kind of call costs, in CPU time of one thread: `node --import tsx state-machine/testing/bench-kinds.ts 20000 [seed]`. A community
 * of nine lives through random histories among a hundred thousand other accounts; each call that has a place in a segment is run as a
 * replica runs it, from a segment's bytes to the state root, one call a segment. Signatures are not recovered: `npm run bench` has that bound
 * beside it. The last line is JSON.
 */
import process from 'node:process'
import { addressFromBytes } from '../codec/address.ts'
import { bigintToBytes } from '../codec/bytes.ts'
import { encodeTransactionSegment } from '../codec/segment.ts'
import { encodeOperation, encodeTransaction } from '../codec/transaction.ts'
import type { ChainConfig } from '../execute/call.ts'
import { executeSegment } from '../execute/segment.ts'
import { KINDS, type KindName } from '../params.ts'
import { genesisRecords } from '../state/genesis.ts'
import { recordKey } from '../state/keys.ts'
import { encodeRecord } from '../state/layout.ts'
import { createLedger } from '../state/ledger.ts'
import { createTree, type Tree } from '../tree/tree.ts'
import { createRandom } from '../tree/testing/scenario.ts'
import { claimedBy } from './chain.ts'
import { founded } from './project-history.ts'
import { nextDeed, nextWait, type Deed } from './random-deeds.ts'
import { recoverFromR } from './world.ts'

const [calls = 20_000, seed = 7] = process.argv.slice(2).map(Number)
const CALLS_A_HISTORY = 1_500
const OTHERS = 100_000
/** gas a day that an ether brings: nobody waits for credits. */
const CREDITS = 2n ** 61n
const NO_ENTRIES = { length: 0n, entry: () => undefined }


/** Deeds as they follow from each other, each with its time. */
function* history(own: number): Generator<Deed & { readonly now: bigint }, void> {
  const random = createRandom(own)
  const lived = founded({ seed: own, calls: CALLS_A_HISTORY, parameters: { creditsPerEther: CREDITS } })
  const { world, watch, settlings } = lived
  for (let step = 0; step < CALLS_A_HISTORY; step++) {
    world.now += nextWait(world, random)
    const deed = nextDeed(lived, random)
    yield { ...deed, now: world.now }
    watch.begin()
    world.call(deed.sender, deed.kind, deed.args, { value: deed.value })
    settlings.enter(watch.changed())
  }
}

function stateOf(own: number): { readonly tree: Tree; readonly config: ChainConfig } {
  const { world } = founded({ seed: own, calls: 0, parameters: { creditsPerEther: CREDITS } })
  const { genesis } = world.config
  const tree = createTree(OTHERS)
  const somebody = encodeRecord('account', { ...world.account(addressFromBytes(new Uint8Array(20))), ether: 1n })
  const others = Array.from({ length: OTHERS }, (_, i) => ({ key: recordKey('account', addressFromBytes(bigintToBytes(BigInt(2 ** 40 + i), 20))), words: somebody }))
  tree.apply([...genesisRecords(genesis), ...others, ...world.ledger.flush()])
  return { tree, config: { genesis, recover: recoverFromR } }
}

const segmentOf = (tree: Tree, { sender, kind, args, value, now }: Deed & { readonly now: bigint }): Uint8Array => {
  const call = { kind, args }
  const nonce = createLedger(tree).get('account', sender).nonce
  const isOperation = KINDS[kind].operation && value === 0n
  const item = isOperation ? encodeOperation({ call }) : encodeTransaction(claimedBy(sender, { nonce, call, value, to: sender }))
  return encodeTransactionSegment({ last: true, inbox: false, t: now }, [item])
}

/** Nanoseconds of each call. */
const costs = new Map<KindName, number[]>()
let included = 0
for (let own = seed; included < calls; own++) {
  const { tree, config } = stateOf(own)
  for (const deed of history(own)) {
    const bytes = segmentOf(tree, deed)
    const before = process.hrtime.bigint()
    const { writes, outcomes } = executeSegment(tree, bytes, NO_ENTRIES, config)
    tree.apply(writes)
    tree.root()
    const spent = Number(process.hrtime.bigint() - before)
    // The first history is for the compiler.
    if (own === seed || outcomes[0]?.included !== true) continue
    const known = costs.get(deed.kind)
    if (known === undefined) costs.set(deed.kind, [spent])
    else known.push(spent)
    included++
  }
}

const perSecond = (nanoseconds: number): number => Math.round(1e9 / nanoseconds)
/** Of a kind that is rare, one pause of the machine would be most of the mean. */
const medianOf = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0
const total = [...costs.values()].flat()
const kinds = [...costs].sort(([a], [b]) => KINDS[a].number - KINDS[b].number)
  .map(([kind, all]) => [kind, { share: Number((all.length / total.length).toFixed(4)), perCpuSecond: perSecond(medianOf(all)) }])
const mean = total.reduce((sum, one) => sum + one, 0) / total.length
console.log(JSON.stringify({ calls: total.length, perCpuSecond: perSecond(mean), kinds: Object.fromEntries(kinds) as unknown }))
