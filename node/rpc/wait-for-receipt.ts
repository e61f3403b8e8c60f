import { fromHex } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { CODES, RpcError } from './errors.ts'
import { findTransaction, type FoundTransaction } from './find-transaction.ts'
import { formatReceipt } from './format-receipt.ts'
import type { RpcChain } from './ports.ts'
import { sendRaw } from './send-raw.ts'

/** Milliseconds; the longest is what most proxies allow a request. */
const DEFAULT_TIMEOUT = 20_000
const MAX_TIMEOUT = 60_000
/** Milliseconds: two blocks at the usual pace. */
const NEXT_BLOCK_MS = 500

/** Asks `find` now and after each block until it finds something. Throws what `late` makes after `timeout` milliseconds. */
export function waitInBlocks<T>(chain: RpcChain, find: () => Promise<T | undefined>, timeout: number, late: () => RpcError): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(late())), timeout)
    // Nobody waits for an answer from a node that stops.
    timer.unref()
    const end = (finish: () => void): void => {
      clearTimeout(timer)
      unsubscribe()
      finish()
    }
    const look = (): void => {
      find().then((found) => {
        if (found !== undefined) end(() => resolve(found))
      }, (error: unknown) => end(() => reject(error)))
    }
    const unsubscribe = chain.subscribe((event) => {
      if (event.type === 'block') look()
    })
    look()
  })
}

/** eth_sendRawTransactionSync (EIP-7966): sends, and answers the receipt. Throws code 4 with the hash after `timeout` ms. */
export async function waitForReceipt(context: RpcContext, raw: Uint8Array, timeout = DEFAULT_TIMEOUT): Promise<unknown> {
  const hash = await sendRaw(context, raw)
  const limit = Math.min(Math.max(timeout, 1), MAX_TIMEOUT)
  const late = (): RpcError =>
    new RpcError(CODES.syncTimeout, `The transaction was added to the transaction pool but wasn't processed in ${limit}ms`, hash)
  const found = await waitInBlocks(context.deps.chain, () => findTransaction(context.deps.chain, fromHex(hash)), limit, late)
  return formatReceipt(found.transaction, found.block)
}

/** By chain, the head behind which no block came in time. Nobody waits there again. */
const halted = new WeakMap<RpcChain, bigint>()

/**
 * The receipt of a transaction in a block, or of one that the next block takes, once that is there: NEXT_BLOCK_MS at most. Otherwise
 * undefined. viem asks for a receipt at once, and then only when it sees another block: one that it misses while it still works on
 * the last may, on a chain that makes blocks only when there is work, be the last for hours.
 */
export async function findReceipt({ deps: { chain, pool } }: RpcContext, hash: Uint8Array): Promise<FoundTransaction | undefined> {
  const head = chain.heads().latest
  const pooled = pool?.get(hash)
  const found = await findTransaction(chain, hash)
  if (found !== undefined || pooled === undefined || pool === undefined || halted.get(chain) === head) return found
  // Behind a gap of nonces it may wait for ever.
  if (pooled.transaction.nonce >= pool.nonceOf(pooled.sender)) return undefined
  const isBehind = async (): Promise<true | undefined> => (chain.heads().latest > head ? true : undefined)
  await waitInBlocks(chain, isBehind, NEXT_BLOCK_MS, () => new RpcError(CODES.syncTimeout, 'no block came')).catch(() => halted.set(chain, head))
  return findTransaction(chain, hash)
}
