import { toHex, type PromiseHeader } from '@distribute/state-machine'
import type { SignedPromise } from '@distribute/bridge-contracts'
import { bytes, fieldsOf, hash, uint256, type Decoder } from '../rpc/decoders.ts'
import { quantity } from '../rpc/hex.ts'

/** A header as JSON-RPC shows it. */
export const formatPromiseHeader = (header: PromiseHeader): Readonly<Record<keyof PromiseHeader, string>> => ({
  chainId: quantity(header.chainId),
  number: quantity(header.number),
  parentHash: toHex(header.parentHash),
  l1Number: quantity(header.l1Number),
  l1Hash: toHex(header.l1Hash),
  time: quantity(header.time),
  stateRoot: toHex(header.stateRoot),
  bodyHash: toHex(header.bodyHash),
})

/** What `rollup_getPromise` answers, or its header and signature alone. */
export const signedPromise: Decoder<SignedPromise> = {
  decode(value) {
    const { header, signature } = fieldsOf(value)
    const fields = fieldsOf(header)
    const number = (name: keyof PromiseHeader): bigint => uint256.decode(fields[name])
    const word = (name: keyof PromiseHeader): Uint8Array => hash.decode(fields[name])
    const integers = { chainId: number('chainId'), number: number('number'), l1Number: number('l1Number'), time: number('time') }
    const words = { parentHash: word('parentHash'), l1Hash: word('l1Hash'), stateRoot: word('stateRoot'), bodyHash: word('bodyHash') }
    // A copy: it is kept, and the decoder's bytes share a buffer.
    return { header: { ...integers, ...words }, signature: bytes.decode(signature).slice() }
  },
}
