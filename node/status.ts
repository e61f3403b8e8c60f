import { readInboxEntries, readIsClaimed, type L1Contracts, type L1Reader } from '@distribute/bridge-contracts'
import { equalBytes, toHex } from '@distribute/state-machine'
import { getTransactionReceipt } from 'viem/actions'
import { withoutRequest } from './l1/fault-words.ts'
import type { L1View } from './l1/view.ts'
import type { NodeStatus, StatusPort } from './rpc/ports.ts'
import type { Standing } from './sequencing/succession.ts'

export interface StatusOptions {
  readonly role: NodeStatus['role']
  readonly l1ChainId: bigint
  readonly contracts: L1Contracts
  readonly challengeWindow: bigint
  readonly wrongRoots: () => NonNullable<NodeStatus['wrongRoots']>
  readonly voidRoots: () => NonNullable<NodeStatus['voidRoots']>
  readonly onClaims: StatusPort['onClaims']
  readonly succession: () => NonNullable<NodeStatus['succession']>
  readonly standing: (() => Standing) | undefined
  readonly syncing: () => NodeStatus['syncing']
}

/** Its faults can be logged as they are. */
const shown = async <T>(question: () => Promise<T>): Promise<T> => {
  try {
    return await question()
  } catch (error) {
    throw withoutRequest(error)
  }
}

/** What the RPC tells of L1: from memory, but for payments and single L1 transactions, which L1 is asked for. */
export const createStatusPort = (options: StatusOptions, { reader, l1 }: { readonly reader: L1Reader; readonly l1: () => L1View }): StatusPort => {
  const { role, l1ChainId, contracts, challengeWindow } = options
  return {
    status() {
      const { latest, safe, finalized, derived } = l1()
      const syncing = options.syncing()
      const heads = { l1Head: latest, l1Safe: safe, l1Finalized: finalized, derived }
      const judged = { wrongRoots: options.wrongRoots(), voidRoots: options.voidRoots() }
      const standing = options.standing?.()
      const place = { succession: options.succession(), ...(standing === undefined ? {} : { standing }) }
      return { role, l1ChainId, contracts, challengeWindow, ...place, ...judged, ...heads, ...(syncing === undefined ? {} : { syncing }) }
    },
    onClaims: options.onClaims,
    isClaimed: (id) => shown(() => readIsClaimed(reader, contracts.bridge, id)),
    entriesOf: (l1Transaction) => shown(async () => {
      try {
        const { blockNumber } = await getTransactionReceipt(reader, { hash: toHex(l1Transaction) })
        const entries = await readInboxEntries(reader, contracts.inbox, { fromBlock: blockNumber, toBlock: blockNumber })
        return entries.filter(({ place }) => equalBytes(place.transactionHash, l1Transaction))
      } catch (error) {
        if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return []
        throw error
      }
    }),
  }
}
