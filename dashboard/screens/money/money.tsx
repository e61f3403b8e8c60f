import { Wallet as WalletIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Card, Screen } from '../../ui/card.tsx'
import { Connect } from '../../wallet/connect.tsx'
import { useWallet } from '../../wallet/wallet.tsx'
import { Deposit } from './deposit.tsx'
import { Exchange } from './exchange.tsx'
import { Give } from './give.tsx'
import { History } from './history.tsx'
import { OnTheWay } from './on-the-way.tsx'
import { Withdraw } from './withdraw.tsx'
import { Yours } from './yours.tsx'

export function Money() {
  const { t } = useTranslation(['money', 'shell'])
  const { wallet } = useWallet()
  return (
    <Screen title={t('shell:nav.money')} lead={t('lead')}>
      {wallet === undefined ? (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Card title={<span className="flex items-center gap-2"><WalletIcon aria-hidden className="size-5 text-brand" />{t('first')}</span>}><p className="mb-4 text-soft">{t('firstText')}</p><Connect /></Card>
          <Exchange account={undefined} />
        </div>
      ) : (
        <>
          <Yours account={wallet.address} />
          <div className="grid items-start gap-6 lg:grid-cols-2">
            <Exchange account={wallet.address} />
            <div className="grid gap-6">
              <Deposit account={wallet.address} />
              <Withdraw account={wallet.address} />
            </div>
          </div>
          <OnTheWay account={wallet.address} />
          <div className="grid items-start gap-6 lg:grid-cols-[2fr_1fr]">
            <History account={wallet.address} />
            <Give />
          </div>
        </>
      )}
    </Screen>
  )
}
