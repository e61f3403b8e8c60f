import { useTranslation } from 'react-i18next'
import { Screen } from '../../ui/card.tsx'
import { Against } from './against.tsx'
import { BalanceCheck } from './balance-check.tsx'
import { BatchCheck } from './batch-check.tsx'

/** Nobody has to be believed: balances under the root on L1, batches run again, and false claims convicted, all of it here. */
export function Check() {
  const { t } = useTranslation(['check', 'shell'])
  return (
    <Screen title={t('shell:nav.check')} lead={t('lead')}>
      <Against />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <BalanceCheck />
        <BatchCheck />
      </div>
    </Screen>
  )
}
