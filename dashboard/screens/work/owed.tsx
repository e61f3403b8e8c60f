import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { encodeCall, type EncodedCall } from '@distribute/client'
import type { L2Client } from '../../chain/connection.tsx'
import { useChain } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Query } from '../../ui/query.tsx'

const MOST = 100
const OVER = new Set<string | null>(['complete', 'expired'])

interface Due {
  readonly kind: 'dividend' | 'seat' | 'stake'
  readonly project: bigint
  readonly index: bigint
  /** wei */
  readonly ether: bigint
  readonly call: EncodedCall
}

/** What the chain would pay her now if somebody asked for it; most of it the sequencer brings by itself. */
async function readDue(l2: L2Client, account: Hex): Promise<readonly Due[]> {
  const [member, seats, stakes] = await Promise.all([l2.distribute.member({ account }), l2.distribute.seats({ account, limit: MOST }), l2.distribute.stakes({ account, limit: MOST })])
  const dividend: readonly Due[] = member.owedDividend === 0n ? [] : [{ kind: 'dividend', project: 0n, index: 0n, ether: member.owedDividend, call: encodeCall('dividends', 'collectDividend', { account }) }]
  const judged = seats.items.filter(({ settled, pay }) => !settled && pay !== null)
  const ended = stakes.items.filter(({ stage, tokens, reputation }) => OVER.has(stage) && (tokens > 0n || reputation > 0n))
  return [
    ...dividend,
    ...judged.map(({ project, index, pay }): Due => ({ kind: 'seat', project, index, ether: pay ?? 0n, call: encodeCall('projects', 'settleValidation', { id: project, index, validator: account }) })),
    ...ended.map(({ project, expected }): Due => ({ kind: 'stake', project, index: 0n, ether: expected.ether, call: encodeCall('projects', 'settleStake', { id: project, staker: account }) })),
  ]
}

export function Owed({ account }: { readonly account: Hex }) {
  const { t } = useTranslation('work')
  const due = useChain('due', [account], (l2) => readDue(l2, account))
  return (
    <Card title={t('owed')}>
      <Query of={due}>{(items) => (items.length === 0 ? <p className="text-soft">{t('nothing')}</p> : <ul className="grid gap-3">{items.map((each) => <Line key={`${each.kind}-${each.project}-${each.index}`} due={each} />)}</ul>)}</Query>
    </Card>
  )
}

function Line({ due: { kind, project, index, ether, call } }: { readonly due: Due }) {
  const { t } = useTranslation('work')
  const { propose } = useTransactions()
  const place = { id: String(project), task: String(index + 1n) }
  const name = kind === 'dividend' ? t('dividends') : kind === 'seat' ? t('seatOf', place) : t('stakeOf', place)
  const words = kind === 'dividend' ? t('collectWords') : kind === 'seat' ? t('getSeat', place) : t('getStake', place)
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-b border-line pb-3 last:border-0 last:pb-0">
      <span className="grid"><span className="font-medium">{name}</span><Amount value={ether} unit="ether" className="text-lg font-semibold" /></span>
      <button type="button" className="button button-quiet" onClick={() => propose({ on: 'chain', words, call })}>{kind === 'dividend' ? t('collect') : t('get')}</button>
    </li>
  )
}
