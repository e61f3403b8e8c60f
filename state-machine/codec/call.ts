import { CONTRACTS, KINDS } from '../params.ts'
import type { ContractName, Kind, KindName } from '../params.ts'
import { keccak256 } from '../hash.ts'
import { decodeWithLayout, encodeWithLayout, layoutOf } from './abi.ts'
import type { Layout } from './abi.ts'
import type { Argument } from './argument.ts'
import { asciiBytes, byteAt, EMPTY } from './bytes.ts'

export interface Call {
  readonly kind: KindName
  readonly args: readonly Argument[]
}

/** What the codec needs of a kind, computed once. */
export interface KindCodec {
  readonly name: KindName
  readonly kind: Kind
  readonly selector: Uint8Array
  readonly layout: Layout
}

const kindNames = Object.keys(KINDS) as KindName[]

function createKindCodec(name: KindName): KindCodec {
  const kind: Kind = KINDS[name]
  const selector = keccak256(asciiBytes(`${kind.name}(${kind.inputs.join(',')})`)).slice(0, 4)
  return { name, kind, selector: kind.contract === 'account' ? EMPTY : selector, layout: layoutOf(kind.inputs) }
}

const codecs = Object.fromEntries(kindNames.map((name) => [name, createKindCodec(name)])) as Record<KindName, KindCodec>
const byNumber = new Map<number, KindCodec>(kindNames.map((name) => [KINDS[name].number, codecs[name]]))

const selectorNumber = (data: Uint8Array): number =>
  ((byteAt(data, 0) << 24) | (byteAt(data, 1) << 16) | (byteAt(data, 2) << 8) | byteAt(data, 3)) >>> 0

const bySelector = new Map<string, ReadonlyMap<number, KindCodec>>(
  Object.keys(CONTRACTS).map((contract) => {
    const own = kindNames.filter((name) => KINDS[name].contract === contract)
    return [contract, new Map(own.map((name) => [selectorNumber(codecs[name].selector), codecs[name]]))]
  }),
)

export const kindCodec = (name: KindName): KindCodec => codecs[name]
export const kindCodecByNumber = (number: number): KindCodec | undefined => byNumber.get(number)

/** The four bytes calldata starts with; none for a plain transfer. */
export const selectorOf = (kind: KindName): Uint8Array => codecs[kind].selector

/** Canonical ABI calldata, empty for a plain transfer. Throws CodecError for arguments that are not of the kind's types. */
export function encodeCalldata(call: Call): Uint8Array {
  const { layout, selector } = codecs[call.kind]
  return encodeWithLayout(layout, call.args, selector)
}

export type DecodedCall =
  | { readonly ok: true; readonly call: Call }
  | { readonly ok: false; readonly error: 'UnknownCall' | 'NonCanonicalCalldata' }

const UNKNOWN_CALL: DecodedCall = { ok: false, error: 'UnknownCall' }
const NON_CANONICAL: DecodedCall = { ok: false, error: 'NonCanonicalCalldata' }

/** Total. Ok exactly where `encodeCalldata` of the answer gives `data` back; a selector that is not whole is unknown. */
export function decodeCalldata(contract: ContractName, data: Uint8Array): DecodedCall {
  const codec = data.length < 4 ? undefined : bySelector.get(contract)?.get(selectorNumber(data))
  if (codec === undefined) return UNKNOWN_CALL
  const args = decodeWithLayout(codec.layout, data, 4)
  return args === undefined ? NON_CANONICAL : { ok: true, call: { kind: codec.name, args } }
}
