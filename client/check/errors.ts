/** Why a batch could not be judged: it says nothing about whether its roots are right. */
export type CheckErrorCode =
  /** the node, or L1, has no such batch */
  | 'NoBatch'
  /** its roots were convicted, and nobody answers for the right ones yet */
  | 'VoidRoots'
  /** the node's genesis file is not the one that L1 has the hash of: it lies, or is of another community */
  | 'WrongGenesis'
  /** the node's segments do not give the hash that their data goes by: it lies; or they lie in blobs, and only L1's log tells */
  | 'WrongData'
  /** the node's records do not fit the state root, or something is missing among them: it lies, or is of another version */
  | 'WrongWitness'
  /** the node's inbox entries are not those of L1: it lies */
  | 'WrongEntries'
  /** this batch lies in blobs, which a page cannot open on L1: a replica with `--prover` can */
  | 'InBlobs'
  /** what stands on L1 of the proof is not what it was made for: it is to be made anew */
  | 'StaleProof'
  /** this browser cannot run the rules beside the page */
  | 'NoWorker'

export class CheckError extends Error {
  override readonly name = 'CheckError'
  readonly code: CheckErrorCode

  constructor(code: CheckErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
