import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { Gavel, LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { getConviction, takePenalty } from '@distribute/client'
import { useConnection } from '../../chain/connection.tsx'
import { useChainTime } from '../../chain/chain-time.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { useWallet } from '../../wallet/wallet.tsx'
import { Hash } from './hash.tsx'
import { useL1 } from './use-l1.ts'

const LOOK_MS = 1_000

type Conviction = NonNullable<Awaited<ReturnType<typeof getConviction>>>

/** What L1 says of a claim's conviction; null while there is none. */
export function useConviction(claimId: Uint8Array | undefined): UseQueryResult<Conviction | null> {
  const { chain } = useConnection()
  const l1 = useL1()
  return useQuery({
    queryKey: ['conviction', chain.id, String(claimId)], refetchInterval: LOOK_MS, retry: false, networkMode: 'always', enabled: l1 !== undefined && claimId !== undefined,
    queryFn: async () => (l1 === undefined || claimId === undefined ? null : ((await getConviction({ l1, chain }, claimId)) ?? null)),
  })
}

/** A conviction as L1 keeps it: what became of the claim, and of the stake behind it. */
export function Outcome({ claimId, hash }: { readonly claimId: Uint8Array; readonly hash?: Hex }) {
  const { t } = useTranslation('check')
  const { data: conviction } = useConviction(claimId)
  if (conviction === undefined || conviction === null) {
    return <p role="status" className="flex items-center gap-2"><LoaderCircle aria-hidden className="turns size-5 shrink-0 text-brand" /><span>{t('outcome.waiting')} {hash === undefined ? null : <Hash of={hash} />}</span></p>
  }
  return <Convicted claimId={claimId} conviction={conviction} />
}

function Convicted({ claimId, conviction: { index, due, claimant, beneficiary, isSettled, isCancelled } }: { readonly claimId: Uint8Array; readonly conviction: Conviction }) {
  const { t } = useTranslation('check')
  const format = useFormat()
  const now = useChainTime()
  const { wallet } = useWallet()
  const who = beneficiary === undefined ? 'nobody' : beneficiary === wallet?.address.toLowerCase() ? 'you' : 'other'
  const isDue = !isSettled && !isCancelled && now >= Number(due)
  return (
    <div data-outcome="convicted" className="grid gap-4">
      <p role="status" className="flex items-start gap-2 font-semibold text-good"><Gavel aria-hidden className="mt-0.5 size-5 shrink-0" />{t('outcome.convicted', { batch: format.count(index) })}</p>
      <p>{t('outcome.void')}</p>
      <Facts>
        <Fact name={t('convict.claimant')}><Hash of={claimant} /></Fact>
        <Fact name={t('outcome.half')}>{t(`outcome.${who}`)}</Fact>
        <Fact name={t('outcome.stake')}>{isCancelled ? t('outcome.cancelled') : isSettled ? t('outcome.taken') : isDue ? t('outcome.due') : t('outcome.from', { time: format.time(due) })}</Fact>
      </Facts>
      {isDue ? <Take claimId={claimId} /> : null}
    </div>
  )
}

function Take({ claimId }: { readonly claimId: Uint8Array }) {
  const { t } = useTranslation('check')
  const { chain } = useConnection()
  const { propose } = useTransactions()
  const { wallet } = useWallet()
  const l1 = useL1()
  const start = (): void => {
    if (l1 === undefined || wallet === undefined) return
    propose({
      on: 'l1', words: t('outcome.take'), effects: {}, details: <p className="text-soft">{t('outcome.takeWhy')}</p>,
      send: (signer) => takePenalty(signer, claimId, { l1, chain, beneficiary: wallet.address }), after: () => <Outcome claimId={claimId} />,
    })
  }
  return <button type="button" className="button button-primary justify-self-start" disabled={wallet === undefined} onClick={start}>{t('outcome.take')}</button>
}
