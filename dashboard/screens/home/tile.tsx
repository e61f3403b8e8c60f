import type { ReactNode } from 'react'

/** One figure, large, and what it means. */
export function Tile({ name, text, children }: { readonly name: ReactNode; readonly text: ReactNode; readonly children: ReactNode }) {
  return (
    <li className="card grid content-start gap-1">
      <p className="text-sm font-semibold text-soft">{name}</p>
      <p className="text-2xl font-bold tracking-tight sm:text-[1.7rem]">{children}</p>
      <p className="text-sm text-soft">{text}</p>
    </li>
  )
}
