import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useChain } from '../../chain/reads.ts'
import { useTell } from '../../language/tell.ts'
import { AddressText } from '../../ui/address.tsx'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'

const SHOWN = 30

/** What happened to a project, the newest first. */
export function History({ id }: { readonly id: bigint }) {
  const { t } = useTranslation('projects')
  const format = useFormat()
  const tell = useTell()
  const history = useChain('project-history', [String(id)], (l2) => l2.distribute.history({ project: id, limit: SHOWN }))
  return (
    <Card title={t('history.title')}>
      <Query of={history}>{({ items }) => (
        items.length === 0 ? <p className="text-soft">{t('history.none')}</p> : (
          <ol className="grid gap-3">
            {items.map((item) => {
              const { at, by, status } = item
              return (
              <li key={at.transactionHash} className="grid gap-0.5 border-s-2 border-line ps-3">
                <p className={status ? '' : 'text-bad'}><Link href={`~/explorer/tx/${at.transactionHash}`} className="underline decoration-line-strong underline-offset-2 hover:decoration-2">{tell(item)}</Link></p>
                <p className="flex flex-wrap gap-x-3 text-sm text-soft">{by === null ? null : <AddressText of={by} />}<span className="number">{format.time(at.timestamp)}</span></p>
              </li>
              )
            })}
          </ol>
        )
      )}</Query>
    </Card>
  )
}
