/** A job for the worker: `JOB_BYTES` a signature (hash, r, s, y parity), answered by `KEY_BYTES` each. */
export const JOB_BYTES = 97
/** A byte that says whether there is a key, and the public key without its prefix. */
export const KEY_BYTES = 65
