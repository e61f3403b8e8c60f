import type { Hex } from 'viem'
import { getTransaction } from 'viem/actions'
import type { L2Client } from '../../chain/connection.tsx'

/** Its words, where it stands in a block; what was signed, where it still waits; neither where the node does not know it. */
export async function readTransaction(l2: L2Client, hash: Hex) {
  const told = await l2.distribute.transaction({ hash })
  const signed = await getTransaction(l2, { hash }).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'TransactionNotFoundError') return undefined
    throw error
  })
  return { told: told ?? undefined, signed }
}
export type ReadTransaction = Awaited<ReturnType<typeof readTransaction>>
