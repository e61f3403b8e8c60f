import { Upload } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keccak256 } from 'viem'
import { encodeCall } from '@distribute/client'
import { FileField } from '../../files/file-field.tsx'
import { sendWithFiles } from '../../files/with-files.ts'
import { useTransactions } from '../../transactions/transactions.tsx'

interface EvidenceProps {
  readonly id: bigint
  readonly index: bigint
}

/** A photo, a document or a text: its hash goes on the chain once the node has its bytes. */
export function EvidenceForm({ id, index }: EvidenceProps) {
  const { t } = useTranslation('projects')
  const note = useId()
  const { propose } = useTransactions()
  const [file, setFile] = useState<Uint8Array<ArrayBuffer>>()
  const [text, setText] = useState('')
  const bytes = file ?? (text.trim() === '' ? undefined : new TextEncoder().encode(text.trim()))
  const submit = (): void => {
    if (bytes === undefined) return
    const call = encodeCall('projects', 'submitEvidence', { id, index, evidenceHash: keccak256(bytes), uri: '' })
    propose({ on: 'chain', words: t('evidence.words', { id: String(id), task: String(index + 1n) }), call, send: sendWithFiles(call, [bytes]) })
  }
  return (
    <form className="grid gap-4 rounded-xl bg-sunk p-4" aria-label={t('evidence.title')} onSubmit={(event) => { event.preventDefault(); submit() }}>
      <h3 className="font-semibold">{t('evidence.title')}</h3>
      <FileField label={t('evidence.file')} hint={t('evidence.fileHint')} onFile={setFile} />
      {file !== undefined ? null : (
        <div className="grid gap-1.5">
          <label htmlFor={note} className="font-semibold">{t('evidence.note')}</label>
          <textarea id={note} rows={3} className="field" placeholder={t('evidence.noteHint')} value={text} onChange={({ target: { value } }) => setText(value)} />
        </div>
      )}
      <button type="submit" className="button button-primary" disabled={bytes === undefined}><Upload aria-hidden className="size-5" />{t('evidence.go')}</button>
    </form>
  )
}
