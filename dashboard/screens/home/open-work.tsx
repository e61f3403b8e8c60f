import { Sprout } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ProjectSummary } from '@distribute/client/words'
import { useChain } from '../../chain/reads.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { useNow } from '../../ui/now.ts'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'

const SHOWN = 6
const OVER = new Set<ProjectSummary['stage']>(['complete', 'failed', 'expired'])
const LOOKS: { readonly [stage in NonNullable<ProjectSummary['stage']>]: string } = {
  proposed: 'badge-brand', staked: 'badge-brand', active: 'badge-good', validation: 'badge-warn', voting: 'badge-warn', complete: 'badge-good', failed: 'badge-bad', expired: '',
}

/** The newest projects that are not over. */
export function OpenWork() {
  const { t } = useTranslation('home')
  const projects = useChain('projects', ['open'], async (l2) => (await l2.distribute.projects({ limit: 50 })).items.filter(({ stage }) => !OVER.has(stage)).slice(0, SHOWN))
  return (
    <Card title={t('projects')} aside={<Link href="/projects" className="link">{t('propose')}</Link>}>
      <Query of={projects}>{(items) => (
        items.length === 0 ? <Empty icon={Sprout} title={t('projectsEmpty')}>{t('projectsEmptyText')}</Empty> : <ul className="grid divide-y divide-line">{items.map((project) => <Line key={project.id} project={project} />)}</ul>
      )}</Query>
    </Card>
  )
}

function Line({ project: { id, stage, cost, deadline } }: { readonly project: ProjectSummary }) {
  const { t } = useTranslation('home')
  const format = useFormat()
  const now = useNow()
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
      <span className="flex flex-wrap items-center gap-2"><Link href={`/projects/${id}`} className="link font-semibold">{t('project', { id: format.count(id) })}</Link>{stage === null ? null : <Link href={`/projects?stage=${stage}`} className={`badge ${LOOKS[stage]} no-underline hover:underline`}>{t(`stages.${stage}`)}</Link>}</span>
      <span className="flex items-center gap-4"><span className="text-sm text-soft">{t('until', { when: format.relative(Number(deadline) - now / 1_000) })}</span><Amount value={cost} unit="ether" className="font-semibold" /></span>
    </li>
  )
}
