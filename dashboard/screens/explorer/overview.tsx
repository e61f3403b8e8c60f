import { ArrowRight, Blocks } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useStatus } from '../../chain/reads.ts'
import { Card, Screen } from '../../ui/card.tsx'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import { BatchRows, useBatches } from './batches.tsx'
import { BlockRows, useBlocks } from './blocks.tsx'
import { Latest } from './latest.tsx'
import { Search } from './search.tsx'

const SHOWN = 6

/** Where the search begins, and what is newest. */
export function Overview() {
  const { t } = useTranslation(['explorer', 'shell'])
  const { data: status } = useStatus()
  const blocks = useBlocks(status?.heads.latest.number, SHOWN)
  const batches = useBatches(status?.lastBatch?.index, SHOWN)
  return (
    <Screen title={t('shell:nav.explorer')} lead={t('lead')}>
      <Card><Search /></Card>
      <Latest />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card title={t('blocks.title')} aside={<All to="/explorer/blocks" name={t('blocks.title')} />}>
          <Query of={blocks} lines={6}>{(data) => <BlockRows blocks={data} />}</Query>
        </Card>
        <Card title={t('batches.title')} aside={<All to="/explorer/batches" name={t('batches.title')} />}>
          {status?.lastBatch === null ? <Empty icon={Blocks} title={t('batches.none')}>{t('batches.noneText')}</Empty> : <Query of={batches} lines={6}>{(data) => <BatchRows batches={data} />}</Query>}
        </Card>
      </div>
    </Screen>
  )
}

function All({ to, name }: { readonly to: string; readonly name: string }) {
  const { t } = useTranslation('explorer')
  return <Link href={`~${to}`} className="link inline-flex items-center gap-1" aria-label={`${t('all')}: ${name}`}>{t('all')}<ArrowRight aria-hidden className="size-4 rtl:rotate-180" /></Link>
}
