import { toHex } from '@distribute/state-machine'
import type { Connection, RpcContext } from './context.ts'
import { anything, bool, optional, text } from './decoders.ts'
import { invalidParams, notSupported } from './errors.ts'
import { logsBetween } from './eth-logs.ts'
import { formatHeader } from './format-block.ts'
import { formatSyncing } from './format-syncing.ts'
import { formatPending } from './format-transaction.ts'
import { ALL_LOGS, logQuery } from './log-query.ts'
import type { LogQuery } from './log-query.ts'
import { decodeArgument, method } from './method.ts'
import type { MethodTable } from './method.ts'

type Open = (notify: (result: unknown) => void) => () => void

const newHeads = ({ deps }: RpcContext): Open => (notify) =>
  deps.chain.subscribe((event) => {
    if (event.type === 'block') notify(formatHeader(event.head))
  })

/** Blocks one after the other, so that logs leave in order although each is read for itself. */
const logs = (context: RpcContext, query: LogQuery): Open => (notify) => {
  let tail: Promise<void> = Promise.resolve()
  const tell = async (number: bigint): Promise<void> => {
    for (const log of await logsBetween(context, { from: number, to: number }, query)) notify(log)
  }
  return context.deps.chain.subscribe((event) => {
    if (event.type !== 'block') return
    const { number } = event.head.header
    tail = tail.then(() => tell(number)).catch((error: unknown) => {
      context.deps.log.error({ err: error, block: number }, 'logs of a block could not be told')
    })
  })
}

const pending = ({ deps, chainId }: RpcContext, full: boolean): Open => (notify) =>
  deps.pool?.subscribe((pooled) => notify(full ? formatPending(pooled, chainId) : toHex(pooled.hash))) ?? ((): void => undefined)

/** How it is, and then each change, looked for at every block: in geth's shape, with what eth_syncing answers as its status. */
const syncing = ({ deps }: RpcContext): Open => (notify) => {
  let told: boolean | undefined
  const tell = (): void => {
    const { syncing: now } = deps.status.status()
    if (told === (now !== undefined)) return
    told = now !== undefined
    notify(now === undefined ? false : { syncing: true, status: formatSyncing(now) })
  }
  tell()
  return deps.chain.subscribe(tell)
}

function requireConnection({ connection }: RpcContext): Connection {
  if (connection === undefined) throw notSupported('notifications not supported')
  return connection
}

function openOf(context: RpcContext, name: string, option: unknown): Open {
  if (name === 'newHeads') return newHeads(context)
  if (name === 'logs') return logs(context, decodeArgument(optional(logQuery, ALL_LOGS), option, 1))
  if (name === 'newPendingTransactions') return pending(context, decodeArgument(optional(bool, false), option, 1))
  if (name === 'syncing') return syncing(context)
  throw invalidParams(`no "${name}" subscription in eth namespace`)
}

export const ethSubscriptions: MethodTable = {
  eth_subscribe: method([text, anything], (context, name, option) => requireConnection(context).subscribe(openOf(context, name, option))),
  eth_unsubscribe: method([text], (context, id) => requireConnection(context).unsubscribe(id)),
}
