import { keccak256, type Address } from '@distribute/state-machine'
import { UPLOAD_GOOD_FOR, uploadTypedData, type FileErrorCode } from '@distribute/client/words'
import { recoverTypedDataAddress, toHex, type Hex } from 'viem'
import { contentTypeOf } from './content-type.ts'
import { lowerAddress } from './lower-address.ts'
import { chargeOf, type FileStore, type KeptFile } from './store.ts'

/** What says that a member wants these bytes kept. */
export interface UploadRequest {
  readonly hash: Hex
  /** Unix seconds of the wall clock. */
  readonly deadline: bigint
  readonly signature: Hex
}

export type Verdict<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: FileErrorCode }

export interface DocumentOptions {
  readonly chainId: bigint
  /** Bytes: of one file, of all, and of one member's that nothing on the chain names yet. */
  readonly fileBytes: number
  readonly quotaBytes: number
  readonly memberBytes: number
}

export interface DocumentDependencies {
  readonly store: FileStore
  readonly isMember: (account: Address) => boolean
  /** Every hash that the chain names. */
  readonly named: () => Promise<ReadonlySet<Hex>>
  /** Milliseconds of the wall clock. */
  readonly now?: () => number
}

export interface Documents {
  readonly fileBytes: number
  get(hash: Hex): KeptFile | undefined
  /** Who asks, before a byte of the file is read: nobody else's bytes are. */
  admit(request: UploadRequest): Promise<Verdict<Address>>
  /** Keeps bytes of a member who was admitted for them. */
  take(hash: Hex, bytes: Uint8Array, by: Address): Promise<Verdict<KeptFile>>
  /** Keeps for good what the chain names, and drops what it has not named for a day. Answers how many of each. */
  tidy(): Promise<{ readonly named: number; readonly dropped: number }>
}

const DAY_MS = 86_400_000
/** Looking through all projects is work: a member who is full has it done so often at most. */
const LOOK_AGAIN_MS = 10_000

const refuse = (code: FileErrorCode): { readonly ok: false; readonly code: FileErrorCode } => ({ ok: false, code })

async function signerOf(chainId: bigint, { hash, deadline, signature }: UploadRequest): Promise<Address | undefined> {
  try {
    return lowerAddress(await recoverTypedDataAddress({ ...uploadTypedData({ chainId, hash, deadline }), signature }))
  } catch {
    return undefined
  }
}

/** Files of members: who may leave which, and how long they stay. docs/files.md says the rules. */
export function createDocuments(options: DocumentOptions, { store, isMember, named, now = Date.now }: DocumentDependencies): Documents {
  let lookedAt = -Infinity
  const tidy = async (): Promise<{ named: number; dropped: number }> => {
    lookedAt = now()
    const waiting = store.unnamed()
    if (waiting.length === 0) return { named: 0, dropped: 0 }
    const hashes = await named()
    const isNamed = waiting.filter(({ hash }) => hashes.has(hash))
    const old = waiting.filter(({ hash, at }) => !hashes.has(hash) && now() - at > DAY_MS)
    for (const file of isNamed) await store.keep(file)
    for (const file of old) await store.drop(file)
    return { named: isNamed.length, dropped: old.length }
  }
  const fits = (by: Address, size: number): boolean => store.unnamedBytesOf(by) + chargeOf(size) <= options.memberBytes
  const hasRoom = async (by: Address, size: number): Promise<boolean> => {
    if (fits(by, size)) return true
    if (now() - lookedAt < LOOK_AGAIN_MS) return false
    await tidy()
    return fits(by, size)
  }
  return {
    fileBytes: options.fileBytes,
    get: store.get,
    async admit(request) {
      const seconds = BigInt(Math.floor(now() / 1_000))
      if (request.deadline < seconds || request.deadline > seconds + UPLOAD_GOOD_FOR) return refuse('BadSignature')
      const signer = await signerOf(options.chainId, request)
      if (signer === undefined) return refuse('BadSignature')
      return isMember(signer) ? { ok: true, value: signer } : refuse('NotAMember')
    },
    async take(hash, bytes, by) {
      if (bytes.length > options.fileBytes) return refuse('TooLarge')
      if (toHex(keccak256(bytes)) !== hash) return refuse('WrongHash')
      const there = store.get(hash)
      if (there !== undefined) return { ok: true, value: there }
      const content = contentTypeOf(bytes)
      if (content === undefined) return refuse('WrongType')
      if (store.total().bytes + chargeOf(bytes.length) > options.quotaBytes) return refuse('Full')
      if (!(await hasRoom(by, bytes.length))) return refuse('MemberFull')
      return { ok: true, value: await store.put({ hash, bytes, content, by }) }
    },
    tidy,
  }
}
