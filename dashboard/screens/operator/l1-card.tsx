import { useTranslation } from 'react-i18next'
import type { Status } from '../../chain/reads.ts'
import { Card } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import type { NodeHealth } from './node-health.ts'

/** How this node hears of Ethereum. Where it asks is its operator's. */
export function L1Card({ node: { l1Silence, l1Behind }, status: { l1, l1ChainId, inbox, challengeWindow } }: { readonly node: NodeHealth; readonly status: Status }) {
  const { t } = useTranslation('operator')
  const format = useFormat()
  return (
    <Card title={t('l1.title')}>
      <Facts>
        <Fact name={t('l1.reachable')}>{t('l1.silent', { span: format.span(Number(l1Silence)) })}</Fact>
        {(['head', 'safe', 'finalized'] as const).map((name) => {
          const head = l1[name]
          return head === null ? null : <Fact key={name} name={t(`l1.${name}`)}><span className="number">{format.count(head.number)}</span></Fact>
        })}
        <Fact name={t('l1.lag')}>{l1Behind === 0n ? t('l1.none') : t('l1.blocks', { count: Number(l1Behind) })}</Fact>
        <Fact name={t('l1.inbox')}>{t('l1.inboxText', { count: Number(inbox.length), unread: format.count(inbox.length - inbox.cursor) })}</Fact>
        <Fact name={t('l1.window')}>{format.span(Number(challengeWindow))}</Fact>
        <Fact name={t('l1.chain')}><span className="number">{String(l1ChainId)}</span></Fact>
      </Facts>
    </Card>
  )
}
