import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Answer } from '@distribute/client/words'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'

export interface Costs {
  readonly segments: Answer<'rollup_getSegments'>
  /** null where Ethereum did not say */
  readonly cost: Answer<'rollup_getBatchCost'>
}

/** What proving one segment of it wrong takes on Ethereum at most; and what posting took, which is measured. */
export function ChallengeCost({ costs: { segments, cost } }: { readonly costs: Costs }) {
  const { t } = useTranslation(['explorer', 'shell'])
  const isInBlobs = (cost?.blobGasUsed ?? 1n) > 0n
  const gas = (segments ?? []).map(({ proofGas, proofGasInBlobs }) => (isInBlobs ? proofGasInBlobs : proofGas))
  const [most, least] = [gas.reduce((a, b) => (b > a ? b : a), 0n), gas.reduce((a, b) => (b < a ? b : a), gas[0] ?? 0n)]
  return (
    <Card title={t('batch.cost.title')}>
      <p className="mb-4 text-soft">{t('batch.cost.text')}</p>
      {segments === null ? <p>{t('batch.unread')}</p> : (
        <>
          <dl className="grid gap-3 sm:grid-cols-2">
            <div><dt className="text-soft">{t('batch.cost.most')}</dt><dd className="text-xl font-bold"><Gas gas={most} price={cost?.gasPrice} /></dd></div>
            {most === least ? null : <div><dt className="text-soft">{t('batch.cost.least')}</dt><dd className="text-xl font-bold"><Gas gas={least} price={cost?.gasPrice} /></dd></div>}
          </dl>
          <p className="mt-3 text-sm text-soft">{cost === null ? t('batch.cost.unknown') : isInBlobs ? t('batch.cost.blobs') : t('batch.cost.calldata')} {t('batch.cost.bound')} <Link href="~/check" className="link">{t('shell:nav.check')}</Link></p>
        </>
      )}
      {cost === null ? null : <p className="mt-4 border-t border-line pt-3 text-sm">{t('batch.cost.posting')} <Figure gas={cost.gasUsed} /> {t('batch.cost.paid')} <Amount value={cost.cost} unit="ether" className="font-semibold" />.</p>}
    </Card>
  )
}

function Gas({ gas, price }: { readonly gas: bigint; readonly price: bigint | undefined }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  return <><Figure gas={gas} />{price === undefined ? null : <span className="block text-sm font-normal text-soft">{t('batch.cost.price', { amount: format.amount(gas * price) })}</span>}</>
}

function Figure({ gas }: { readonly gas: bigint }) {
  const { t } = useTranslation('explorer')
  return <span className="number">{t('batch.cost.gas', { gas: useFormat().count(gas) })}</span>
}
