import { Plus, SearchX, Sprout } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'wouter'
import { STAGE_NAMES, type ProjectSummary, type StageName } from '@distribute/client/words'
import { useChain } from '../../chain/reads.ts'
import type { L2Client } from '../../chain/connection.tsx'
import { Screen } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import { ProjectCard } from './project-card.tsx'
import { useTitles } from './titles.ts'

const PAGE = 100
type Filter = StageName | 'all'

interface Found {
  readonly items: readonly ProjectSummary[]
  readonly isAll: boolean
}

/** So many pages, one behind the other. */
async function readProjects(l2: L2Client, filter: Filter, pages: number): Promise<Found> {
  const items: ProjectSummary[] = []
  let cursor: `0x${string}` | undefined
  for (let page = 0; page < pages; page++) {
    const found = await l2.distribute.projects({ limit: PAGE, stage: filter === 'all' ? undefined : filter, cursor })
    items.push(...found.items)
    if (found.next === null) return { items, isAll: true }
    cursor = found.next
  }
  return { items, isAll: false }
}

/** Every project, by stage. */
export function Board() {
  const { t } = useTranslation('projects')
  const [parameters, setParameters] = useSearchParams()
  const given = parameters.get('stage')
  const filter: Filter = STAGE_NAMES.find((name) => name === given) ?? 'all'
  const [search, setSearch] = useState('')
  const [pages, setPages] = useState(1)
  const projects = useChain('projects', [filter, pages], (l2) => readProjects(l2, filter, pages))
  const choose = (next: Filter): void => {
    setParameters(next === 'all' ? {} : { stage: next }, { replace: true })
    setPages(1)
  }
  return (
    <Screen title={t('title')} lead={t('lead')} actions={<Link href="/new" className="button button-primary"><Plus aria-hidden className="size-5" />{t('propose')}</Link>}>
      <div className="grid gap-4">
        <Field label={t('search')} hint={t('searchHint')} type="search" value={search} onChange={({ target: { value } }) => setSearch(value)} />
        <fieldset className="flex flex-wrap gap-2">
          <legend className="mb-2 font-semibold">{t('filters')}</legend>
          {(['all', ...STAGE_NAMES] as const).map((each) => (
            <button key={each} type="button" aria-pressed={filter === each} onClick={() => choose(each)} className={`rounded-full border px-3.5 py-1.5 text-sm font-semibold ${filter === each ? 'border-brand bg-brand-wash text-brand' : 'border-line bg-card text-soft hover:border-line-strong'}`}>
              {each === 'all' ? t('all') : t(`stages.${each}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <Query of={projects} lines={6}>{({ items, isAll }) => (
        <>
          <Shown items={items} search={search} isFiltered={filter !== 'all'} />
          {isAll ? null : <button type="button" className="button button-quiet justify-self-center" onClick={() => setPages(pages + 1)}>{t('more')}</button>}
        </>
      )}</Query>
    </Screen>
  )
}

interface ShownProps {
  readonly items: readonly ProjectSummary[]
  readonly search: string
  readonly isFiltered: boolean
}

function Shown({ items, search, isFiltered }: ShownProps) {
  const { t } = useTranslation('projects')
  const titles = useTitles(items, search.trim() !== '')
  const found = useMemo(() => items.filter((project) => matches(project, search.trim().toLowerCase(), titles)), [items, search, titles])
  if (found.length === 0) {
    return search.trim() !== '' || isFiltered
      ? <Empty icon={SearchX} title={t('noMatch')}>{t('noMatchText')}</Empty>
      : <Empty icon={Sprout} title={t('none')}>{t('noneText')}</Empty>
  }
  return STAGE_NAMES.map((stage) => {
    const own = found.filter((project) => project.stage === stage)
    if (own.length === 0) return null
    return (
      <section key={stage} aria-label={t(`stages.${stage}`)} className="grid gap-3">
        <h2 className="flex items-center gap-2 text-xl font-semibold">{t(`stages.${stage}`)}<span className="badge number">{own.length}</span></h2>
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3 [content-visibility:auto]">{own.map((project) => <ProjectCard key={project.id} project={project} />)}</div>
      </section>
    )
  })
}

function matches({ id, proposer, contentHash }: ProjectSummary, search: string, titles: ReadonlyMap<string, string>): boolean {
  if (search === '') return true
  return String(id) === search || proposer.startsWith(search) || (titles.get(contentHash) ?? '').toLowerCase().includes(search)
}
