import { join } from 'node:path'

/** The keys of a community's operator, by the names of their files. The registrar's admits members; the stake's answers for roots. */
export const KEY_NAMES = ['posting', 'signing', 'stake', 'registrar'] as const
/** The prover's and the claimer's are anybody's who runs one, so `init` makes none. */
export type KeyName = (typeof KEY_NAMES)[number] | 'prover' | 'claimer'

export const keysPath = (directory: string): string => join(directory, 'keys')
/** Of an operator's key, or of one that a member has named. */
export const keyPath = (directory: string, name: string): string => join(keysPath(directory), `${name}.json`)
export const passwordPath = (directory: string): string => join(keysPath(directory), 'password')
