import type { Database } from './database.ts'
import { StorageError } from './errors.ts'
import { metaKey } from './tables.ts'
import { corruptValue } from './value-reader.ts'

/** Of keys and values. Raise it with every change of them, and read the older ones or refuse them in `checkIdentity`. */
export const FORMAT = 1

const FORMAT_KEY = metaKey('format')
const GENESIS_KEY = metaKey('genesis')

/** What the first write to a new directory must hold, in the same batch as block 0. */
export const identityRows = (genesisHash: Uint8Array): readonly (readonly [Uint8Array, Uint8Array])[] => [
  [FORMAT_KEY, Uint8Array.of(FORMAT >> 8, FORMAT & 0xff)],
  [GENESIS_KEY, genesisHash],
]

/**
 * Whether the directory already is this community's; false for an empty one.
 * Throws StorageError `newer-format`, `other-community`, `unknown-directory` or `corrupt`.
 */
export async function checkIdentity(database: Database, genesisHash: Uint8Array): Promise<boolean> {
  const { directory } = database
  const [format, genesis] = await database.getMany([FORMAT_KEY, GENESIS_KEY])
  if (format === undefined) {
    if ((await database.first({})) === undefined) return false
    throw new StorageError('unknown-directory', `${directory} holds a database of another program. Name another data directory.`)
  }
  if (format.length !== 2) throw corruptValue(FORMAT_KEY, `${format.length} bytes instead of 2`)
  checkFormat(directory, (format[0] ?? 0) * 256 + (format[1] ?? 0))
  if (genesis?.length !== 32) throw corruptValue(GENESIS_KEY, 'no genesis hash')
  checkGenesis(directory, genesis, genesisHash)
  return true
}

function checkFormat(directory: string, format: number): void {
  if (format === FORMAT) return
  if (format < FORMAT) throw corruptValue(FORMAT_KEY, `format ${format} never existed`)
  const advice = 'Upgrade the program, or name another data directory to rebuild from L1.'
  throw new StorageError('newer-format', `${directory} was written by a newer version (format ${format}, this one knows ${FORMAT}). ${advice}`)
}

function checkGenesis(directory: string, found: Uint8Array, expected: Uint8Array): void {
  const [theirs, ours] = [found, expected].map((hash) => Buffer.from(hash).toString('hex'))
  if (theirs === ours) return
  const advice = 'Name the data directory of this community, or an empty one.'
  throw new StorageError('other-community', `${directory} belongs to another community (genesis ${theirs}, not ${ours}). ${advice}`)
}
