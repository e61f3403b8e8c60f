import type { Hex } from 'viem'
import { readInboxEntries, readIsClaimed, type L1Contracts, type L1Reader } from '@distribute/bridge-contracts'
import { equalBytes, toHex } from '@distribute/state-machine'
import { getTransactionReceipt } from 'viem/actions'
import { withoutRequest } from './l1/fault-words.ts'
import type { L1View } from './l1/view.ts'
import type { NodeHealth, NodeStatus, PostingCost, StatusPort } from './rpc/ports.ts'
import type { Standing } from './sequencing/succession.ts'
import { healthOf, L1_SILENCE_MS, type Health } from './telemetry/health.ts'
import type { SyncView } from './telemetry/sync-view.ts'

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
  /** The first batch whose roots are void. */
  readonly voidFrom: () => bigint | undefined
  readonly heads: () => Pick<SyncView, 'latest' | 'safe' | 'finalized'>
}

const toldHealth = (health: Health): Pick<NodeHealth, 'ready' | 'code' | 'words'> => {
  if (!health.ready) return { ready: false, code: health.code, words: health.reason }
  return health.warning === undefined ? { ready: true } : { ready: true, words: health.warning }
}

const KEPT_COSTS = 1_000
const MS_A_SECOND = 1_000
const seconds = (milliseconds: number): bigint => BigInt(Math.max(0, Math.floor(milliseconds / MS_A_SECOND)))

/** Receipts do not change while their block stands, and each of them is a question to an L1 that counts them. */
function createCosts(reader: L1Reader): StatusPort['costOf'] {
  const kept = new Map<string, PostingCost>()
  const ask = async (hash: Hex): Promise<PostingCost | undefined> => {
    const receipt = await getTransactionReceipt(reader, { hash }).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return undefined
      throw error
    })
    if (receipt === undefined) return undefined
    const { gasUsed, effectiveGasPrice: gasPrice, blobGasUsed = 0n, blobGasPrice = 0n } = receipt
    return { gasUsed, gasPrice, blobGasUsed, blobGasPrice }
  }
  return async ({ transactionHash, l1Hash }) => {
    const name = `${toHex(transactionHash)} ${toHex(l1Hash)}`
    const known = kept.get(name)
    if (known !== undefined) return known
    const cost = await shown(() => ask(toHex(transactionHash)))
    const [oldest] = kept.keys()
    if (kept.size >= KEPT_COSTS && oldest !== undefined) kept.delete(oldest)
    if (cost !== undefined) kept.set(name, cost)
    return cost
  }
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
  const startedAt = seconds(Date.now())
  const about = (): NodeHealth => {
    const { latest, derived, seenAt } = l1()
    const [now, standing] = [Date.now(), options.standing?.()]
    const view = { role, standing, ...options.heads(), l1Head: latest.number, l1Derived: derived.number, l1SeenAt: seenAt, wrongRoots: options.wrongRoots(), voidFrom: options.voidFrom() }
    return { ...toldHealth(healthOf(view, { now, silenceMs: L1_SILENCE_MS })), startedAt, now: seconds(now), l1Silence: seconds(now - seenAt), l1Behind: latest.number > derived.number ? latest.number - derived.number : 0n }
  }
  return {
    about,
    costOf: createCosts(reader),
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
