import { Hammer } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useChain } from '../../chain/reads.ts'
import { Plot, type Series } from '../../plots/plot.tsx'
import { readWorkHistory, type WorkSample } from '../../plots/work-history.ts'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'

export function WorkPlot() {
  const { t } = useTranslation('home')
  const history = useChain('work-history', [], readWorkHistory)
  return (
    <Query of={history} lines={6}>{(samples) => (
      samples.length === 0 ? <Empty icon={Hammer} title={t('workEmpty')}>{t('workEmptyText')}</Empty> : <Drawn samples={samples} />
    )}</Query>
  )
}

function Drawn({ samples }: { readonly samples: readonly WorkSample[] }) {
  const { t, i18n } = useTranslation('home')
  const [times, series] = useMemo((): [number[], Series[]] => {
    const [first] = samples
    // Work begins from nothing: without a point before the first task the plot would begin in the air.
    const all = first === undefined ? samples : [{ time: first.time - 1, handedIn: 0, passed: 0 }, ...samples]
    return [
      all.map(({ time }) => time),
      [
        { label: t('workEvidence'), color: '--color-reputation', values: all.map(({ handedIn }) => handedIn), isStepped: true },
        { label: t('workPassed'), color: '--color-token', values: all.map(({ passed }) => passed), isStepped: true },
      ],
    ]
  }, [samples, t])
  const { handedIn = 0, passed = 0 } = samples.at(-1) ?? {}
  return <Plot times={times} series={series} language={i18n.language} words={t('workWords', { count: handedIn, passed })} />
}
