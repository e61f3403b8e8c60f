/** What somebody told and L1 or the proof gainsays, or could not be asked. */
export type LightClientErrorCode =
  /** the node's claim for a batch is not the one that L1 keeps: it lies, or L1 has changed since. Ask again, or another node */
  | 'WrongClaim'
  /** the node's proof does not give the root that stands on L1: it lies. Ask another node */
  | 'WrongProof'
  /** the node's answer is not what a node of this version sends. Ask another node */
  | 'MalformedAnswer'
  /** the node does not have yet what L1 has. Ask again, or another node */
  | 'NodeBehind'
  /** the L1 client is of another chain than the community's L1 */
  | 'WrongL1'
  /** L1 has none of the community's contracts there, or one that answers otherwise */
  | 'WrongRollup'

export class LightClientError extends Error {
  override readonly name = 'LightClientError'
  readonly code: LightClientErrorCode

  constructor(code: LightClientErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
