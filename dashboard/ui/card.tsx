import { useId, type ReactNode } from 'react'

interface CardProps {
  readonly title?: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
  readonly className?: string
}

/** A part of a screen; with a title it is a region of that name. */
export function Card({ title, aside, children, className = '' }: CardProps) {
  const id = useId()
  if (title === undefined) return <div className={`card ${className}`}>{children}</div>
  return (
    <section aria-labelledby={id} className={`card ${className}`}>
      <header className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="text-lg font-semibold">{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

interface ScreenProps {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A whole screen: its heading, what it is for in a sentence, and its parts. */
export function Screen({ title, lead, actions, children }: ScreenProps) {
  return (
    <div className="appears mx-auto grid w-full max-w-6xl gap-6">
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div className="grid max-w-2xl gap-1.5">
          <h1 className="text-3xl font-bold sm:text-4xl">{title}</h1>
          {lead === undefined ? null : <p className="text-soft text-lg text-pretty">{lead}</p>}
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
