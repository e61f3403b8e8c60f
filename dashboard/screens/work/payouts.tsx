import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { useChain } from '../../chain/reads.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'

const SHOWN = 20

/** What came of work, checks and stakes, the newest first. */
export function Payouts({ account }: { readonly account: Hex }) {
  const { t } = useTranslation('work')
  const format = useFormat()
  const payouts = useChain('payouts', [account], (l2) => l2.distribute.payouts({ account, limit: SHOWN }))
  return (
    <Card title={t('payouts')}>
      <Query of={payouts}>{({ items }) => (
        items.length === 0 ? <p className="text-soft">{t('noPayouts')}</p> : (
          <ul className="grid gap-3">
            {items.map(({ at, reason, project, index, ether, reputation }) => (
              <li key={`${at.transactionHash}-${reason}-${project}-${index}`} className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="grid"><span className="font-medium">{t(`reasons.${isReason(reason) ? reason : 'task'}`)}{project === null ? null : ` · ${t('projectShort', { id: String(project) })}`}</span><span className="number text-sm text-soft">{format.time(at.timestamp)}</span></span>
                <span className="grid justify-items-end">{ether === 0n ? null : <Amount value={ether} unit="ether" change className="font-semibold text-good" />}{reputation === 0n ? null : <Amount value={reputation} unit="reputation" change className="text-good" />}</span>
              </li>
            ))}
          </ul>
        )
      )}</Query>
    </Card>
  )
}

const REASONS = ['task', 'validation', 'stake', 'proposal', 'dividend', 'registration'] as const
const isReason = (reason: string): reason is (typeof REASONS)[number] => REASONS.some((each) => each === reason)
