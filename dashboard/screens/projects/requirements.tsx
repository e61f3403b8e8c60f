import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Project } from '@distribute/client/words'
import { Amount, type Unit } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { Bar } from './bar.tsx'

/** What must be staked, and how much of it is. */
export function Requirements({ project: { requirements, affordable, need, stage } }: { readonly project: Project }) {
  const { t } = useTranslation('projects')
  const format = useFormat()
  return (
    <Card title={t('requirements')}>
      <div className="grid gap-5">
        <Requirement unit="tokens" color="bg-token" of={requirements.tokens} />
        <Requirement unit="reputation" color="bg-reputation" of={requirements.reputation} />
        {affordable || stage !== 'proposed' ? null : <p role="status" className="rounded-xl bg-warn-wash p-3 text-warn">{t('poolTooSmall', { amount: `${format.amount(need)} ETH` })}</p>}
      </div>
    </Card>
  )
}

interface RequirementProps {
  readonly unit: Exclude<Unit, 'ether'>
  readonly color: string
  readonly of: Project['requirements']['tokens']
}

function Requirement({ unit, color, of: { staked, now, missing } }: RequirementProps) {
  const { t } = useTranslation('projects')
  const format = useFormat()
  const words = t('staked', { staked: format.amount(staked), needed: format.amount(now) })
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4"><span className="font-semibold">{t(unit)}</span><span className="number text-soft">{words}</span></div>
      <Bar label={`${t(unit)}: ${words}`} value={staked} most={now} color={color} />
      <p className="text-sm text-soft">{missing === 0n ? <span className="inline-flex items-center gap-1 font-medium text-good"><Check aria-hidden className="size-4" />{t('enough')}</span> : <MissingAmount value={missing} unit={unit} />}</p>
    </div>
  )
}

function MissingAmount({ value, unit }: { readonly value: bigint; readonly unit: Unit }) {
  const { t } = useTranslation('projects')
  const [before = '', after = ''] = t('missingAmount', { amount: '\u0000' }).split('\u0000')
  return <>{before}<Amount value={value} unit={unit} />{after}</>
}
