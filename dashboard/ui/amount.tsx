import { useTranslation } from 'react-i18next'
import { decimal } from '@distribute/client/words'
import { useFormat } from './format.ts'

export type Unit = 'ether' | 'tokens' | 'reputation'

interface AmountProps {
  readonly value: bigint
  readonly unit: Unit
  /** with its sign: what changes */
  readonly change?: boolean
  readonly className?: string
}

/** An amount, short to the eye and exact to the pointer. */
export function Amount({ value, unit, change = false, className = '' }: AmountProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const size = value < 0n ? -value : value
  return (
    <span className={`number whitespace-nowrap ${className}`} title={`${value < 0n ? '-' : ''}${decimal(size)} ${t(`units.${unit}`)}`}>
      {change ? format.change(value) : format.amount(value)} <span className="text-soft text-[0.85em] font-medium">{t(`units.${unit}`)}</span>
    </span>
  )
}
