import { X } from 'lucide-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface DialogProps {
  readonly title: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape, and gives the focus back. On a phone it comes from below. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useTranslation()
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog ref={ref} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose() }}
      className="mb-0 w-full max-w-full rounded-t-2xl border border-line bg-card p-0 shadow-float sm:mb-auto sm:max-w-lg sm:rounded-2xl">
      <div className="grid max-h-[88dvh] gap-4 overflow-y-auto p-5 sm:p-6">
        <header className="flex items-start justify-between gap-3">
          <h2 id={id} className="text-xl font-bold">{title}</h2>
          <button type="button" className="button button-plain -me-2 -mt-1.5 shrink-0" onClick={onClose} aria-label={t('close')}><X aria-hidden className="size-5" /></button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
