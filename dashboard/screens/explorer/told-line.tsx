import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Activity } from '@distribute/client/words'
import { useTell } from '../../language/tell.ts'
import { AddressText } from '../../ui/address.tsx'
import { Age } from './age.tsx'

/** One transaction in a line, which leads to all of it. */
export function ToldLine({ item }: { readonly item: Activity }) {
  const { t } = useTranslation('explorer')
  const tell = useTell()
  const { at, status, by } = item
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3">
      <div className="grid min-w-0 flex-1 basis-60 gap-0.5">
        <p><Link href={`~/explorer/tx/${at.transactionHash}`} className="font-medium underline decoration-line-strong underline-offset-2 hover:decoration-2">{tell(item)}</Link>{status ? null : <span className="badge badge-bad ms-2">{t('transaction.refused')}</span>}</p>
        {by === null ? null : <p className="text-sm text-soft"><AddressText of={by} /></p>}
      </div>
      <Age at={at.timestamp} className="text-sm text-soft" />
    </li>
  )
}
