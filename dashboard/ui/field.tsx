import { useId, type InputHTMLAttributes, type ReactNode } from 'react'

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly problem?: string | undefined
  readonly after?: ReactNode
}

/** A labelled input, with what it is for and what is wrong with it tied to it. */
export function Field({ label, hint, problem, after, className = '', ...input }: FieldProps) {
  const id = useId()
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(problem === undefined ? [] : [`${id}-problem`])].join(' ')
  return (
    <div className={`grid gap-1.5 ${className}`}>
      <label htmlFor={id} className="font-semibold">{label}</label>
      <div className="flex items-center gap-2">
        <input {...input} id={id} className="field" aria-invalid={problem === undefined ? undefined : true} aria-describedby={described === '' ? undefined : described} />
        {after}
      </div>
      {hint === undefined ? null : <p id={`${id}-hint`} className="text-sm text-soft">{hint}</p>}
      {problem === undefined ? null : <p id={`${id}-problem`} role="alert" className="text-sm font-medium text-bad">{problem}</p>}
    </div>
  )
}
