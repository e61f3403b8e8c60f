import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../../chain/connection.tsx'
import { useStatus, type Status } from '../../chain/reads.ts'
import { Card, Screen } from '../../ui/card.tsx'
import { Query } from '../../ui/query.tsx'
import { Loading } from '../../ui/states.tsx'
import { BatchCard } from './batch-card.tsx'
import { HeadsCard } from './heads-card.tsx'
import { L1Card } from './l1-card.tsx'
import type { NodeHealth } from './node-health.ts'
import { ProgramCard } from './program-card.tsx'
import { SequencerCard } from './sequencer-card.tsx'
import { Warnings } from './warnings.tsx'

const POLL_MS = 2_500

/** How this node is, of what anybody may ask it. */
export function Operator() {
  const { t } = useTranslation('operator')
  const { l2 } = useConnection()
  const status = useStatus()
  const node = useQuery({ queryKey: ['node'], queryFn: () => l2.rollup.node(), refetchInterval: POLL_MS, retry: false, networkMode: 'always' })
  return (
    <Screen title={t('title')} lead={t('lead')}>
      <Query of={node} lines={4}>{(data) => (status.data === undefined ? <Loading lines={4} /> : <Known node={data} status={status.data} />)}</Query>
    </Screen>
  )
}

function Known({ node, status }: { readonly node: NodeHealth; readonly status: Status }) {
  return (
    <>
      <Ready node={node} />
      <Warnings node={node} status={status} />
      <HeadsCard status={status} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid gap-6"><BatchCard node={node} status={status} /><SequencerCard status={status} /></div>
        <div className="grid gap-6"><L1Card node={node} status={status} /><ProgramCard node={node} /></div>
      </div>
    </>
  )
}

const CODES = ['syncing', 'l1-silent', 'diverged', 'starting'] as const
const isCode = (code: string | null): code is (typeof CODES)[number] => CODES.some((each) => each === code)

function Ready({ node: { ready, code } }: { readonly node: NodeHealth }) {
  const { t } = useTranslation('operator')
  const Icon = ready ? CircleCheck : CircleAlert
  return (
    <Card>
      <p className={`flex items-center gap-3 text-lg font-semibold ${ready ? 'text-good' : 'text-bad'}`} data-ready={ready}><Icon aria-hidden className="size-6 shrink-0" />{ready ? t('ready.yes') : t('ready.no')}</p>
      <p className="mt-1 text-soft">{ready ? t('ready.yesText') : isCode(code) ? t(`ready.codes.${code}`) : code}</p>
    </Card>
  )
}
