import { useTranslation } from 'react-i18next'
import { useStatus } from '../../chain/reads.ts'
import { Card, Screen } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'
import { BlockRows, useBlocks } from './blocks.tsx'
import { numberOf } from './names.ts'
import { Pager, Place } from './place.tsx'

const PAGE = 20

/** Blocks, the newest first: from the head on, as it goes, or from the one in the address. */
export function BlockList({ top: text }: { readonly top: string | undefined }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const { data: status } = useStatus()
  const head = status?.heads.latest.number
  const given = text === undefined ? undefined : numberOf(text)
  const top = given === undefined || (head !== undefined && given > head) ? head : given
  const blocks = useBlocks(top, PAGE)
  const isLive = given === undefined
  const last = (top ?? 0n) - BigInt(PAGE)
  const above = (top ?? 0n) + BigInt(PAGE)
  const newer = isLive ? undefined : head !== undefined && above >= head ? '/explorer/blocks' : `/explorer/blocks/${above}`
  return (
    <Place>
      <Screen title={t('blocks.title')} actions={isLive ? <span className="badge badge-good">{t('blocks.live')}</span> : undefined}>
        <Card title={top === undefined ? t('blocks.title') : t('blocks.from', { first: format.count(last < 0n ? 0n : last + 1n), last: format.count(top) })}>
          <Query of={blocks} lines={10}>{(data) => <BlockRows blocks={data} />}</Query>
          <Pager newer={newer} older={last < 0n ? undefined : `/explorer/blocks/${last}`} />
        </Card>
      </Screen>
    </Place>
  )
}
