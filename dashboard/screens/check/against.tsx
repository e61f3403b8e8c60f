import { Landmark, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { useConnection } from '../../chain/connection.tsx'
import { AddressText } from '../../ui/address.tsx'
import { Card } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { OwnL1 } from '../../wallet/own-l1-form.tsx'
import { useOwnL1 } from '../../wallet/use-own-l1.ts'
import { keepRollup, knownRollup } from './known-rollup.ts'

/** Whom everything here is compared with: the member's own L1, or, where she has entered none, what the node says of it. */
export function Against() {
  const { t } = useTranslation('check')
  const url = useOwnL1()
  return (
    <Card title={<span className="flex items-center gap-2"><Landmark aria-hidden className="size-5 text-brand" />{t('against.title')}</span>}
      aside={<span className={`badge ${url === undefined ? 'badge-warn' : 'badge-good'}`}>{url === undefined ? t('against.node') : t('against.l1')}</span>}>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="grid gap-4">
          <p className="text-pretty">{url === undefined ? t('against.nodeText') : t('against.l1Text', { host: new URL(url).host })}</p>
          {url === undefined ? <Contract /> : <details><summary className="link w-fit">{t('against.change')}</summary><div className="mt-3"><OwnL1 /></div></details>}
        </div>
        {url === undefined ? <OwnL1 /> : <Contract />}
      </div>
      <p className="mt-4 text-sm text-soft text-pretty">{t('against.page')}</p>
    </Card>
  )
}

/** The contract is the node's word: this browser remembers it, and says when another one is named. */
function Contract() {
  const { t } = useTranslation('check')
  const format = useFormat()
  const { chain } = useConnection()
  const rollup: Hex = `0x${chain.custom.rollup.contracts.rollup.slice(2)}`
  const [known, setKnown] = useState(knownRollup)
  useEffect(() => {
    if (known === undefined) setKnown(keepRollup(rollup))
  }, [known, rollup])
  const isOther = known !== undefined && known.rollup !== rollup
  const date = known === undefined ? '' : format.date(BigInt(Math.floor(known.since / 1_000)))
  return (
    <div className={`grid gap-3 rounded-xl p-4 ${isOther ? 'bg-bad-wash' : 'bg-sunk'}`} role={isOther ? 'alert' : undefined}>
      <Facts><Fact name={t('against.contract')}><AddressText of={rollup} copy link={false} /></Fact></Facts>
      <p className={`flex items-start gap-2 text-sm ${isOther ? 'font-medium text-bad' : 'text-soft'}`}>
        {isOther ? <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" /> : <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />}
        <span>{isOther ? t('against.other', { date }) : t('against.same', { date })}</span>
      </p>
      {isOther ? <button type="button" className="button button-quiet justify-self-start" onClick={() => setKnown(keepRollup(rollup))}>{t('against.accept')}</button> : null}
    </div>
  )
}
