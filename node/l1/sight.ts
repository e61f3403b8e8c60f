import type { L1Reader } from '@distribute/bridge-contracts'
import { equalBytes } from '@distribute/state-machine'
import type { Checkpoint } from './checkpoints.ts'
import { L1Error } from './errors.ts'
import { readHead, type L1Head } from './read-head.ts'

/** What L1 says at one moment: what decides which of our blocks still stand. */
export interface L1Sight {
  readonly latest: L1Head
  /**
   * Whether L1 has this very block. Only another block at its height says that it has not: a block that is merely not there may
   * be one that this URL has not heard of yet. Throws L1Error Lagging or Unavailable where L1 cannot tell.
   */
  isCanonical(block: Checkpoint): Promise<boolean>
  safe(): Promise<L1Head>
}

export const createSight = (reader: L1Reader, latest: L1Head): L1Sight => ({
  latest,
  safe: () => readHead(reader, { blockTag: 'safe' }),
  async isCanonical({ number, hash }) {
    if (number > latest.number) throw new L1Error('Lagging', `L1 ends with block ${latest.number} and cannot tell about block ${number}`)
    try {
      return equalBytes((await readHead(reader, { blockNumber: number })).hash, hash)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'BlockNotFoundError') throw error
      throw new L1Error('Unavailable', `L1 ends with block ${latest.number} and does not know block ${number}: the machines behind this URL disagree`)
    }
  },
})
