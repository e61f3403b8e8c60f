import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useChain } from '../../chain/reads.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Query } from '../../ui/query.tsx'

/** What joining brings, and that it costs nothing. */
export function Given() {
  const { t } = useTranslation('join')
  const relay = useChain('relay', [], (l2) => l2.distribute.relay())
  return (
    <div className="grid gap-6">
      <Card title={t('given')}>
        <Query of={relay}>{({ reputation, ether }) => (
          <ul className="grid gap-5">
            <Gift name={t('reputation')} text={t('reputationText')}><Amount value={reputation} unit="reputation" className="text-reputation" /></Gift>
            <Gift name={t('ether')} text={ether === 0n ? t('noEther') : t('etherText')}><Amount value={ether} unit="ether" className="text-ether" /></Gift>
          </ul>
        )}</Query>
      </Card>
      <Card title={t('costs')}>
        <p className="text-2xl font-bold text-brand">{t('nothing')}</p>
        <p className="mt-1 text-soft">{t('nothingText')}</p>
      </Card>
    </div>
  )
}

function Gift({ name, text, children }: { readonly name: ReactNode; readonly text: ReactNode; readonly children: ReactNode }) {
  return (
    <li className="grid gap-0.5">
      <p className="text-sm font-semibold text-soft">{name}</p>
      <p className="text-2xl font-bold">{children}</p>
      <p className="text-soft">{text}</p>
    </li>
  )
}
