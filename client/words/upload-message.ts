import type { Hex } from 'viem'

/** What a member signs (EIP-712) so that a node takes a file of hers: a wallet can sign it, and it is good for this file alone. */
export interface UploadMessage {
  readonly chainId: bigint
  /** keccak256 of the bytes */
  readonly hash: Hex
  /** Unix seconds of the wall clock */
  readonly deadline: bigint
}

const TYPES = { Upload: [{ name: 'hash', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] } as const

/** The typed data of an upload. It names no contract: it means nothing on a chain. */
export const uploadTypedData = ({ chainId, hash, deadline }: UploadMessage) =>
  ({ domain: { name: 'Distribute files', version: '1', chainId }, types: TYPES, primaryType: 'Upload', message: { hash, deadline } }) as const

/** Headers in which an upload carries its signature. */
export const UPLOAD_DEADLINE_HEADER = 'x-upload-deadline'
export const UPLOAD_SIGNATURE_HEADER = 'x-upload-signature'
/** Seconds that a signature may be good for at most. */
export const UPLOAD_GOOD_FOR = 3_600n

/** Why a node does not take or give a file, by `code` in its answer. */
export const FILE_ERRORS = {
  FilesOff: 'this node keeps no files',
  NotFound: 'this node has no such file',
  BadHash: 'a file is named by the keccak256 of its bytes: 0x and 64 hexadecimal digits',
  BadSignature: 'an upload needs the signature of a member, not older than an hour',
  NotAMember: 'files are taken from members alone',
  TooLarge: 'the file is too large',
  WrongHash: 'the bytes do not have the hash that was named',
  WrongType: 'only photos (JPEG, PNG, WebP, GIF), PDF and plain text are taken',
  MemberFull: 'too many files of yours are named in no proposal, task list or evidence yet: name them, or wait a day',
  Full: 'this node keeps as many files as it may: ask who runs it',
  Busy: 'too many uploads at a time: try again in a moment',
} as const
export type FileErrorCode = keyof typeof FILE_ERRORS
