import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { X } from 'lucide-react'
import type { Withdrawal } from '@distribute/client/words'
import { useConnection } from '../../chain/connection.tsx'
import { useLive } from '../../chain/reads.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { DepositClock } from './deposit-clock.tsx'
import { dropDeposit, keptDeposits } from './kept-deposits.ts'
import { WithdrawalLine } from './withdrawal-line.tsx'

const PAID_SHOWN = 3

/** Of withdrawals all that are not paid, and the last that were. */
function wanted(items: readonly Withdrawal[]): readonly Withdrawal[] {
  const newest = [...items].sort((a, b) => Number(b.id - a.id))
  return [...newest.filter(({ stage }) => stage !== 'claimed'), ...newest.filter(({ stage }) => stage === 'claimed').slice(0, PAID_SHOWN)]
}

/** Everything between here and L1, each with its clock. */
export function OnTheWay({ account }: { readonly account: Hex }) {
  const { t } = useTranslation(['money', 'shell'])
  const { chain } = useConnection()
  const [, look] = useState(0)
  const deposits = keptDeposits(chain.id, account)
  const withdrawals = useLive('withdrawals', [account], async (l2) => wanted(await l2.getWithdrawals({ account })))
  const found = withdrawals.data ?? []
  if (deposits.length === 0 && found.length === 0) return null
  const drop = (hash: Hex): void => {
    dropDeposit(chain.id, account, hash)
    look((before) => before + 1)
  }
  return (
    <Card title={t('bridge.onWay')}>
      <ul className="grid divide-y divide-line">
        {deposits.map(({ hash, amount }) => (
          <li key={hash} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="grid gap-1"><p className="font-semibold">{t('bridge.deposit.title')}</p><DepositClock hash={hash} /></div>
            <div className="flex items-center gap-2"><Amount value={BigInt(amount)} unit="ether" className="text-lg font-semibold" /><button type="button" className="button button-plain" aria-label={t('shell:close')} onClick={() => drop(hash)}><X aria-hidden className="size-4" /></button></div>
          </li>
        ))}
        {found.map((each) => <WithdrawalLine key={each.id} withdrawal={each} />)}
      </ul>
    </Card>
  )
}
