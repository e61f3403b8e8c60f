import { buildProof, recoverNative, type ProofDependencies } from '@distribute/node'
import {
  claimOf, commitmentOf, commitProofCall, depositCall, depositStakeCall, deployCommunity, dryRun, enqueueCall, genesisClaim, postBatchCall, proveFraudCall,
  challengesAbi, postedFactsIn, readInboxEntries, readInboxRolling, revertOf, sendCall, type Deployment, type Evidence, type FraudProof, type LoggedFacts,
} from '@distribute/bridge-contracts'
import {
  Address, aliasOf, bytesToBigint, claimId, createTree, decodeRecord, encodeInboxSegment, encodeTransactionSegment, ENTRIES,
  executeSegment, fromHex, genesisRecords, keccak256, merkleProof, merkleRoot, proveInclusion, recordKey, SEGMENT, toHex, addressFromBytes,
  type BatchClaim, type ChainConfig, type Inbox, type InboxEntry, type Tree, type Write,
} from '@distribute/state-machine'
import { encodeFunctionData, parseEventLogs } from 'viem'
import { claimedRoot, randomLie, withWrites, type Lie } from './lies.ts'
import { startL1, type TestL1 } from './l1.ts'
import { ACCOUNTS, createMaterial, createRandom, genesis as shortGenesis, pick, randomBytes, randomSegment, START, type Material, type Random } from './segments.ts'

export interface VerdictOptions {
  readonly segments: number
  readonly seed: number
  readonly onProgress?: (counts: VerdictCounts) => void
}

export interface VerdictCounts {
  segments: number
  /** Wrong roots that were posted and convicted. */
  convicted: number
  /** Right roots of which the contracts said NoFraud. */
  acquitted: number
  /** Transactions, operations and entries in them: done or broken, and skipped. */
  included: number
  skipped: number
  /** By the name of the lie. */
  readonly lies: Map<string, number>
  /** The dearest conviction in gas, and the longest one's calldata in bytes. */
  gas: number
  bytes: number
  /** Verdicts that were wrong, in words. */
  readonly wrong: string[]
}

const [POSTER, STAKER, PROVER] = [1, 2, 5]
const DELAY = 600n
const BATCH = 12
/** Batches after which signatures are made anew, for the nonces that accounts have by then. */
const MATERIAL_LASTS = 8
const FEE = 10n ** 12n
/** What nodes take as one transaction (rollup.md section 4). */
const CALLDATA_LIMIT = 120_000
const genesis = { ...shortGenesis, parameters: { ...shortGenesis.parameters, inboxDelay: DELAY } }

/** A community whose sequencer posts anything at all, and lies about it. */
interface Court {
  readonly l1: TestL1
  readonly random: Random
  readonly config: ChainConfig
  readonly deployment: Deployment
  readonly counts: VerdictCounts
  /** The right state behind all that was posted. */
  readonly tree: Tree
  readonly entries: InboxEntry[]
  /** L1 block from which the inbox was not read yet. */
  seen: bigint
  parent: BatchClaim
  material: Material
}

async function open(l1: TestL1, seed: number): Promise<Court> {
  const random = createRandom(seed)
  const sequencer = { poster: l1.account(POSTER), staker: l1.account(STAKER), signer: l1.account(POSTER) }
  const terms = { window: 3_600n, maxLag: 86_400n, requiredStake: 10n ** 18n, inboxFee: FEE }
  const deployment = await deployCommunity({ genesis, sequencer, terms }, { walletClient: l1.wallet(0), publicClient: l1.reader })
  await l1.send(STAKER, depositStakeCall(deployment.contracts.stakes, { staker: sequencer.staker, amount: terms.requiredStake }))
  const tree = createTree()
  tree.apply(genesisRecords(genesis))
  const parent = genesisClaim({ ...deployment, rollup: deployment.contracts.rollup, genesis })
  const counts = { segments: 0, convicted: 0, acquitted: 0, included: 0, skipped: 0, lies: new Map<string, number>(), gas: 0, bytes: 0, wrong: [] }
  const court = { l1, random, config: { genesis, recover: recoverNative }, deployment, counts, tree, entries: [], seen: 0n, parent, material: createMaterial(random) }
  for (const to of [...ACCOUNTS, aliasOf(l1.account(PROVER))]) await l1.send(PROVER, depositCall(deployment.contracts.inbox, { to, value: 10n ** 20n }))
  return court
}

/** An entry of the material through the real inbox; what is none of L1's kinds comes as a forced transaction of garbage. */
async function enqueue({ l1, random, deployment, material }: Court): Promise<void> {
  const { inbox } = deployment.contracts
  const { kind, payload, value } = pick(random, material.entries)
  const fee = FEE + value
  if (kind === ENTRIES.deposit) await l1.send(PROVER, depositCall(inbox, { to: addressFromBytes(payload), value: value + 1n }))
  else if (kind === ENTRIES.send) {
    const [worth, target, call] = [payload.subarray(0, 32), payload.subarray(32, 52), payload.subarray(52)]
    await l1.send(PROVER, sendCall(inbox, { value: bytesToBigint(worth), target: addressFromBytes(target), call, fee }))
  } else await l1.send(PROVER, enqueueCall(inbox, { transaction: payload.length === 0 ? randomBytes(random, 9) : payload, fee }))
}

/** Bytes that L1 takes: not too long, and of no time to come. */
function posted(segment: Uint8Array, now: bigint): Uint8Array {
  const short = segment.slice(0, SEGMENT.maxBytes)
  const head = new Uint8Array(SEGMENT.headBytes)
  head.set(short.subarray(0, head.length))
  if (bytesToBigint(head.subarray(1)) <= now) return short
  return short.map((byte, i) => (i === 1 ? 0 : i === 2 ? byte & 0x3f : byte))
}

const nonceOf = (tree: Tree, address: Address): bigint => decodeRecord('account', tree.get(recordKey('account', address))).nonce

/** Transactions whose turn it is. */
function dueSegment({ random, tree, material }: Court, t: bigint): Uint8Array {
  const items: Uint8Array[] = []
  const used = new Map(ACCOUNTS.map((address) => [address, nonceOf(tree, address)]))
  for (let count = 1 + random(8); count > 0; count--) {
    const due = material.transactions.filter(({ sender, transaction }) => used.get(sender) === transaction.nonce)
    if (due.length === 0) break
    const { sender, transaction, bytes } = pick(random, due)
    used.set(sender, transaction.nonce + 1n)
    items.push(bytes)
  }
  return encodeTransactionSegment({ last: random(3) > 0, inbox: false, t }, items)
}

interface Executed {
  readonly segment: Uint8Array
  readonly rootAfter: Uint8Array
  readonly writes: readonly Write[]
  readonly lie: Lie
  readonly claimed: Uint8Array
  /** Of a batch that ends here: the chain record under the right root, and under the claimed one. */
  readonly chain: { readonly right: ChainProof; readonly lied: ChainProof }
}

type ChainProof = ReturnType<typeof proveInclusion>

const chainOf = (tree: Tree) => decodeRecord('chain', tree.get(recordKey('chain')))

/** Lies until one is no truth. */
function lieAbout(court: Court, before: Uint8Array, writes: readonly Write[], isLast: boolean): Pick<Executed, 'lie' | 'claimed'> {
  const scene = { random: court.random, tree: court.tree, before, writes }
  for (;;) {
    const lie = randomLie(scene, isLast)
    const claimed = claimedRoot(scene, lie)
    if (claimed !== undefined) return { lie, claimed }
  }
}

function execute(court: Court, segment: Uint8Array, inbox: Inbox, isLast: boolean): Executed {
  const { tree, config, counts } = court
  const before = tree.root()
  const { writes, outcomes } = executeSegment(tree, segment, inbox, config)
  tree.apply(writes)
  for (const { included } of outcomes) counts[included ? 'included' : 'skipped'] += 1
  const told = lieAbout(court, before, writes, isLast)
  const right = proveInclusion(tree, recordKey('chain'))
  const { lie } = told
  const lied = isLast && 'writes' in lie ? withWrites(tree, lie.writes, () => proveInclusion(tree, recordKey('chain'))) : right
  return { segment, rootAfter: tree.root(), writes, ...told, chain: { right, lied } }
}

/** Anything at all, then what ends the batch as L1 asks for: no entry overdue, no block open, a block of now. */
function executeBatch(court: Court, length: bigint, now: bigint): readonly Executed[] {
  const { random, tree, entries, material } = court
  const inbox: Inbox = { length, entry: (index) => entries[Number(index)] }
  const done: Executed[] = []
  const add = (segment: Uint8Array, isLast = false): number => done.push(execute(court, posted(segment, now), inbox, isLast))
  for (let i = 0; i < BATCH; i++) {
    const { time } = chainOf(tree)
    add(random(3) === 0 ? dueSegment(court, time + BigInt(random(200))) : randomSegment(random, material, time))
  }
  const isOverdue = ({ time }: InboxEntry): boolean => time + DELAY < now + 300n
  for (let entry = entries[Number(chainOf(tree).cursor)]; entry !== undefined && isOverdue(entry);) {
    add(encodeInboxSegment({ last: true, inbox: true, t: now }, SEGMENT.entries))
    entry = entries[Number(chainOf(tree).cursor)]
  }
  add(encodeTransactionSegment({ last: true, inbox: false, t: now }, []))
  add(encodeTransactionSegment({ last: true, inbox: false, t: now }, []), true)
  return done
}

interface Posting {
  readonly logged: LoggedFacts
  readonly segments: readonly Uint8Array[]
  readonly roots: readonly Uint8Array[]
}

type Post = (roots: readonly Uint8Array[], chain: ChainProof) => Promise<Posting>

/** How to post the batch, by the sequencer's own key: what a snapshot brings back, and what does not change, is read once. */
async function posterOf({ l1, deployment, parent, tree }: Court, batch: readonly Executed[]): Promise<Post> {
  const { rollup, inbox } = deployment.contracts
  const { number, hash } = await l1.block()
  const inboxRolling = await readInboxRolling(l1.reader, inbox, chainOf(tree).cursor)
  const segments = batch.map(({ segment }) => segment)
  return async (roots, chain) => {
    const call = postBatchCall(rollup, { parent, l1Block: { number, hash: fromHex(hash) }, inboxRolling, chain, segments, roots })
    const { logs, status } = await l1.send(POSTER, call)
    const [logged] = postedFactsIn(logs, rollup)
    // Says why.
    if (logged === undefined) await dryRun(l1.reader, call, l1.account(POSTER))
    if (logged === undefined) throw new RangeError(`a batch was not posted: ${status}`)
    return { logged, segments, roots }
  }
}

function evidenceOf({ parent }: Court, { logged, segments, roots }: Posting): Evidence {
  const { parent: before, index, poster, l1Time, inboxLength } = logged
  const data = { parent: before, index, poster, l1Time, inboxLength, dataRoot: merkleRoot(segments.map(keccak256)), segments: BigInt(segments.length) }
  const claim = claimOf({ ...logged, segments, roots })
  return { data, claim, claimId: claimId(claim), parent, segments, blobs: [], roots }
}

/** What a node that followed the chain has, at the state before the batch. */
const nodeOf = ({ l1, config, deployment, entries, parent }: Court, before: Tree): ProofDependencies => ({
  reader: l1.reader,
  contracts: deployment.contracts,
  openSegment: () => Promise.reject(new RangeError('no blobs here')),
  chain: {
    config,
    batches: { get: async (index) => ({ lastBlock: index }) },
    inbox: { view: () => ({ length: BigInt(entries.length), entry: (index) => entries[Number(index)] }) },
    headerByNumber: async () => ({ header: { stateRoot: parent.lastRoot } }),
    useTreeAt: async (_number, use) => use(before),
  },
})

const say = ({ counts }: Court, at: number, { segment, lie }: Executed, words: string): void =>
  void counts.wrong.push(`segment ${at} ${toHex(segment)}, lie ${lie.name}: ${words}`)

/** What both verdicts of a batch need. */
interface Bench {
  readonly node: ProofDependencies
  readonly post: Post
}

/** One wrong root: posted, committed to, proven by the node's prover, convicted, and undone. Answers the proof. */
async function convict(court: Court, batch: readonly Executed[], at: number, { node, post }: Bench): Promise<FraudProof | undefined> {
  const { l1, deployment: { contracts: { challenges } }, counts } = court
  const one = batch[at]
  const last = batch.at(-1)
  if (one === undefined || last === undefined) return undefined
  const snapshot = await l1.snapshot()
  const roots = batch.map(({ rootAfter, claimed }, i) => (i === at ? claimed : rootAfter))
  const posting = await post(roots, one === last ? last.chain.lied : last.chain.right)
  const proof = await buildProof(evidenceOf(court, posting), node)
  if (proof === undefined) say(court, at, one, 'the prover finds nothing wrong')
  else {
    const me = l1.account(PROVER)
    const call = proveFraudCall(challenges, me, proof)
    await l1.send(PROVER, commitProofCall(challenges, commitmentOf(call, me)))
    const { status, gasUsed, logs } = await l1.send(PROVER, call)
    const [conviction] = parseEventLogs({ abi: challengesAbi, eventName: 'Convicted', logs }).map(({ args }) => args)
    const isRight = status === 'success' && conviction?.segment === at && conviction.claimedRoot === toHex(one.claimed)
      && conviction.actualRoot === toHex(one.rootAfter) && Address(conviction.beneficiary) === me
    const bytes = encodeFunctionData(call).length / 2 - 1
    if (!isRight) say(court, at, one, `not convicted: ${await verdictOf(court, proof)}`)
    else if (bytes > CALLDATA_LIMIT) say(court, at, one, `its proof has ${bytes} bytes`)
    else counts.convicted += 1
    counts.gas = Math.max(counts.gas, Number(gasUsed))
    counts.bytes = Math.max(counts.bytes, bytes)
  }
  await l1.revert(snapshot)
  counts.lies.set(one.lie.name, (counts.lies.get(one.lie.name) ?? 0) + 1)
  return proof
}

/** What proveFraud reverts with; `none` where it does not. */
async function verdictOf({ l1, deployment }: Court, proof: FraudProof): Promise<string> {
  const call = proveFraudCall(deployment.contracts.challenges, l1.account(PROVER), proof)
  try {
    await dryRun(l1.reader, call, l1.account(PROVER))
    return 'none'
  } catch (error) {
    const revert = revertOf(error)
    return revert === undefined ? String(error) : `${revert.name} ${revert.args.map(String).join(' ')}`
  }
}

/** The same evidence against the right root, which stands: the contracts have to say so. */
async function acquit(court: Court, batch: readonly Executed[], at: number, evidence: Evidence, proof: FraudProof): Promise<void> {
  const one = batch[at]
  if (one === undefined) return
  const { data, claim, roots } = evidence
  const rootBeforePath = at === 0 ? [] : merkleProof(roots, at - 1)
  const honest = { ...proof, data, claim, rootBeforePath, rootAfter: one.rootAfter, rootAfterPath: merkleProof(roots, at) }
  const verdict = await verdictOf(court, honest)
  if (verdict === `NoFraud ${toHex(one.rootAfter)}`) court.counts.acquitted += 1
  else say(court, at, one, `a right root is answered with ${verdict}`)
}

const undo = (tree: Tree, batch: readonly Executed[]): void => {
  for (const { writes } of [...batch].reverse()) tree.apply(writes.map(({ key, previous }) => ({ key, words: previous })))
}

/** A batch with both verdicts on every segment. */
async function judge(court: Court): Promise<void> {
  const { l1, random, deployment, entries, tree, counts } = court
  await l1.pass(1 + random(400))
  for (let count = random(3); count > 0; count--) await enqueue(court)
  const { number, timestamp } = await l1.block()
  const logs = await readInboxEntries(l1.reader, deployment.contracts.inbox, { fromBlock: court.seen, toBlock: number })
  entries.push(...logs.map(({ entry }) => entry))
  court.seen = number + 1n
  const batch = executeBatch(court, BigInt(entries.length), timestamp)
  const before = createTree()
  before.apply([...tree.entries()])
  undo(before, batch)
  const bench = { node: nodeOf(court, before), post: await posterOf(court, batch) }
  const proofs: (FraudProof | undefined)[] = []
  for (const at of batch.keys()) proofs.push(await convict(court, batch, at, bench))
  const last = batch.at(-1)
  if (last === undefined) return
  const honest = await bench.post(batch.map(({ rootAfter }) => rootAfter), last.chain.right)
  const evidence = evidenceOf(court, honest)
  if ((await buildProof(evidence, bench.node)) !== undefined) counts.wrong.push(`batch ${evidence.data.index}: the prover doubts right roots`)
  for (const [at, proof] of proofs.entries()) if (proof !== undefined) await acquit(court, batch, at, evidence, proof)
  court.parent = evidence.claim
  counts.segments += batch.length
}

/** The least nonce that any account has: material begins there. */
function lowestNonce(tree: Tree): bigint {
  const nonces = ACCOUNTS.map((address) => nonceOf(tree, address))
  return nonces.reduce((least, nonce) => (nonce < least ? nonce : least))
}

/**
 * Posts segments of any bytes on a real L1 and has every one of them judged there twice: with a wrong root, which the prover's own proof
 * convicts, in one transaction and with its commitment honoured, and with the right one, of which the contracts say NoFraud.
 */
export async function runVerdicts({ segments, seed, onProgress }: VerdictOptions): Promise<VerdictCounts> {
  const l1 = await startL1(START + 1_000n)
  try {
    const court = await open(l1, seed)
    for (let batch = 1; court.counts.segments < segments; batch++) {
      if (batch % MATERIAL_LASTS === 0) court.material = createMaterial(court.random, lowestNonce(court.tree))
      await judge(court)
      if (batch % 10 === 0) onProgress?.(court.counts)
    }
    return court.counts
  } finally {
    await l1.close()
  }
}

