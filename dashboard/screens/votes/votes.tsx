import { Vote } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useChain } from '../../chain/reads.ts'
import { Screen } from '../../ui/card.tsx'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import { useWallet } from '../../wallet/wallet.tsx'
import { PastBallots } from './past-ballots.tsx'
import { PollCard } from './poll-card.tsx'
import { readPolls } from './read-polls.ts'
import { RightsCard } from './rights-card.tsx'

/** Every open vote, and what of mine is in them. */
export function Votes() {
  const { t } = useTranslation('votes')
  const { wallet } = useWallet()
  const polls = useChain('polls', [], readPolls)
  return (
    <Screen title={t('title')} lead={t('lead')}>
      <Query of={polls} lines={6}>{(open) => (
        open.length === 0 ? <Empty icon={Vote} title={t('none')}>{t('noneText')}</Empty> : open.map((poll) => <PollCard key={`${poll.project.id}-${poll.task.index}`} poll={poll} />)
      )}</Query>
      {wallet === undefined ? <p className="text-soft">{t('noOne')}</p> : (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <RightsCard account={wallet.address} />
          <PastBallots polls={polls.data ?? []} />
        </div>
      )}
    </Screen>
  )
}
