import { ScrollText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../../chain/reads.ts'
import { Card } from '../../ui/card.tsx'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import { useBlocks } from './blocks.tsx'
import { ToldTransactions } from './told-transactions.tsx'

/** Enough for the list where blocks hold one each, as they do without much work. */
const LOOKED_AT = 6
const SHOWN = 6

/** What happened last on the chain, in words. */
export function Latest() {
  const { t } = useTranslation('explorer')
  const { data: status } = useStatus()
  const blocks = useBlocks(status?.heads.latest.number, LOOKED_AT)
  return (
    <Card title={t('latest.title')}>
      <Query of={blocks} lines={6}>{(data) => {
        const hashes = data.flatMap(({ transactions }) => [...transactions].reverse()).slice(0, SHOWN)
        return hashes.length === 0 ? <Empty icon={ScrollText} title={t('latest.none')} /> : <ToldTransactions hashes={hashes} />
      }}</Query>
    </Card>
  )
}
