import { Check, Copy as CopyMark } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const SHOWN_MS = 1_500

/** Copies a text, and says that it did. `label` says what is copied. */
export function Copy({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const take = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SHOWN_MS)
  }
  return (
    <button type="button" className="rounded p-1 text-soft hover:text-ink" onClick={() => void take()} aria-label={copied ? t('copied') : label}>
      {copied ? <Check aria-hidden className="size-4" /> : <CopyMark aria-hidden className="size-4" />}
    </button>
  )
}
