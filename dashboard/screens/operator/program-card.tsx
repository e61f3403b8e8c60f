import { useTranslation } from 'react-i18next'
import { Card } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import type { NodeHealth } from './node-health.ts'

/** The program itself: what runs, since when, and what waits in it. */
export function ProgramCard({ node: { version, startedAt, now, pool } }: { readonly node: NodeHealth }) {
  const { t } = useTranslation('operator')
  const format = useFormat()
  return (
    <>
      <Card title={t('node.title')}>
        <Facts>
          <Fact name={t('node.version')}><code dir="ltr">{version}</code></Fact>
          <Fact name={t('node.up')}>{format.span(Number(now - startedAt))}</Fact>
          <Fact name={t('node.pool')}>{pool === null ? t('node.noPool') : <span className="grid"><span>{t('node.pending', { count: Number(pool.pending) })}</span>{pool.queued === 0n ? null : <span className="text-sm text-soft">{t('node.queued', { count: Number(pool.queued) })}</span>}</span>}</Fact>
        </Facts>
        <p className="mt-3 text-sm text-soft">{t('node.noSize')}</p>
      </Card>
      <Card title={t('peers.title')}><p className="text-soft">{t('peers.text')}</p></Card>
    </>
  )
}
