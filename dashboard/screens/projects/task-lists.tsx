import { ListPlus, ListTodo } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project, Stake, TaskList } from '@distribute/client/words'
import { encodeCall } from '@distribute/client'
import { FileTitle, shortHash } from '../../files/file-view.tsx'
import { useTransactions } from '../../transactions/transactions.tsx'
import { AddressText } from '../../ui/address.tsx'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { Empty } from '../../ui/states.tsx'
import { Bar } from './bar.tsx'
import { TaskListEditor } from './task-list-editor.tsx'

interface ListsProps {
  readonly project: Project
  readonly own: Stake | undefined
}

/** The lists that stakers choose from, side by side. */
export function TaskLists({ project, own }: ListsProps) {
  const { t } = useTranslation('projects')
  const [isWriting, setWriting] = useState(false)
  const { id, stage, taskLists: { items } } = project
  if (stage === 'proposed' || (stage !== 'staked' && items.length < 2)) return null
  const mayChoose = stage === 'staked' && own !== undefined && (own.tokens > 0n || own.reputation > 0n)
  return (
    <Card title={t('lists.title')} aside={mayChoose && !isWriting ? <button type="button" className="button button-quiet" onClick={() => setWriting(true)}><ListPlus aria-hidden className="size-5" />{t('lists.make')}</button> : null}>
      <div className="grid gap-4">
        {stage === 'staked' ? <p className="text-soft">{t('lists.text')} {mayChoose ? null : t('lists.onlyStakers')}</p> : null}
        {isWriting ? <TaskListEditor id={id} onClose={() => setWriting(false)} /> : null}
        {items.length === 0 && !isWriting ? <Empty icon={ListTodo} title={t('lists.none')}>{t('lists.noneText')}</Empty> : null}
        <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">{items.map((list) => <List key={list.root} list={list} mayChoose={mayChoose} isMine={own?.choice === list.root} />)}</div>
      </div>
    </Card>
  )
}

interface ListProps {
  readonly list: TaskList
  readonly mayChoose: boolean
  readonly isMine: boolean
}

function List({ list: { project, root, tasks, tally, total, supportPercent, isLeader, submittedBy }, mayChoose, isMine }: ListProps) {
  const { t } = useTranslation('projects')
  const format = useFormat()
  const { propose } = useTransactions()
  const percent = t('lists.percent', { percent: format.percent(Math.round(supportPercent * 100)) })
  return (
    <article className={`grid content-start gap-3 rounded-xl border-2 p-4 ${isLeader ? 'border-brand' : 'border-line'}`}>
      <header className="flex flex-wrap items-center justify-between gap-2 text-sm text-soft"><span>{t('lists.by')} <AddressText of={submittedBy} /></span>{isLeader ? <span className="badge badge-good">{t('lists.leader')}</span> : null}</header>
      <div className="grid gap-1"><Bar label={percent} value={tally} most={total} /><p className="number text-sm text-soft">{percent}</p></div>
      <ol className="grid gap-1.5">
        {tasks.map(({ index, weight, contentHash }) => (
          <li key={index} className="flex items-baseline justify-between gap-3"><span><FileTitle hash={contentHash} instead={`${t('tasks.name', { number: String(index + 1n) })} (${shortHash(contentHash)})`} /></span><span className="number text-soft">{format.percent(weight)}</span></li>
        ))}
      </ol>
      {isMine ? <p className="font-semibold text-good">{t('lists.mine')}</p> : mayChoose ? (
        <button type="button" className="button button-quiet" onClick={() => propose({ on: 'chain', words: t('lists.supportWords', { id: String(project) }), call: encodeCall('projects', 'supportTaskList', { id: project, root }) })}>{t('lists.support')}</button>
      ) : null}
    </article>
  )
}
