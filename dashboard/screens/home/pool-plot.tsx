import { ChartLine } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useChain, useParameters } from '../../chain/reads.ts'
import { Plot, type Series } from '../../plots/plot.tsx'
import { readPoolHistory, type PoolHistory } from '../../plots/pool-history.ts'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'

export function PoolPlot() {
  const { t } = useTranslation('home')
  const { data: genesis } = useParameters()
  const basePrice = genesis?.parameters['basePrice']
  const history = useChain('pool-history', [], (l2) => readPoolHistory(l2, basePrice ?? 0n), basePrice !== undefined)
  return (
    <Query of={history} lines={6}>{(data) => (
      data.samples.length < 2 ? <Empty icon={ChartLine} title={t('historyEmpty')}>{t('historyEmptyText')}</Empty> : <Drawn history={data} />
    )}</Query>
  )
}

function Drawn({ history: { samples, isCut } }: { readonly history: PoolHistory }) {
  const { t, i18n } = useTranslation('home')
  const format = useFormat()
  const [times, series] = useMemo((): [number[], Series[]] => [
    samples.map(({ time }) => time),
    [
      { label: `${t('historyPool')} (ETH)`, color: '--color-ether', values: samples.map(({ pool }) => pool) },
      { label: `${t('historyPrice')} (ETH)`, color: '--color-token', values: samples.map(({ price }) => price), isRight: true },
    ],
  ], [samples, t])
  const [first, last] = [samples[0], samples.at(-1)]
  const number = (value: number | undefined): string => new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 4 }).format(value ?? 0)
  const when = (value: number | undefined): string => format.time(BigInt(value ?? 0))
  const words = t('historyWords', { from: number(first?.pool), to: number(last?.pool), priceFrom: number(first?.price), priceTo: number(last?.price), start: when(first?.time), end: when(last?.time) })
  return (
    <>
      <Plot times={times} series={series} language={i18n.language} words={words} />
      {isCut ? <p className="mt-2 text-sm text-soft">{t('historySince', { date: when(first?.time) })}</p> : null}
    </>
  )
}
