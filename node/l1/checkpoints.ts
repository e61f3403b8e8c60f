/** An L1 block up to which everything has been taken in. */
export interface Checkpoint {
  readonly number: bigint
  readonly hash: Uint8Array
}

const NEAR = 256n
const STRIDE = 64n

/**
 * Adds a checkpoint: all of the last 256 blocks stay, of older ones the first of every 64 blocks, so that a reorg of any depth finds
 * an ancestor without reading everything anew.
 */
export const addCheckpoint = (checkpoints: readonly Checkpoint[], next: Checkpoint): readonly Checkpoint[] => {
  const kept = checkpoints.filter(
    ({ number }, i) =>
      number + NEAR > next.number || number / STRIDE !== (checkpoints[i - 1]?.number ?? -STRIDE) / STRIDE,
  )
  return [...kept, next]
}

/** The checkpoints up to a block. */
export const checkpointsUpTo = (checkpoints: readonly Checkpoint[], number: bigint): readonly Checkpoint[] =>
  checkpoints.filter((checkpoint) => checkpoint.number <= number)
