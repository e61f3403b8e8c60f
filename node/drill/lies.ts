import { asciiBytes } from '@distribute/state-machine'
import { bodyHashOf, type Claimed, type LiarState } from './liar.ts'
import { block, memberOf, reading, signed, THIEF, transfers, type Scene } from './scene.ts'

/** A claim that is false, as batches on top of a state that is right. The last batch but the honest ones is the false one. */
export interface Lie {
  readonly name: string
  /** In order; each is a batch. */
  readonly batches: (scene: Scene) => Promise<readonly (readonly Claimed[])[]>
}

const VALUE = 10n ** 15n

/** Says of the state what it says, except that the block is this one. */
const closing = (bytes: Uint8Array) => (state: LiarState): void =>
  state.change('chain', [], () => ({ bodyHash: bodyHashOf([bytes]), open: 0n }))

const one = (name: string, claimed: (scene: Scene) => Promise<Claimed>): Lie =>
  ({ name, batches: async (scene) => [[await claimed(scene)]] })

const steal = (state: LiarState): void => state.change('withdrawal', [1n], () => ({ to: THIEF, value: VALUE }))

/** What a claimant can say that is not so. Each is posted as a sequencer could post it, and has to be convicted. */
export const LIES: readonly Lie[] = [
  {
    name: 'wrong root',
    batches: async (scene) => [[
      { bytes: block(scene, await transfers(scene, 1)), root: new Uint8Array(32).fill(0xab) },
      { bytes: block(scene, await transfers(scene, 1, 1)) },
    ]],
  },
  one('wrong chain record', async (scene) => ({
    bytes: block(scene, await transfers(scene, 1)),
    spoil: (state) => state.change('chain', [], ({ number }) => ({ number: number + 1n })),
  })),
  one('skipped transaction', async (scene) => {
    const [kept, left] = await transfers(scene, 2)
    const bytes = block(scene, [kept, left].flatMap((item) => item ?? []))
    return { bytes, instead: (state) => state.execute(block(scene, kept === undefined ? [] : [kept])), spoil: closing(bytes) }
  }),
  one('doubled mint', async (scene) => ({
    bytes: block(scene, [await signed(scene, { sender: 0, nonce: 0, call: { kind: 'mint', args: [10n ** 15n] }, value: 10n ** 18n })]),
    spoil: (state) => state.change('account', [memberOf(0)], ({ tokens, heldTokens }) => ({ tokens: 2n * tokens, heldTokens: 2n * heldTokens })),
  })),
  one('changed recipient', async (scene) => ({
    bytes: block(scene, [await signed(scene, { sender: 0, nonce: 0, call: { kind: 'send', args: [] }, to: memberOf(1), value: VALUE })]),
    spoil(state) {
      state.change('account', [memberOf(1)], ({ ether }) => ({ ether: ether - VALUE }))
      state.change('account', [THIEF], ({ ether }) => ({ ether: ether + VALUE }))
    },
  })),
  one('unread entry', async (scene) => ({
    bytes: reading(scene, 0),
    spoil: (state) => state.change('chain', [], ({ cursor }) => ({ cursor: cursor + 1n })),
  })),
  // The shortest that there are: of transfers not so many fit into a run of a blob.
  one('too many transactions', async (scene) => overLimits(scene, await Promise.all(Array.from({ length: 17 }, (_, nonce) =>
    signed(scene, { sender: 0, nonce, call: { kind: 'donate', args: [] }, value: 1n }))), 16)),
  one('too many records', async (scene) => overLimits(scene, await Promise.all([0, 1, 2, 3, 4, 5].map((nonce) =>
    signed(scene, { sender: 0, nonce, call: { kind: 'validate', args: [0n, 0n, true] } }))), 5)),
  one('root over garbage', async () => ({ bytes: Uint8Array.of(1, 0, 0, 0, 0, 0, ...asciiBytes('these are no transactions')), spoil: steal })),
  {
    name: 'right roots on a false claim',
    batches: async (scene) => [
      [{ bytes: block(scene, await transfers(scene, 1)), spoil: steal }],
      [{ bytes: block(scene, await transfers(scene, 3, 1)) }],
    ],
  },
]

/** Claims that what is past the limits was executed as well, as if it had stood in a segment of its own. */
const overLimits = (scene: Scene, items: readonly Uint8Array[], limit: number): Claimed => {
  const bytes = block(scene, items)
  return {
    bytes,
    instead(state) {
      state.execute(block(scene, items.slice(0, limit), false))
      state.execute(block(scene, items.slice(limit)))
    },
    spoil: closing(bytes),
  }
}
