import { House, type LucideIcon } from 'lucide-react'
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import type { Words } from '../language/language.ts'

export interface Route {
  readonly path: string
  /** below it are addresses of its own: /projects/3 */
  readonly nested?: boolean
  /** of the words in shell.nav */
  readonly name: Exclude<keyof Words['shell']['nav'], 'label' | 'more'>
  readonly icon: LucideIcon
  readonly screen: LazyExoticComponent<ComponentType>
}

/** Every screen, in the order of the navigation. Each is loaded when it is opened first. */
export const ROUTES: readonly Route[] = [
  { path: '/', name: 'home', icon: House, screen: lazy(async () => ({ default: (await import('../screens/home/home.tsx')).Home })) },
]
