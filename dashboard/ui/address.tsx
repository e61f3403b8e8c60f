import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getAddress } from 'viem'

const SHOWN_MS = 1_500

/** An address in short, whole to the pointer, with a button that copies it. */
export function AddressText({ of, copy = false }: { readonly of: string; readonly copy?: boolean }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const full = getAddress(of)
  const take = async (): Promise<void> => {
    await navigator.clipboard.writeText(full)
    setCopied(true)
    setTimeout(() => setCopied(false), SHOWN_MS)
  }
  return (
    <span className="inline-flex items-center gap-1">
      <span className="number" dir="ltr" title={full}>{shortAddress(full)}</span>
      {copy ? (
        <button type="button" className="rounded p-1 text-soft hover:text-ink" onClick={() => void take()} aria-label={copied ? t('copied') : t('copyAddress')}>
          {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
        </button>
      ) : null}
    </span>
  )
}

export const shortAddress = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`
