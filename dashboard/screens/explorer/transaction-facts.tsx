import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { Link } from 'wouter'
import { contractName, type Activity } from '@distribute/client/words'
import { AddressText } from '../../ui/address.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { HashText } from '../../ui/hash.tsx'
import { Reached } from './reached.tsx'
import type { ReadTransaction } from './read-transaction.ts'

interface FactsProps {
  readonly hash: Hex
  readonly told: Activity | undefined
  readonly signed: ReadTransaction['signed']
}

const NOBODY = /^0x0{40}$/
const isSystem = (type: string | undefined, hex: string | undefined): boolean => type === undefined || hex === '0x7e'

/** Every fact of a transaction, as it was signed and as it came out. */
export function TransactionFacts({ hash, told, signed }: FactsProps) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const { at, kind, balance } = told ?? {}
  const isUnsigned = isSystem(signed?.type, signed?.typeHex ?? undefined)
  const [from, to] = [told?.from ?? signed?.from, told?.to ?? signed?.to ?? undefined]
  return (
    <Card title={t('transaction.facts')}>
      <Facts>
        <Fact name={t('transaction.hash')}><HashText of={hash} copy /></Fact>
        {at === undefined ? null : <Fact name={t('transaction.block')}><span className="inline-flex flex-wrap items-center justify-end gap-2"><Link href={`~/explorer/block/${at.blockNumber}`} className="link">{t('transaction.place', { index: format.count(at.transactionIndex + 1n), block: format.count(at.blockNumber) })}</Link><Reached block={at.blockNumber} /></span></Fact>}
        {at === undefined ? null : <Fact name={t('transaction.time')}>{format.time(at.timestamp)}</Fact>}
        {kind === undefined ? null : <Fact name={t('transaction.kind')}><code dir="ltr">{kind}</code></Fact>}
        {from === undefined ? null : <Fact name={t('transaction.from')}>{NOBODY.test(from) ? t('transaction.operation') : kind === 'deposit' ? <span>{t('transaction.deposit')} · <AddressText of={from} /></span> : <AddressText of={from} copy />}</Fact>}
        {to === undefined ? null : <Fact name={t('transaction.to')}><To address={to} /></Fact>}
        {signed === undefined || signed.value === 0n ? null : <Fact name={t('transaction.value')}><Amount value={signed.value} unit="ether" /></Fact>}
        {balance === undefined || balance === null ? null : <Fact name={t('transaction.fee')}>{balance.fee === 0n ? t('transaction.free') : <Amount value={balance.fee} unit="ether" />}</Fact>}
        {signed === undefined || isUnsigned ? null : <Fact name={t('transaction.nonce')}><span className="number">{format.count(signed.nonce)}</span></Fact>}
      </Facts>
      {signed === undefined || signed.input === '0x' ? null : (
        <details className="mt-4">
          <summary className="link">{t('transaction.input')}</summary>
          <pre tabIndex={0} dir="ltr" className="mt-2 max-h-60 overflow-y-auto rounded-xl bg-sunk p-3 text-xs break-all whitespace-pre-wrap">{signed.input}</pre>
        </details>
      )}
    </Card>
  )
}

function To({ address }: { readonly address: string }) {
  const { t } = useTranslation('explorer')
  const name = contractName(address)
  return <span className="inline-flex flex-wrap items-center justify-end gap-2">{name === undefined ? null : <span>{t(`contracts.${name}`)}</span>}<AddressText of={address} copy /></span>
}
