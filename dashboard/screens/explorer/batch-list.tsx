import { Blocks } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../../chain/reads.ts'
import { Card, Screen } from '../../ui/card.tsx'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import { BatchRows, useBatches } from './batches.tsx'
import { numberOf } from './names.ts'
import { Pager, Place } from './place.tsx'

const PAGE = 20

/** Batches, the newest first. */
export function BatchList({ top: text }: { readonly top: string | undefined }) {
  const { t } = useTranslation('explorer')
  const { data: status } = useStatus()
  const head = status?.lastBatch?.index
  const given = text === undefined ? undefined : numberOf(text)
  const top = given === undefined || (head !== undefined && given > head) ? head : given
  const batches = useBatches(top, PAGE)
  const [last, above] = [(top ?? 0n) - BigInt(PAGE), (top ?? 0n) + BigInt(PAGE)]
  const newer = given === undefined ? undefined : head !== undefined && above >= head ? '/explorer/batches' : `/explorer/batches/${above}`
  return (
    <Place>
      <Screen title={t('batches.title')}>
        {status?.lastBatch === null ? <Empty icon={Blocks} title={t('batches.none')}>{t('batches.noneText')}</Empty> : (
          <Card>
            <Query of={batches} lines={10}>{(data) => <BatchRows batches={data} />}</Query>
            <Pager newer={newer} older={last < 0n ? undefined : `/explorer/batches/${last}`} />
          </Card>
        )}
      </Screen>
    </Place>
  )
}
