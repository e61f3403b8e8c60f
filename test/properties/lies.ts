import { bigintToBytes, decodeRecord, encodeRecord, equalBytes, recordKey, ZERO_ADDRESS, ZERO_HASH, type Tree, type Write } from '@distribute/state-machine'
import { ACCOUNTS, pick, randomBytes, type Random } from './segments.ts'

/** The state around a segment: `tree` stands behind it, `writes` led there from `before`. */
export interface Scene {
  readonly random: Random
  readonly tree: Tree
  readonly before: Uint8Array
  readonly writes: readonly Write[]
}

type Writes = Parameters<Tree['apply']>[0]

/** What somebody could claim to be true after a segment: other records, or a root of nothing at all. */
export type Lie = { readonly name: string } & ({ readonly writes: Writes } | { readonly root: Uint8Array })

const steal = (): Writes => [{ key: recordKey('withdrawal', 1n), words: encodeRecord('withdrawal', { to: ACCOUNTS[0] ?? ZERO_ADDRESS, value: 10n ** 18n }) }]

/** More ether for somebody, a nonce back to nothing, or tokens out of nowhere. */
function account({ random, tree }: Scene): Writes {
  const key = recordKey('account', pick(random, ACCOUNTS))
  const one = decodeRecord('account', tree.get(key))
  const changed = pick(random, [{ ether: one.ether + 1n }, { nonce: one.nonce + 1n }, { tokens: one.tokens + 10n ** 18n }])
  return [{ key, words: encodeRecord('account', { ...one, ...changed }) }]
}

/** A lie about the chain itself; one that the last root of a batch could hold leaves the block closed and the cursor alone. */
function chain({ random, tree }: Scene, isLast: boolean): Writes {
  const key = recordKey('chain')
  const one = decodeRecord('chain', tree.get(key))
  const body = { bodyHash: randomBytes(random, 32) }
  const changes = [{ number: one.number + 1n }, { time: one.time + 1n }, body, ...(isLast ? [body] : [{ cursor: one.cursor + 1n }, { open: 1n - one.open }])]
  return [{ key, words: encodeRecord('chain', { ...one, ...pick(random, changes) }) }]
}

/** One bit of a record that the segment wrote. */
function bit({ random, writes }: Scene): Writes {
  const { key, words } = pick(random, writes)
  const at = random(words.length)
  return [{ key, words: words.map((byte, i) => (i === at ? byte ^ (1 << random(8)) : byte)) }]
}

/** As if the segment had not written one of its records. */
function leftOut({ random, writes }: Scene): Writes {
  const { key, previous } = pick(random, writes)
  return [{ key, words: previous }]
}

/** Any record beside those of the state. */
const stranger = ({ random }: Scene): Writes => [{ key: randomBytes(random, 32), words: randomBytes(random, 32 * (1 + random(6))) }]

/** A lie about what a segment leads to. A batch's last root has to hold a closed chain record: no root of nothing passes there. */
export function randomLie(scene: Scene, isLast: boolean): Lie {
  const { random, before } = scene
  const draw = random(isLast ? 4 : 10)
  if (draw === 0) return { name: 'withdrawal', writes: steal() }
  if (draw === 1) return { name: 'account', writes: account(scene) }
  if (draw === 2) return { name: 'chain', writes: chain(scene, isLast) }
  if (draw === 3) return { name: 'stranger', writes: stranger(scene) }
  if (draw === 4) return { name: 'bit', writes: bit(scene) }
  if (draw === 5) return { name: 'left out', writes: leftOut(scene) }
  if (draw === 6) return { name: 'nothing done', root: before }
  if (draw === 7) return { name: 'zero', root: ZERO_HASH }
  if (draw === 8) return { name: 'one more', root: bigintToBytes(BigInt.asUintN(256, BigInt(`0x${Buffer.from(scene.tree.root()).toString('hex')}`) + 1n), 32) }
  return { name: 'random', root: randomBytes(random, 32) }
}

/** The root that is claimed; the tree is as before. Undefined where the lie happens to be true. */
export function claimedRoot({ tree }: Scene, lie: Lie): Uint8Array | undefined {
  const right = tree.root()
  const claimed = 'root' in lie ? lie.root : withWrites(tree, lie.writes, () => tree.root())
  return equalBytes(claimed, right) ? undefined : claimed
}

/** What `read` says of the tree with these writes, which are taken back. */
export function withWrites<T>(tree: Tree, writes: Writes, read: () => T): T {
  const undo = writes.map(({ key }) => ({ key, words: tree.get(key) ?? null }))
  tree.apply(writes)
  try {
    return read()
  } finally {
    tree.apply(undo)
  }
}
