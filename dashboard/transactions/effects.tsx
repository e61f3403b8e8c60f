import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import type { CallPreview, FreeBalances } from '@distribute/client'
import { useConnection } from '../chain/connection.tsx'
import { Amount } from '../ui/amount.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import type { ChainIntent, Intent } from './intent.ts'

interface EffectsProps {
  readonly intent: Intent
  readonly account: Hex | undefined
  /** whether it would go through, as far as the node can say */
  readonly onKnown: (isPossible: boolean) => void
}

/** What it does to the member's balances, found out by trying it on the node. */
export function Effects({ intent, account, onKnown }: EffectsProps) {
  const { t } = useTranslation('transaction')
  if (intent.on === 'chain' && intent.isUntried === true) return <p className="text-soft">{t('untried')}</p>
  if (intent.on === 'chain') return account === undefined ? null : <Tried intent={intent} account={account} onKnown={onKnown} />
  if (intent.on === 'relay') return <p className="text-soft">{t('free')}</p>
  return <Changes title={t('onceRead')} rows={UNITS.flatMap((unit) => (intent.effects[unit] === undefined ? [] : [{ unit, change: intent.effects[unit] }]))} />
}

const UNITS = ['ether', 'tokens', 'reputation'] as const
const FRESH_MS = 4_000

function Tried({ intent: { call }, account, onKnown }: EffectsProps & { readonly intent: ChainIntent; readonly account: Hex }) {
  const { t } = useTranslation('transaction')
  const { l2 } = useConnection()
  const { data, error, isError } = useQuery({
    queryKey: ['preview', account, call.to, call.data, String(call.value)], queryFn: () => l2.previewCall({ account, call }), retry: false, refetchInterval: FRESH_MS, gcTime: 0, networkMode: 'always',
  })
  const isPossible = data !== undefined && !isError
  useEffect(() => onKnown(isPossible), [isPossible, onKnown])
  if (isError) return <Failed error={error} />
  if (data === undefined) return <Loading lines={2} />
  return <Changes title={t('effect')} rows={rowsOf(data)} fee={data.fee} />
}

interface Row {
  readonly unit: keyof FreeBalances
  readonly change: bigint
  readonly after?: bigint
}

const rowsOf = ({ before, after }: CallPreview): readonly Row[] =>
  UNITS.filter((unit) => before[unit] !== after[unit]).map((unit) => ({ unit, change: after[unit] - before[unit], after: after[unit] }))

function Changes({ title, rows, fee }: { readonly title: string; readonly rows: readonly Row[]; readonly fee?: bigint }) {
  const { t } = useTranslation('transaction')
  return (
    <section aria-label={title} className="grid gap-2 rounded-xl bg-sunk p-4">
      <h3 className="text-sm font-semibold text-soft">{title}</h3>
      {rows.length === 0 ? <p>{t('noEffect')}</p> : (
        <ul className="grid gap-1.5">
          {rows.map(({ unit, change, after }) => (
            <li key={unit} className="flex flex-wrap items-baseline justify-between gap-x-4">
              <Amount value={change} unit={unit} change className={`text-lg font-semibold ${change < 0n ? 'text-bad' : 'text-good'}`} />
              {after === undefined ? null : <span className="text-soft">{t('then')} <Amount value={after} unit={unit} /></span>}
            </li>
          ))}
        </ul>
      )}
      {fee === undefined ? null : <p className="text-sm text-soft">{t('fee')} <Amount value={fee} unit="ether" /></p>}
    </section>
  )
}
