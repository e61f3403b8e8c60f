import type { Address, Event } from '@distribute/state-machine'
import { decodeCall, decodeEvents, depositIn, type DescribedEvent, describeEvent, describeTransaction, etherWords, listWords, reputationWords, toldArguments } from '@distribute/client/words'
import type { Place } from '../catalog/keys.ts'
import { payoutsOf } from '../catalog/payouts.ts'
import type { Payout } from '../catalog/payouts.ts'
import type { ListedActivity, Page } from '../catalog/read.ts'
import type { StoredTransaction } from '../chain/transactions.ts'
import type { RpcContext } from './context.ts'
import { hash } from './decoders.ts'
import { showBalance } from './distribute-balance.ts'
import type { Holder } from './distribute-balance.ts'
import { account, accountOrProject, fields, id, PAGE, pageRequest, required, showPage } from './distribute-params.ts'
import type { ShownPage } from './distribute-params.ts'
import { formatAmounts, locate, quantityOrNull } from './distribute-reading.ts'
import { findTransaction } from './find-transaction.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { RpcChain } from './ports.ts'

const formatDescribed = ({ by, words, project, index, amounts }: DescribedEvent) =>
  ({ by: by ?? null, words, project: quantityOrNull(project), index: quantityOrNull(index), amounts: formatAmounts(amounts) })

const formatEvent = (event: Event): unknown => ({ event: event.name, args: toldArguments(event.args), contract: event.contract, ...formatDescribed(describeEvent(event)) })

function showTransaction(chain: RpcChain, transaction: StoredTransaction, holder: Holder | undefined): object {
  const { from, to, value, status, error } = transaction
  const events = decodeEvents(transaction.logs)
  const call = depositIn(events) !== undefined ? undefined : decodeCall(transaction)
  const { kind, tells, ...described } = describeTransaction({ call, from, to, value, status, ...(error === undefined ? {} : { error }), events })
  const balance = holder === undefined ? null : showBalance(chain, transaction, events, holder)
  return { kind, status, error: error ?? null, from, to, ...formatDescribed(described), tells: tells ?? null, balance, events: events.map(formatEvent) }
}

/** `holder` is whose history it is told in. */
async function showPlace(chain: RpcChain, place: Place, holder?: Holder): Promise<unknown> {
  const located = await locate(chain, place)
  return located === undefined ? undefined : { ...showTransaction(chain, located.transaction, holder), at: located.at }
}

/** One transaction, as its sender's history tells it. A stipend comes to who is registered, who sends nothing. */
async function transaction({ deps: { chain } }: RpcContext, hash: Uint8Array): Promise<unknown> {
  const found = await findTransaction(chain, hash)
  if (found === undefined) return null
  const shown = await showPlace(chain, { block: found.block.header.number, index: found.transaction.index }, { account: found.transaction.from, stipend: 0n })
  return shown ?? null
}

/** Everything an account did or that concerned it, or all that happened to a project; newest first. */
function history({ deps: { chain } }: RpcContext, filter: { account: Address | undefined; project: bigint | undefined; cursor: Uint8Array | undefined; limit: number | undefined }): Promise<ShownPage> {
  const of = accountOrProject(filter)
  if ('project' in of) return showPage(chain.catalog.projectActivity(of.project, pageRequest(filter)), (place) => showPlace(chain, place))
  return showPage(chain.catalog.activity(of.account, pageRequest(filter)), ({ place, stipend }) => showPlace(chain, place, { account: of.account, stipend }))
}

const REASONS: Readonly<Record<Payout['reason'], (payout: Payout) => string>> = {
  task: ({ index, project }) => `for task ${index} of project ${project}`,
  validation: ({ index, project }) => `for validating task ${index} of project ${project}`,
  stake: ({ project }) => `for the stake in project ${project}`,
  proposal: ({ project }) => `for proposing project ${project}`,
  dividend: () => 'of dividends',
  registration: () => 'for becoming a member',
}

function payoutWords(payout: Payout): string {
  const { ether, reputation } = payout
  const parts = [...(ether > 0n ? [etherWords(ether)] : []), ...(reputation > 0n ? [reputationWords(reputation)] : [])]
  return `earned ${listWords(parts)} ${REASONS[payout.reason](payout)}`
}

const formatPayout = (payout: Payout): object => ({
  account: payout.account,
  reason: payout.reason,
  project: quantityOrNull(payout.project),
  index: quantityOrNull(payout.index),
  ether: quantity(payout.ether),
  reputation: quantity(payout.reputation),
  words: payoutWords(payout),
})

/** What one transaction brought an account; a stipend stands in the catalog, as no event tells of it. */
async function showPayouts(chain: RpcChain, who: Address, { place, stipend }: ListedActivity): Promise<readonly unknown[]> {
  const located = await locate(chain, place)
  if (located === undefined) return []
  const { parameters } = chain.config.genesis
  const payouts = payoutsOf({ events: decodeEvents(located.transaction.logs), state: chain.state, parameters })
  return payouts
    .filter((payout) => payout.account === who)
    .map((payout) => (payout.reason === 'registration' ? { ...payout, ether: stipend } : payout))
    .filter(({ ether, reputation }) => ether > 0n || reputation > 0n)
    .map((payout) => ({ ...formatPayout(payout), at: located.at }))
}

/** All money and reputation that came to an account for what it did; newest first. */
async function payouts({ deps: { chain } }: RpcContext, who: Address, page: Promise<Page<ListedActivity>>): Promise<ShownPage> {
  const { items, next } = await showPage(page, (each) => showPayouts(chain, who, each))
  return { items: items.flat(), next }
}

export const distributeActivity: MethodTable = {
  distribute_transaction: method([fields({ hash })], (context, filter) => transaction(context, required(filter.hash, 'hash'))),
  distribute_history: method([fields({ account, project: id, ...PAGE })], history),
  distribute_payouts: method([fields({ account, ...PAGE })], (context, filter) => {
    const who = required(filter.account, 'account')
    return payouts(context, who, context.deps.chain.catalog.activity(who, pageRequest(filter), 'payout'))
  }),
}
