import { useQuery } from '@tanstack/react-query'
import { Gavel } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { convict, prepareConviction, type BatchVerdict, type OpenBatch, type ReadyProof } from '@distribute/client'
import { useConnection } from '../../chain/connection.tsx'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { Loading } from '../../ui/states.tsx'
import { Connect } from '../../wallet/connect.tsx'
import { useWallet } from '../../wallet/wallet.tsx'
import { Hash } from './hash.tsx'
import { Outcome, useConviction } from './outcome.tsx'
import { useL1 } from './use-l1.ts'
import { Why } from './why.tsx'

type Wrong = Extract<BatchVerdict, { readonly kind: 'wrong' }>['wrong']

interface ConvictProps {
  readonly batch: OpenBatch
  readonly wrong: Wrong
}

/** From a wrong segment to the claimant's conviction on L1. */
export function Convict({ batch, wrong }: ConvictProps) {
  const { t } = useTranslation('check')
  const { wallet } = useWallet()
  const claim = batch.evidence?.claimId
  const conviction = useConviction(claim)
  if (claim !== undefined && conviction.data !== undefined && conviction.data !== null) return <Outcome claimId={claim} />
  if (wallet === undefined) return <div className="grid gap-3"><p>{t('convict.connect')}</p><div className="card"><Connect /></div></div>
  return <Prosecute batch={batch} wrong={wrong} account={wallet.address} />
}

function Prosecute({ batch, wrong, account }: ConvictProps & { readonly account: Hex }) {
  const { t } = useTranslation('check')
  const { chain } = useConnection()
  const l1 = useL1()
  const proof = useQuery({
    queryKey: ['proof', chain.id, String(batch.index), wrong.segment, account], retry: false, gcTime: 0, networkMode: 'always', enabled: l1 !== undefined,
    queryFn: () => (l1 === undefined ? null : prepareConviction(batch, wrong, { l1, chain, beneficiary: account })),
  })
  if (proof.isError) return <Why error={proof.error} retry={() => void proof.refetch()} />
  if (proof.data === undefined || proof.data === null) return <div className="grid gap-2"><p>{t('convict.making')}</p><Loading lines={2} /></div>
  return <Ready proof={proof.data} batch={batch} account={account} />
}

type Way = 'reward' | 'once'

function Ready({ proof, batch, account }: { readonly proof: ReadyProof; readonly batch: OpenBatch; readonly account: Hex }) {
  const { t } = useTranslation('check')
  const format = useFormat()
  const { chain } = useConnection()
  const { propose } = useTransactions()
  const l1 = useL1()
  const [way, setWay] = useState<Way>('reward')
  const { data, parts } = proof.prepared
  const start = (): void => {
    if (l1 === undefined) return
    propose({
      on: 'l1', words: t('convict.words', { batch: format.count(batch.index) }), effects: {}, details: <p className="text-soft">{t(`convict.${way}Why`)}</p>,
      send: (signer) => convict(signer, proof, { l1, chain, beneficiary: account }, { forReward: way === 'reward' }),
      after: (hash) => <Outcome claimId={proof.claimId} hash={hash} />,
    })
  }
  return (
    <div className="grid gap-4">
      <p>{t('convict.ready')}</p>
      <Facts>
        <Fact name={t('convict.claimant')}><Hash of={proof.claimant} /></Fact>
        <Fact name={t('convict.stake')}><Amount value={proof.stake} unit="ether" /></Fact>
        <Fact name={t('convict.size')}>{t('convict.bytes', { bytes: format.count(data.length) })}</Fact>
      </Facts>
      <Choice label={t('convict.way')} value={way} onChange={setWay} options={[['reward', t('convict.reward')], ['once', t('convict.once')]]} />
      <p className="text-sm">{t(`convict.${way}Text`, { amount: format.amount(proof.stake / 2n) })}{parts.length === 0 ? '' : ` ${t('convict.parts', { parts: format.count(parts.length) })}`}</p>
      <button type="button" className="button button-bad" onClick={start}><Gavel aria-hidden className="size-5" />{t('convict.go')}</button>
    </div>
  )
}
