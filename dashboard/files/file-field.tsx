import { Paperclip } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/format.ts'

interface FileFieldProps {
  readonly label: string
  readonly hint: string
  readonly onFile: (bytes: Uint8Array<ArrayBuffer> | undefined) => void
}

const MOST_BYTES = 5 * 1_024 * 1_024
const ACCEPTED = 'image/jpeg,image/png,image/webp,image/gif,application/pdf,text/plain,.md,.txt'

/** A photo or a document from this device. Nothing is sent before it is signed. */
export function FileField({ label, hint, onFile }: FileFieldProps) {
  const { t } = useTranslation('files')
  const id = useId()
  const format = useFormat()
  const [chosen, setChosen] = useState<{ readonly name: string; readonly size: number }>()
  const isTooLarge = chosen !== undefined && chosen.size > MOST_BYTES
  const choose = async (file: File | undefined): Promise<void> => {
    setChosen(file)
    onFile(file === undefined || file.size > MOST_BYTES ? undefined : new Uint8Array(await file.arrayBuffer()))
  }
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold">{label}</label>
      <input id={id} type="file" accept={ACCEPTED} aria-describedby={`${id}-hint`} onChange={({ target: { files } }) => void choose(files?.[0])} className="field file:me-3 file:rounded-lg file:border-0 file:bg-brand-wash file:px-3 file:py-1 file:font-semibold file:text-brand" />
      <p id={`${id}-hint`} className="text-sm text-soft">{hint}</p>
      {chosen === undefined ? null : <p className="flex items-center gap-1.5 text-sm"><Paperclip aria-hidden className="size-4" />{chosen.name} · {t('kilobytes', { size: format.count(Math.ceil(chosen.size / 1_024)) })}</p>}
      {isTooLarge ? <p role="alert" className="text-sm font-medium text-bad">{t('tooLarge')}</p> : null}
    </div>
  )
}
