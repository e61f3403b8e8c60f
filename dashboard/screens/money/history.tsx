import { useInfiniteQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { Link } from 'wouter'
import type { Activity } from '@distribute/client/words'
import { useConnection } from '../../chain/connection.tsx'
import { CHAIN } from '../../chain/reads.ts'
import { useTell } from '../../language/tell.ts'
import { Amount, type Unit } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { Empty, Failed, Loading } from '../../ui/states.tsx'

const PAGE = 12
const UNITS = ['ether', 'tokens', 'reputation'] as const
const START: { readonly cursor: Hex | undefined } = { cursor: undefined }

/** All that concerned the account, in words, the newest first. */
export function History({ account }: { readonly account: Hex }) {
  const { t } = useTranslation('money')
  const { l2, chain } = useConnection()
  const { data, error, isError, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [CHAIN, chain.id, 'history', account], initialPageParam: START, networkMode: 'always',
    queryFn: ({ pageParam: { cursor } }) => l2.distribute.history({ account, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }),
    getNextPageParam: ({ next }) => (next === null ? undefined : { cursor: next }),
  })
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <Card title={t('history.title')}>
      {items === undefined ? (isError ? <Failed error={error} /> : <Loading lines={6} />) : items.length === 0 ? <Empty icon={ScrollText} title={t('history.empty')}>{t('history.emptyText')}</Empty> : (
        <ol className="grid divide-y divide-line">{items.map((item) => <Line key={`${item.at.blockNumber}.${item.at.transactionIndex}.${item.kind}`} item={item} />)}</ol>
      )}
      {hasNextPage ? <button type="button" className="button button-quiet mt-4 w-full" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('history.more')}</button> : null}
    </Card>
  )
}

function Line({ item }: { readonly item: Activity }) {
  const { t } = useTranslation('money')
  const format = useFormat()
  const tell = useTell()
  const { words, status, balance, at } = item
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3">
      <div className="grid min-w-0 flex-1 basis-60">
        <p><Link href={`~/explorer/tx/${at.transactionHash}`} className="font-medium underline decoration-line-strong underline-offset-2 hover:decoration-2" title={words}>{tell(item)}</Link>{status ? null : <span className="badge badge-bad ms-2">{t('history.failed')}</span>}</p>
        <p className="text-sm text-soft">{format.time(at.timestamp)}</p>
      </div>
      <p className="grid justify-items-start sm:justify-items-end">{changesOf(balance).map(([unit, change]) => <Amount key={unit} value={change} unit={unit} change className={`font-semibold ${change < 0n ? 'text-ink' : 'text-good'}`} />)}</p>
    </li>
  )
}

/** What it did to what is free; the fee, which is next to nothing, aside. */
function changesOf(balance: Activity['balance']): readonly (readonly [Unit, bigint])[] {
  if (balance === null) return []
  return UNITS.map((unit) => [unit, (balance.received[unit] ?? 0n) - (balance.paid[unit] ?? 0n)] as const).filter(([, change]) => change !== 0n)
}
