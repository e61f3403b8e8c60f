import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Status } from '../../chain/reads.ts'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { Age } from '../explorer/age.tsx'

/** How far the chain is, by how sure it is. */
export function HeadsCard({ status: { heads } }: { readonly status: Status }) {
  const { t } = useTranslation('operator')
  const format = useFormat()
  return (
    <Card title={t('heads.title')}>
      <ul className="grid gap-4 sm:grid-cols-3">
        {(['latest', 'safe', 'finalized'] as const).map((name) => {
          const { number, timestamp } = heads[name]
          return (
            <li key={name} className="grid gap-0.5">
              <p className="text-sm font-semibold text-soft">{t(`heads.${name}`)}</p>
              <p className="text-2xl font-bold"><Link href={`/explorer/block/${number}`} className="number no-underline hover:underline" aria-label={t('heads.block', { number: format.count(number) })}>{format.count(number)}</Link></p>
              <p className="text-sm text-soft"><Age at={timestamp} /></p>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
