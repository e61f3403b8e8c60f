import { BadgeCheck, Download, FileX2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { Failed, Loading } from '../ui/states.tsx'
import { useFile, type CheckedFile } from './use-file.ts'

/** A hash in short, for files that this node does not keep. */
export const shortHash = (hash: string): string => `${hash.slice(0, 8)}…${hash.slice(-4)}`

/** The first line of a text that a hash stands for; `instead` where there is none. */
export function FileTitle({ hash, instead }: { readonly hash: Hex; readonly instead: string }) {
  const { data } = useFile(hash)
  const title = data?.text?.title ?? ''
  return <>{title === '' ? instead : title}</>
}

/** What a hash stands for: a text, a photo, a document; checked before it is shown. */
export function FileView({ hash, body = false }: { readonly hash: Hex; readonly body?: boolean }) {
  const { t } = useTranslation('files')
  const { data, error, isError, refetch } = useFile(hash)
  if (isError) return <Failed error={error} retry={refetch} />
  if (data === undefined) return <Loading lines={2} />
  if (data === null) {
    return <p className="flex items-start gap-2 text-soft"><FileX2 aria-hidden className="mt-0.5 size-5 shrink-0" /><span>{t('absent')} <span className="number" title={hash} dir="ltr">{shortHash(hash)}</span></span></p>
  }
  return (
    <div className="grid gap-3">
      <Shown file={data} bodyOnly={body} />
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
        <span className="flex items-center gap-1.5"><BadgeCheck aria-hidden className="size-4 text-good" />{t('checked')} <span className="number" title={hash} dir="ltr">{shortHash(hash)}</span></span>
        <Save file={data} />
      </p>
    </div>
  )
}

function Shown({ file, bodyOnly }: { readonly file: CheckedFile; readonly bodyOnly: boolean }) {
  const { t } = useTranslation('files')
  const url = useObjectUrl(file)
  if (file.text !== undefined) {
    const { title, body } = file.text
    return (
      <div className="grid gap-2">
        {bodyOnly ? null : <p className="font-semibold">{title}</p>}
        {body === '' ? null : <p className="whitespace-pre-line text-pretty">{body}</p>}
      </div>
    )
  }
  if (file.type.startsWith('image/')) return <img src={url} alt={t('photo')} className="max-h-96 w-fit max-w-full rounded-xl border border-line object-contain" />
  return <p className="font-medium">{t('document')}</p>
}

const ENDINGS: { readonly [type: string]: string } = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/webp': 'webp', 'application/pdf': 'pdf' }

function Save({ file }: { readonly file: CheckedFile }) {
  const { t } = useTranslation('files')
  const url = useObjectUrl(file)
  return <a className="link inline-flex items-center gap-1.5" href={url} download={`${file.hash.slice(2, 14)}.${ENDINGS[file.type] ?? 'txt'}`}><Download aria-hidden className="size-4" />{t('save')}</a>
}

/** Only of photos, documents and text: none of them runs. */
function useObjectUrl({ bytes, type }: CheckedFile): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: Object.hasOwn(ENDINGS, type) ? type : 'text/plain' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes, type])
  return url
}
