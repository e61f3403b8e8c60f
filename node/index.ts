/** The front door of the node: what tests across rooms may use beside its program. */
export { main } from './cli/main.ts'
export { buildProof, type ProofDependencies } from './prover/build-proof.ts'
export { recoverNative } from './recovery/native.ts'
