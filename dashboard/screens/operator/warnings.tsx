import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Status } from '../../chain/reads.ts'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import type { NodeHealth } from './node-health.ts'

/** What people should look at: counted from what the node says, and in its own words where it has any. */
export function Warnings({ node: { words }, status: { wrongRoots, voidRoots, brokenPromises } }: { readonly node: NodeHealth; readonly status: Status }) {
  const { t } = useTranslation('operator')
  const format = useFormat()
  const isCalm = words === null && wrongRoots.length + voidRoots.length + brokenPromises.length === 0
  return (
    <Card title={t('warnings.title')}>
      {isCalm ? <p className="text-soft">{t('warnings.none')}</p> : (
        <ul className="grid gap-3">
          {words === null ? null : <Warning><span lang="en">{words}</span></Warning>}
          {wrongRoots.length === 0 ? null : <Warning>{t('warnings.wrong', { count: wrongRoots.length })} {wrongRoots.map(({ batch }) => <Link key={batch} href={`/explorer/batch/${batch}`} className="link me-2">{t('warnings.batch', { number: format.count(batch) })}</Link>)}</Warning>}
          {voidRoots.length === 0 ? null : <Warning>{t('warnings.void', { count: voidRoots.length })} {voidRoots.map(({ batch, claimId }) => <Link key={claimId} href={`/explorer/batch/${batch}`} className="link me-2">{t('warnings.batch', { number: format.count(batch) })}</Link>)}</Warning>}
          {brokenPromises.length === 0 ? null : <Warning>{t('warnings.broken', { count: brokenPromises.length })} {brokenPromises.map(({ id, number }) => <span key={id} className="me-2">{t('warnings.block', { number: format.count(number) })}</span>)}</Warning>}
        </ul>
      )}
    </Card>
  )
}

function Warning({ children }: { readonly children: React.ReactNode }) {
  return <li className="flex items-start gap-2 rounded-xl bg-warn-wash p-3 text-warn"><TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0" /><p>{children}</p></li>
}
