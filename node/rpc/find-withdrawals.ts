import { addressFromBytes, asciiBytes, bytesToBigint, decodeRecord, equalBytes, EVENTS, keccak256, recordKey, systemAddress, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import type { Place } from '../catalog/keys.ts'
import type { StoredLog } from '../chain/logs.ts'
import type { RpcContext } from './context.ts'

const BRIDGE = systemAddress('bridge')
const WITHDRAWN = keccak256(asciiBytes(EVENTS.Withdrawn[0]))
const TOKENS_WITHDRAWN = keccak256(asciiBytes(EVENTS.TokensWithdrawn[0]))

/** As the event that made it tells it. */
export interface Withdrawal {
  readonly id: bigint
  readonly from: Address
  readonly to: Address
  /** wei; 0 for one of tokens */
  readonly value: bigint
  /** base units; 0 for one of ether */
  readonly tokens: bigint
  readonly block: bigint
  readonly transactionHash: Uint8Array
}

const EMPTY_WORD = new Uint8Array(32)

const isOfTokens = ([first]: readonly Uint8Array[]): boolean => first !== undefined && equalBytes(first, TOKENS_WITHDRAWN)
const isWithdrawal = (topics: readonly Uint8Array[]): boolean => isOfTokens(topics) || (topics[0] !== undefined && equalBytes(topics[0], WITHDRAWN))

const withdrawalOf = ({ topics, data, block, transactionHash }: Pick<StoredLog, 'topics' | 'data' | 'block' | 'transactionHash'>): Withdrawal => ({
  id: bytesToBigint(topics[1] ?? EMPTY_WORD),
  from: addressFromBytes(topics[2] ?? EMPTY_WORD, 12),
  to: addressFromBytes(topics[3] ?? EMPTY_WORD, 12),
  ...(isOfTokens(topics) ? { value: 0n, tokens: bytesToBigint(data) } : { value: bytesToBigint(data), tokens: 0n }),
  block,
  transactionHash,
})

const PAGE = 200

/** The logs of withdrawals in one transaction. */
async function withdrawalsAt({ deps: { chain } }: RpcContext, { block, index }: Place): Promise<readonly Withdrawal[]> {
  const transaction = await chain.transactionAt(block, index)
  const logs = transaction?.logs.filter(({ address: at, topics }) => at === BRIDGE && isWithdrawal(topics)) ?? []
  return transaction === undefined ? [] : logs.map((log) => withdrawalOf({ ...log, block, transactionHash: transaction.hash }))
}

/** Those that an account made, and those to be paid to it, by id. The catalog knows where they are. */
export async function withdrawalsOf(context: RpcContext, account: Address): Promise<readonly Withdrawal[]> {
  const found: Withdrawal[] = []
  for (let after: Uint8Array | undefined; ; ) {
    const { items, next } = await context.deps.chain.catalog.activity(account, { after, limit: PAGE }, 'withdrawal')
    for (const { place } of items) found.push(...(await withdrawalsAt(context, place)))
    after = next
    if (after === undefined) return found.reverse()
  }
}

/** Those that a transaction made; none where there is no such transaction. */
export async function withdrawalsIn({ deps }: RpcContext, transactionHash: Uint8Array): Promise<readonly Withdrawal[]> {
  const transaction = await deps.chain.transaction(transactionHash)
  if (transaction === undefined) return []
  const { block, index } = transaction
  const logs = await deps.chain.logs({ from: block, to: block, addresses: [BRIDGE], topics: [[WITHDRAWN, TOKENS_WITHDRAWN]] })
  return logs.filter((log) => log.transactionIndex === index).map(withdrawalOf)
}

/** The one with this id; undefined where there is none. Its record names the payee, whose withdrawals the catalog lists, the newest first. */
export async function withdrawalWithId(context: RpcContext, id: bigint): Promise<Withdrawal | undefined> {
  const { chain } = context.deps
  if (id === 0n || id >> 64n !== 0n) return undefined
  const payee = decodeRecord('withdrawal', chain.state.get(recordKey('withdrawal', id))).to
  const to = payee === ZERO_ADDRESS ? decodeRecord('tokenWithdrawal', chain.state.get(recordKey('tokenWithdrawal', id))).to : payee
  if (to === ZERO_ADDRESS) return undefined
  for (let after: Uint8Array | undefined; ; ) {
    const { items, next } = await chain.catalog.activity(to, { after, limit: PAGE }, 'withdrawal')
    for (const { place } of items) {
      const found = (await withdrawalsAt(context, place)).find((one) => one.id === id)
      if (found !== undefined) return found
    }
    after = next
    if (after === undefined) return undefined
  }
}
