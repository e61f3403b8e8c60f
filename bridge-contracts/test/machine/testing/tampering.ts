import { encodeMultiproof, equalBytes } from '@distribute/state-machine'
import type { Bytes32, Multiproof, Tree } from '@distribute/state-machine'

type Terminal = Multiproof['terminals'][number]

/** What somebody shows instead of the witness that a segment asks for. */
export interface Tampered {
  readonly what: string
  readonly keys: readonly Bytes32[]
  readonly proof: Uint8Array
}

/** Each way to show less, more, or other records than there are, at each position of a witness. */
export function tamperings(tree: Tree, keys: readonly Bytes32[]): readonly Tampered[] {
  const whole = tree.prove(keys)
  const places = placesOf(whole, keys)
  return keys.flatMap((key, i) => [
    ...leftOut(tree, keys, i),
    ...doubled(whole, places[i]!, keys, i),
    ...(i + 1 < keys.length ? disordered(whole, places, keys, i) : []),
    ...faked(whole, places[i]!, keys, key).map((one) => ({ ...one, what: `${one.what}, ${i}` })),
  ])
}

/** In which terminal each key ends. */
function placesOf({ terminals }: Multiproof, keys: readonly Bytes32[]): readonly number[] {
  const places = terminals.flatMap(({ form, before, after }, place) => Array.from({ length: before + after + (form === 'own' ? 1 : 0) }, () => place))
  return keys.map((_, i) => places[i] ?? 0)
}

const leftOut = (tree: Tree, keys: readonly Bytes32[], i: number): readonly Tampered[] => {
  const fewer = keys.toSpliced(i, 1)
  return [
    { what: `left out, ${i}`, keys: fewer, proof: encodeMultiproof(tree.prove(fewer)) },
    { what: `left out of the keys, ${i}`, keys: fewer, proof: encodeMultiproof(tree.prove(keys)) },
  ]
}

const doubled = (whole: Multiproof, place: number, keys: readonly Bytes32[], i: number): readonly Tampered[] => {
  const twice = keys.toSpliced(i, 0, keys[i]!)
  const terminal = whole.terminals[place]!
  const counted = terminal.form === 'own' ? { ...terminal, after: terminal.after + 1 } : { ...terminal, before: terminal.before + 1 }
  return [
    { what: `doubled among the keys, ${i}`, keys: twice, proof: encodeMultiproof(whole) },
    { what: `doubled with its terminal, ${i}`, keys: twice, proof: encodeMultiproof({ terminals: whole.terminals.toSpliced(place, 0, terminal) }) },
    { what: `doubled and counted, ${i}`, keys: twice, proof: encodeMultiproof({ terminals: whole.terminals.with(place, counted) }) },
  ]
}

const disordered = (whole: Multiproof, places: readonly number[], keys: readonly Bytes32[], i: number): readonly Tampered[] => {
  const [here, next] = [places[i]!, places[i + 1]!]
  const other = keys.with(i, keys[i + 1]!).with(i + 1, keys[i]!)
  const terminals = whole.terminals.with(here, whole.terminals[next]!).with(next, whole.terminals[here]!)
  const unordered = { what: `keys out of order, ${i}`, keys: other, proof: encodeMultiproof(whole) }
  if (here === next) return [unordered]
  const proof = encodeMultiproof({ terminals })
  return [unordered, { what: `terminals out of order, ${i}`, keys, proof }, { what: `all out of order, ${i}`, keys: other, proof }]
}

/** A record that is there shown as absent or as another, and one that is not shown as there. */
function faked(whole: Multiproof, place: number, keys: readonly Bytes32[], key: Bytes32): readonly Tampered[] {
  const terminal = whole.terminals[place]!
  const { before, after } = terminal
  const beside = key.with(31, key[31]! ^ 1)
  const absent: readonly (readonly [string, Partial<Terminal>])[] = [
    ['shown as empty', { form: 'empty', before: before + after + 1, after: 0, otherKey: null, words: null }],
    ['shown as another leaf', { form: 'other', before: before + 1, otherKey: beside }],
    ['shown behind another leaf', { form: 'other', after: after + 1, otherKey: beside }],
    ['shown as its own other leaf', { form: 'other', before: before + 1, otherKey: key }],
    ['shown with other words', { words: terminal.words?.map((byte, i) => (i === 31 ? byte ^ 1 : byte)) ?? null }],
    ['shown as zeros', { words: new Uint8Array(terminal.words?.length ?? 0) }],
  ]
  const words = new Uint8Array(32).fill(1)
  const present: readonly (readonly [string, Partial<Terminal>])[] = [
    ['shown as there', { form: 'own', before: before - 1, otherKey: null, words }],
    ['shown as there and zero', { form: 'own', before: before - 1, otherKey: null, words: new Uint8Array(32) }],
    ['shown as the leaf in its place', { form: 'own', before: before - 1, otherKey: null, words: terminal.words ?? words }],
  ]
  const isThere = terminal.form === 'own'
  const changes = isThere ? absent : before > 0 ? present : []
  return changes
    .filter(([, { words: changed }]) => changed === undefined || changed === null || !equalBytes(changed, terminal.words ?? new Uint8Array(0)))
    .map(([what, change]) => ({ what, keys, proof: encodeMultiproof({ terminals: whole.terminals.with(place, { ...terminal, ...change }) }) }))
}
