/**
 * What the state machine does a second, in CPU seconds of one thread: rules, records, segment bytes and state roots, without
 * signature recovery, pool, disk and network. Blocks of 1,000 transactions in segments of 16, senders and receivers drawn at
 * random from `accounts` accounts. By hand: `node --import tsx test/bench/execute.ts 100000`.
 */
import { randomInt } from 'node:crypto'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import {
  Address, createBlockBuilder, createTree, encodeRecord, encodeTransaction, genesisRecords, kindGas, parametersFrom, recordKey,
  targetOf, ZERO_ADDRESS, ZERO_HASH,
} from '@distribute/state-machine'
import type { Call, ChainConfig, Genesis, Inbox, Item, Transaction, Tree } from '@distribute/state-machine'

const BLOCK = 1_000
const WARM_UP = 10
const ROUNDS = 40
const SEGMENT_BYTES = 4_096
const ETHER = 10n ** 18n
const TIME = 1_700_000_000n

const GENESIS: Genesis = {
  name: 'Bench', tokenName: 'Bench', tokenSymbol: 'BEN', chainId: 4_242n, timestamp: TIME, registrar: ZERO_ADDRESS,
  operator: ZERO_ADDRESS, parameters: parametersFrom({}),
}
/** Senders are passed in, as the pool does that has recovered them: no signature is looked at. */
const CONFIG: ChainConfig = { genesis: GENESIS, recover: () => undefined }
const NO_ENTRIES: Inbox = { length: 0n, entry: () => undefined }
const WORD_OF_ONE = Uint8Array.from({ length: 32 }, (_, i) => (i === 31 ? 1 : 0))

interface Signed {
  readonly sender: Address
  readonly item: Item
  readonly encoded: Uint8Array
}

type Draft = Pick<Transaction, 'value' | 'call' | 'to'>
type World = { readonly tree: Tree; readonly addresses: readonly Address[]; readonly nonces: bigint[] }

const mint = (): Draft => {
  const call: Call = { kind: 'mint', args: [10n ** 12n] }
  return { call, value: ETHER, to: targetOf(call, ZERO_ADDRESS) }
}
const transfer = (to: Address): Draft => ({ call: { kind: 'send', args: [] }, value: 1n, to })

/** Transactions a CPU second (user and system time), the median of forty blocks: ether transfers, and mints. */
export async function benchExecution(
  accounts: number,
): Promise<{ readonly transfersPerCpuSecond: number; readonly mintsPerCpuSecond: number }> {
  const world = createWorld(accounts)
  const someone = (): Address => world.addresses[randomInt(accounts)]!
  return {
    transfersPerCpuSecond: measure(world, () => transfer(someone())),
    mintsPerCpuSecond: measure(world, mint),
  }
}

function createWorld(accounts: number): World {
  const tree = createTree(accounts)
  tree.apply(genesisRecords(GENESIS))
  const addresses = Array.from({ length: accounts }, (_, i) => Address(`0x${(0x10000 + i).toString(16).padStart(40, '0')}`))
  const words = encodeRecord('account', {
    nonce: 0n, ether: 1_000n * ETHER, tokens: 0n, reputation: 0n, heldTokens: 0n, heldReputation: 0n, credits: 10n ** 11n, due: 0n,
    creditsTime: TIME, member: 1n, accTokens: 0n, accReputation: 0n, identity: ZERO_HASH,
  })
  tree.apply(addresses.map((address) => ({ key: recordKey('account', address), words })))
  return { tree, addresses, nonces: addresses.map(() => 0n) }
}

function measure(world: World, draft: () => Draft): number {
  const microseconds: number[] = []
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const spent = timeBlock(world.tree, Array.from({ length: BLOCK }, () => signed(world, draft())))
    if (round >= WARM_UP) microseconds.push(spent)
  }
  const median = microseconds.sort((a, b) => a - b)[ROUNDS / 2]!
  return Math.round((BLOCK * 1_000_000) / median)
}

/** Microseconds of CPU time from the first transaction of a block to its header's values. */
function timeBlock(tree: Tree, list: readonly Signed[]): number {
  const start = process.cpuUsage()
  const builder = createBlockBuilder(tree, CONFIG, NO_ENTRIES, { t: TIME, segmentMaxBytes: SEGMENT_BYTES })
  for (const { sender, item, encoded } of list) builder.add(item, { sender, encoded })
  const block = builder.seal()
  const { user, system } = process.cpuUsage(start)
  const done = block.outcomes.filter((outcome) => outcome.success).length
  if (done !== list.length) throw new RangeError(`${list.length - done} of ${list.length} transactions failed`)
  return user + system
}

function signed({ addresses, nonces }: World, draft: Draft): Signed {
  const from = randomInt(addresses.length)
  const nonce = nonces[from]!
  nonces[from] = nonce + 1n
  const prices = { type: 2, gas: kindGas(draft.call.kind), feeCap: 2n, tipCap: 1n } as const
  const transaction: Transaction = { ...prices, ...draft, nonce, yParity: 0, r: WORD_OF_ONE, s: WORD_OF_ONE }
  return { sender: addresses[from]!, item: { type: 'transaction', transaction }, encoded: encodeTransaction(transaction) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await benchExecution(Number(process.argv[2] ?? 100_000)))
}
