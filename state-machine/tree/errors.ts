/**
 * What a caller of the tree can do wrong:
 * - `bad-key`: a key that is not 32 bytes;
 * - `bad-words`: a record that is not 1 to 6 words of 32 bytes;
 * - `absent-record`: an inclusion proof for a record that is not there;
 * - `proof-too-wide`: more than 65,535 absent keys on one side of one leaf;
 * - `bad-witness`: a partial tree from a proof that does not fit its root and keys;
 * - `outside-witness`: a partial tree asked for a key that its witness says nothing about;
 * - `removal-unproven`: a partial tree told to remove a record of its witness; what would move up in its place
 *   is not in the witness.
 */
export type TreeErrorCode =
  | 'bad-key'
  | 'bad-words'
  | 'absent-record'
  | 'proof-too-wide'
  | 'bad-witness'
  | 'outside-witness'
  | 'removal-unproven'

/** A fault of the code that calls the tree, never of bytes from outside; the shell should stop. */
export class TreeError extends Error {
  readonly code: TreeErrorCode

  constructor(code: TreeErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'TreeError'
    this.code = code
  }
}
