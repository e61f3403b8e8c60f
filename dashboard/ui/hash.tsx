import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Copy } from './copy.tsx'

interface HashProps {
  readonly of: string
  readonly copy?: boolean
  /** of the page, from its root */
  readonly href?: string
}

/** A hash in short, whole to the pointer. */
export function HashText({ of, copy = false, href }: HashProps) {
  const { t } = useTranslation()
  const short = <span className="number" dir="ltr" title={of}>{`${of.slice(0, 10)}…${of.slice(-6)}`}</span>
  return (
    <span className="inline-flex items-center gap-1">
      {href === undefined ? short : <Link href={`~${href}`} className="link">{short}</Link>}
      {copy ? <Copy text={of} label={t('copyHash')} /> : null}
    </span>
  )
}
