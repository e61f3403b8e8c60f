import { join } from 'node:path'
import { Address } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { typeOfExtension } from './content-type.ts'

/** A file's place says all that is known of it, so that there is nothing beside it that could be lost or disagree. */
export interface FilePlace {
  readonly hash: Hex
  readonly extension: string
  /** Who uploaded it, as long as nothing on the chain names it. */
  readonly by: Address | undefined
}

export const namedDirectory = (root: string): string => join(root, 'named')
export const unnamedDirectory = (root: string): string => join(root, 'unnamed')
/** What is being written; whatever is there at a start was cut off. */
export const writingDirectory = (root: string): string => join(root, 'writing')

export const pathOf = (root: string, { hash, extension, by }: FilePlace): string =>
  join(by === undefined ? namedDirectory(root) : join(unnamedDirectory(root), by), `${hash}.${extension}`)

/** The hash and ending in a file's name; undefined for a file that is not of ours. */
export function readFileName(name: string): Pick<FilePlace, 'hash' | 'extension'> | undefined {
  const [, digits, extension = ''] = /^0x([0-9a-f]{64})\.([a-z]+)$/.exec(name) ?? []
  return digits === undefined || typeOfExtension(extension) === undefined ? undefined : { hash: `0x${digits}`, extension }
}

/** The member whose directory it is; undefined for one that is nobody's. */
export const readMemberName = (name: string): Address | undefined => (/^0x[0-9a-f]{40}$/.test(name) ? Address(name) : undefined)
