import { Plus, SearchX, Sprout } from 'lucide-react'
import { memo, useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'wouter'
import { STAGE_NAMES, type ProjectSummary, type StageName } from '@distribute/client/words'
import { Screen } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { Query } from '../../ui/query.tsx'
import { Empty, Loading } from '../../ui/states.tsx'
import { ProjectCard } from './project-card.tsx'
import { useTitles } from './titles.ts'
import { PAGE, useProjects, type FoundProjects } from './use-projects.ts'

/** Cards that are shown at first, and more each time somebody asks. */
const CARDS = 60
/** What a search looks through: so many pages of the newest. */
const SEARCHED_PAGES = 10
type Filter = StageName | 'all'

/** Every project, by stage. */
export function Board() {
  const { t } = useTranslation('projects')
  const [parameters, setParameters] = useSearchParams()
  const given = parameters.get('stage')
  const filter: Filter = STAGE_NAMES.find((name) => name === given) ?? 'all'
  const [search, setSearch] = useState('')
  const [cards, setCards] = useState(CARDS)
  // The list follows when there is time: what is typed is seen at once.
  const wanted = useDeferredValue(search.trim().toLowerCase())
  const shown = useDeferredValue(cards)
  const pages = Math.max(Math.ceil(shown / PAGE), wanted === '' ? 1 : SEARCHED_PAGES)
  const projects = useProjects(filter === 'all' ? undefined : filter, pages)
  const choose = (next: Filter): void => {
    setParameters(next === 'all' ? {} : { stage: next }, { replace: true })
    setCards(CARDS)
  }
  const look = (text: string): void => {
    setSearch(text)
    setCards(CARDS)
  }
  return (
    <Screen title={t('title')} lead={t('lead')} actions={<Link href="/new" className="button button-primary"><Plus aria-hidden className="size-5" />{t('propose')}</Link>}>
      <div className="grid gap-4">
        <Field label={t('search')} hint={t('searchHint')} type="search" value={search} onChange={({ target: { value } }) => look(value)} />
        <fieldset className="flex flex-wrap gap-2">
          <legend className="mb-2 font-semibold">{t('filters')}</legend>
          {(['all', ...STAGE_NAMES] as const).map((each) => (
            <button key={each} type="button" aria-pressed={filter === each} onClick={() => choose(each)} className={`rounded-full border px-3.5 py-1.5 text-sm font-semibold ${filter === each ? 'border-brand bg-brand-wash text-brand' : 'border-line bg-card text-soft hover:border-line-strong'}`}>
              {each === 'all' ? t('all') : t(`stages.${each}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <Query of={projects} lines={6}>{({ items, isAll }) => <Shown items={items} isAll={isAll} search={wanted} isFiltered={filter !== 'all'} cards={shown} onMore={() => setCards(cards + CARDS)} />}</Query>
    </Screen>
  )
}

interface ShownProps extends FoundProjects {
  readonly search: string
  readonly isFiltered: boolean
  readonly cards: number
  readonly onMore: () => void
}

/** No more cards than were asked for, by stage: a thousand at once would keep the page from answering. */
function Shown({ items, isAll, search, isFiltered, cards, onMore }: ShownProps) {
  const { t } = useTranslation('projects')
  const titles = useTitles(items, search !== '')
  const found = useMemo(() => items.filter((project) => matches(project, search, titles.data)), [items, search, titles.data])
  const inOrder = useMemo(() => STAGE_NAMES.flatMap((stage) => found.filter((project) => project.stage === stage)), [found])
  if (found.length === 0) {
    if (search !== '' && titles.isFetching) return <Loading lines={6} />
    return search !== '' || isFiltered
      ? <Empty icon={SearchX} title={t('noMatch')}>{t('noMatchText')}</Empty>
      : <Empty icon={Sprout} title={t('none')}>{t('noneText')}</Empty>
  }
  const first = inOrder.slice(0, cards)
  return (
    <>
      {STAGE_NAMES.map((stage) => <Stage key={stage} stage={stage} count={found.filter((project) => project.stage === stage).length} projects={first.filter((project) => project.stage === stage)} />)}
      {isAll && found.length <= cards ? null : <button type="button" className="button button-quiet justify-self-center" onClick={onMore}>{t('more')}</button>}
    </>
  )
}

function Stage({ stage, count, projects }: { readonly stage: StageName; readonly count: number; readonly projects: readonly ProjectSummary[] }) {
  const { t } = useTranslation('projects')
  if (projects.length === 0) return null
  return (
    <section aria-label={t(`stages.${stage}`)} className="grid gap-3">
      <h2 className="flex items-center gap-2 text-xl font-semibold">{t(`stages.${stage}`)}<span className="badge number">{count}</span></h2>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">{projects.map((project) => <Card key={project.id} project={project} />)}</div>
    </section>
  )
}

const Card = memo(ProjectCard)

function matches({ id, proposer, contentHash }: ProjectSummary, search: string, titles: ReadonlyMap<string, string> | undefined): boolean {
  if (search === '') return true
  return String(id) === search || proposer.startsWith(search) || (titles?.get(contentHash) ?? '').includes(search)
}
