import { useTranslation } from 'react-i18next'
import type { Status } from '../../chain/reads.ts'
import { AddressText } from '../../ui/address.tsx'
import { Card } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'

const STANDINGS = ['sequencing', 'following', 'challenged'] as const
const isStanding = (text: string | undefined): text is (typeof STANDINGS)[number] => STANDINGS.some((each) => each === text)

/** Who builds the blocks and answers for them; the addresses are those of Ethereum. */
export function SequencerCard({ status: { role, sequencer } }: { readonly status: Status }) {
  const { t } = useTranslation('operator')
  const format = useFormat()
  return (
    <Card title={t('sequencer.title')}>
      {sequencer === null ? <p className="text-soft">{t('sequencer.none')}</p> : (
        <Facts>
          <Fact name={t('sequencer.role')}>{t(`sequencer.roles.${role === 'sequencer' ? 'sequencer' : 'replica'}`)}</Fact>
          {isStanding(sequencer.standing) ? <Fact name={t('sequencer.standing')}>{t(`sequencer.standings.${sequencer.standing}`)}</Fact> : null}
          <Fact name={t('sequencer.term')}><span className="number">{format.count(sequencer.term)}</span></Fact>
          <Fact name={t('sequencer.since')}>{sequencer.since === 0n ? t('sequencer.start') : format.time(sequencer.since)}</Fact>
          {(['poster', 'signer', 'staker'] as const).map((name) => <Fact key={name} name={t(`sequencer.${name}`)}><AddressText of={sequencer[name]} copy link={false} /></Fact>)}
        </Facts>
      )}
      {sequencer === null || sequencer.pending === null ? null : <p className="mt-3 rounded-xl bg-warn-wash p-3 text-warn">{t('sequencer.pending', { time: format.time(sequencer.pending.since) })} <AddressText of={sequencer.pending.staker} copy link={false} /></p>}
    </Card>
  )
}
