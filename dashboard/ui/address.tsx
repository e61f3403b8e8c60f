import { useTranslation } from 'react-i18next'
import { getAddress } from 'viem'
import { Link } from 'wouter'
import { Copy } from './copy.tsx'

interface AddressProps {
  readonly of: string
  readonly copy?: boolean
  /** leads to what the chain knows of it; false where leaving would lose what is open */
  readonly link?: boolean
}

/** An address in short, whole to the pointer, that leads to its account; with a button that copies it. */
export function AddressText({ of, copy = false, link = true }: AddressProps) {
  const { t } = useTranslation()
  const full = getAddress(of)
  const short = <span className="number" dir="ltr" title={full}>{shortAddress(full)}</span>
  return (
    <span className="inline-flex items-center gap-1">
      {link ? <Link href={`~/explorer/address/${full.toLowerCase()}`} className="underline decoration-line-strong underline-offset-2 hover:decoration-2">{short}</Link> : short}
      {copy ? <Copy text={full} label={t('copyAddress')} /> : null}
    </span>
  )
}

export const shortAddress = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`
