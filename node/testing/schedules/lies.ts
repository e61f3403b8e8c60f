import { equalBytes, promiseDigest, toHex, type PromiseHeader } from '@distribute/state-machine'
import { breachId, readStake, readTerm, type SequencerTerm } from '@distribute/bridge-contracts'
import { MOST_AHEAD_OF_L1 } from '../../l1/clock.ts'
import { readHead } from '../../l1/read-head.ts'
import { die, forget } from './dishonest.ts'
import type { Lie } from './lie.ts'
import { signWith, type Seat } from './seats.ts'
import type { World } from './world.ts'

type Change = readonly [name: string, fields: Partial<PromiseHeader>]

const filler = (seed: number): Uint8Array => new Uint8Array(32).fill(seed)

/** The newest L1 block, as any promise names it. */
const originNow = async ({ stage: { l1 } }: World) => {
  const { number, hash, time } = await readHead(l1.reader, { blockTag: 'latest' })
  return { l1Number: number, l1Hash: hash, time }
}

/** Whether L1 and clients take it for a promise. */
const isBinding = async ({ stage: { l1 } }: World, { l1Number, l1Hash, time }: PromiseHeader, term: SequencerTerm): Promise<boolean> => {
  const { number } = await readHead(l1.reader, { blockTag: 'latest' })
  if (l1Number < term.l1Block || l1Number > number) return false
  const origin = await readHead(l1.reader, { blockNumber: l1Number })
  return equalBytes(origin.hash, l1Hash) && time <= origin.time + MOST_AHEAD_OF_L1
}

/** Other headers for the place of one that was given, each of which differs from it in something else. */
const OTHERS: readonly [Change, ...Change[]] = [
  ['another root', { stateRoot: filler(3) }], ['another body', { bodyHash: filler(4) }], ['another root and body', { stateRoot: filler(3), bodyHash: filler(4) }], ['a later L1 block', {}],
]

const secondHeader = async (world: World, seat: Seat, term: SequencerTerm, told: ReadonlySet<bigint>): Promise<Lie | undefined> => {
  for (const first of [...world.given.values()].reverse()) {
    if (told.has(first.header.number) || world.signerOf(first) !== seat.keys.signer || !(await isBinding(world, first.header, term))) continue
    const [name, fields] = world.random.of(OTHERS)
    const second = await signWith(seat, { ...first.header, ...(await originNow(world)), ...fields }, world.domain)
    return { name: `${seat.name}: two headers, ${name}`, breach: 'equivocation', signed: [first, second], seat }
  }
  return undefined
}

/** Of one place a watcher keeps two headers, which prove as much as any third one: such a lie beside them needs another parent. */
const otherBlock = async (world: World, seat: Seat, term: SequencerTerm, isAlone: boolean): Promise<Lie | undefined> => {
  const { watcher: { player: { chain } }, random, domain } = world
  const last = await chain.batches.last()
  if (last === undefined || last.index < term.firstBatch || last.index === 0n || last.lastBlock <= chain.heads().finalized) return undefined
  const block = await chain.headerByNumber(last.lastBlock)
  if (block === undefined) return undefined
  const { number, parentHash, stateRoot, bodyHash } = block.header
  const fields = random.of<Partial<PromiseHeader>>([{ stateRoot: filler(5) }, { bodyHash: filler(6) }, { stateRoot: filler(5), bodyHash: filler(6) }])
  const header = { chainId: chain.config.genesis.chainId, number, stateRoot, bodyHash, parentHash: isAlone && random.chance(50) ? parentHash : filler(7), ...(await originNow(world)), ...fields }
  return { name: `${seat.name}: another block on L1 than promised`, breach: 'broken', signed: [await signWith(seat, header, domain)], seat }
}

const neverPosted = async (world: World, seat: Seat, term: SequencerTerm): Promise<Lie | undefined> => {
  const { watcher: { player: { chain } }, stage: { l1, facts }, random } = world
  const next = await readTerm(l1.reader, facts.contracts.rollup, term.number + 1n)
  const last = next === undefined ? undefined : await chain.batches.get(next.firstBatch - 1n)
  if (last === undefined || last.lastBlock + 3n <= chain.heads().finalized) return undefined
  const number = last.lastBlock + 1n + BigInt(random.pick(3))
  if (number <= chain.heads().finalized) return undefined
  const header = { chainId: chain.config.genesis.chainId, number, parentHash: filler(8), stateRoot: filler(9), bodyHash: filler(10), ...(await originNow(world)) }
  return { name: `${seat.name}: a header above its term's last block`, breach: 'abandoned', signed: [await signWith(seat, header, world.domain)], seat }
}

const termsOf = async ({ stage: { l1, facts }, seats }: World, current: bigint): Promise<readonly (readonly [Seat, SequencerTerm])[]> => {
  const terms = await Promise.all(Array.from({ length: Number(current) + 1 }, (_, number) => readTerm(l1.reader, facts.contracts.rollup, BigInt(number))))
  return terms.flatMap((term) => {
    const seat = seats.find(({ keys }) => keys.signer === term?.keys.signer)
    return term === undefined || seat === undefined ? [] : [[seat, term] as const]
  })
}

/** One lie of each kind that this history has room for. */
const tell = async (world: World): Promise<readonly Lie[]> => {
  const lies: (Lie | undefined)[] = []
  const { seat, succession: { current } } = await world.place()
  if (world.random.chance(50)) lies.push(...(await world.random.of([forget, die])(world, seat)))
  await world.pass(1n)
  await world.watcher.look()
  const now = (await world.place()).succession.current.number
  for (const [signer, term] of await termsOf(world, now)) {
    if (term.number === current.number) lies.push(await secondHeader(world, signer, term, new Set(lies.flatMap((lie) => lie?.signed.map(({ header }) => header.number) ?? []))))
    if (term.number === now) lies.push(await otherBlock(world, signer, term, !lies.some((lie) => lie?.breach === 'equivocation')))
    else lies.push(await neverPosted(world, signer, term))
  }
  return lies.filter((lie) => lie !== undefined)
}

/** Seconds of a window, and of it again where a claim of another stands behind the proof. */
const takePenalties = async (world: World, lies: readonly Lie[], before: ReadonlyMap<Seat, bigint>): Promise<readonly string[]> => {
  const { stage: { l1, facts }, watcher } = world
  await world.pass(facts.window + 1n)
  await watcher.look()
  await watcher.settle()
  const unpaid: string[] = []
  for (const { seat, name } of lies) {
    const { amount } = await readStake(l1.reader, facts.contracts.stakes, seat.keys.staker)
    if (amount >= (before.get(seat) ?? 0n)) unpaid.push(`${name}: its stake is whole`)
  }
  return unpaid
}

/** In so many of a hundred schedules the stakes are taken as well. */
const TAKEN = 10

/** Lies, hands them to the watcher and has it prove what it finds; `missed`: what is not convicted then. */
export const plantLies = async (world: World): Promise<{ readonly planted: number; readonly missed: readonly string[] }> => {
  const { watcher, domain, stage: { l1, facts } } = world
  const lies = await tell(world)
  await world.pass(1n)
  await watcher.look()
  const found = new Map<string, Awaited<ReturnType<typeof watcher.submit>>[number]>()
  for (const { signed } of lies) for (const one of signed) for (const breach of await watcher.submit(one)) found.set(toHex(breach.id), breach)
  const before = new Map<Seat, bigint>()
  for (const { seat } of lies) before.set(seat, (await readStake(l1.reader, facts.contracts.stakes, seat.keys.staker)).amount)
  for (const breach of found.values()) await watcher.prove(breach)
  const proven = (await watcher.proven()).map(({ id }) => toHex(id))
  const missed = lies.flatMap(({ name, breach, signed }) => {
    const [first, second] = signed.map(({ header }) => promiseDigest(header, domain))
    if (first === undefined) return [`${name} (nothing was signed)`]
    const id = toHex(breachId(breach, first, second))
    if (proven.includes(id)) return []
    return [`${name} (${found.has(id) ? 'found, and not proven' : 'not found'})`]
  })
  const unpaid = missed.length === 0 && lies.length > 0 && world.random.chance(TAKEN) ? await takePenalties(world, lies, before) : []
  return { planted: lies.length, missed: [...missed, ...unpaid] }
}
