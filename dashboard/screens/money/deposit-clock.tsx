import { CircleCheck, Hourglass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { useLive, useParameters, useStatus } from '../../chain/reads.ts'
import { useFormat } from '../../ui/format.ts'
import { useNow } from '../../ui/now.ts'
import { Query } from '../../ui/query.tsx'

/** One clock for a deposit, L1's: the inbox delay after its block the chain has read it, whoever orders blocks. */
export function DepositClock({ hash }: { readonly hash: Hex }) {
  const { t } = useTranslation('money')
  const deposit = useLive('deposit', [hash], (l2) => l2.getDeposits({ l1Hash: hash }), { everyMs: 1_500 })
  return (
    <Query of={deposit} lines={1}>{([entry]) => {
      if (entry === undefined) return <Line>{t('bridge.deposit.unseen')}</Line>
      if (entry.stage === 'included') return <p className="flex items-center gap-2 font-semibold text-good"><CircleCheck aria-hidden className="size-5 shrink-0" />{t('bridge.deposit.included')}</p>
      return entry.stage === 'skipped' ? <Line>{t('bridge.deposit.skipped')}</Line> : <Waiting since={entry.l1Time} />
    }}</Query>
  )
}

const Line = ({ children }: { readonly children: string }) => <p className="flex items-start gap-2"><Hourglass aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />{children}</p>

function Waiting({ since }: { readonly since: bigint }) {
  const { t } = useTranslation('money')
  const format = useFormat()
  const l1 = useL1Now()
  const { data: genesis } = useParameters()
  const until = Number(since) + Number(genesis?.parameters['inboxDelay'] ?? 0n)
  return <Line>{t('bridge.deposit.waiting', { span: format.span(until - l1) })}</Line>
}

/** L1's time in seconds: what the node saw last, and what has passed here since. */
export function useL1Now(): number {
  const { data, dataUpdatedAt } = useStatus()
  const now = useNow()
  return Number(data?.l1.head?.timestamp ?? 0n) + Math.max(0, now - dataUpdatedAt) / 1_000
}
