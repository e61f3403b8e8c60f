import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { Link } from 'wouter'
import type { Activity } from '@distribute/client/words'
import { useLive } from '../../chain/reads.ts'
import { useExplainRule } from '../../language/explain.ts'
import { useTell } from '../../language/tell.ts'
import { Progress } from '../../transactions/progress.tsx'
import { AddressText } from '../../ui/address.tsx'
import { Card, Screen } from '../../ui/card.tsx'
import { Query } from '../../ui/query.tsx'
import { HashText } from '../../ui/hash.tsx'
import { Changes } from './changes.tsx'
import { hashOf } from './names.ts'
import { NothingFound } from './nothing-found.tsx'
import { Place } from './place.tsx'
import { readTransaction, type ReadTransaction } from './read-transaction.ts'
import { TransactionFacts } from './transaction-facts.tsx'

/** One transaction: what it did in words, how far it is, and every fact of it. */
export function TransactionPage({ hash: text }: { readonly hash: string }) {
  const hash = hashOf(text)
  const read = useLive('transaction', [hash], (l2) => readTransaction(l2, hash ?? '0x'), { enabled: hash !== undefined })
  if (hash === undefined) return <Place><NothingFound text={text} /></Place>
  return (
    <Place>
      <Query of={read} lines={8}>{({ told, signed }) => {
        if (told !== undefined) return <Told told={told} signed={signed} />
        return signed === undefined ? <NothingFound text={text} /> : <Waiting hash={hash} signed={signed} />
      }}</Query>
    </Place>
  )
}

function Waiting({ hash, signed }: { readonly hash: Hex; readonly signed: NonNullable<ReadTransaction['signed']> }) {
  const { t } = useTranslation('explorer')
  return (
    <Screen title={t('transaction.title')} lead={<span className="text-base"><HashText of={hash} copy /></span>}>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card title={t('transaction.status')}><p className="mb-4 text-soft">{t('transaction.waits')}</p><Progress sent={{ id: 0, words: '', hash, on: 'chain' }} /></Card>
        <TransactionFacts hash={hash} told={undefined} signed={signed} />
      </div>
    </Screen>
  )
}

function Told({ told, signed }: { readonly told: Activity; readonly signed: ReadTransaction['signed'] }) {
  const { t } = useTranslation('explorer')
  const tell = useTell()
  const { at: { transactionHash: hash, blockNumber }, by, project, status, error, balance } = told
  return (
    <Screen title={tell(told)} lead={<span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-base">{by === null ? null : <AddressText of={by} copy />}<HashText of={hash} copy />{project === null ? null : <Link href={`~/projects/${project}`} className="link">{t('transaction.project', { id: String(project) })}</Link>}</span>}>
      {status ? null : <Broken rule={error} />}
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div className="grid gap-6">
          <Card title={t('transaction.events')}><Events told={told} /></Card>
          <TransactionFacts hash={hash} told={told} signed={signed} />
        </div>
        <div className="grid gap-6">
          {balance === null ? null : <Changes balance={balance} />}
          <Card title={t('transaction.status')}><Progress sent={{ id: 0, words: '', hash, on: 'chain', block: blockNumber }} /></Card>
        </div>
      </div>
    </Screen>
  )
}

function Broken({ rule }: { readonly rule: string | null }) {
  const { t } = useTranslation('explorer')
  const explain = useExplainRule()
  const why = rule === null ? undefined : explain(rule)
  return (
    <section className="grid gap-2 rounded-xl border border-bad bg-bad-wash p-4" aria-label={t('transaction.failed')}>
      <p className="flex items-start gap-2 font-semibold text-bad"><CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />{t('transaction.failed')}</p>
      {why === undefined ? null : <p>{why.what} <code className="text-sm text-soft" dir="ltr">{why.code}</code></p>}
      {why === undefined || why.advice === '' ? null : <p><strong>{t('transaction.todo')}:</strong> {why.advice}</p>}
    </section>
  )
}

function Events({ told: { events } }: { readonly told: Activity }) {
  const { t } = useTranslation('explorer')
  const tell = useTell()
  if (events.length === 0) return <p className="text-soft">{t('transaction.noEvents')}</p>
  return (
    <ol className="grid gap-3">
      {events.map(({ event, args, by, words, amounts }, i) => (
        <li key={i} className="grid gap-0.5 border-s-2 border-line ps-3">
          <p>{tell({ tells: { of: 'event', name: event, args }, words, amounts })}</p>
          <p className="flex flex-wrap gap-x-3 text-sm text-soft">{by === null ? null : <AddressText of={by} />}<code dir="ltr">{event}</code></p>
        </li>
      ))}
    </ol>
  )
}
