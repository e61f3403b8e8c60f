import { Blocks, Coins, FolderKanban, Hammer, House, ServerCog, ShieldCheck, UserPlus, Vote, type LucideIcon } from 'lucide-react'
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import { loadLaterWords, type Words } from '../language/language.ts'

export interface Route {
  readonly path: string
  /** below it are addresses of its own: /projects/3 */
  readonly nested?: boolean
  /** of the words in shell.nav */
  readonly name: Exclude<keyof Words['shell']['nav'], 'label' | 'more'>
  readonly icon: LucideIcon
  readonly screen: LazyExoticComponent<ComponentType>
}

/** A screen with words of its own. */
const later = (load: () => Promise<ComponentType>): Route['screen'] =>
  lazy(async () => {
    const [screen] = await Promise.all([load(), loadLaterWords()])
    return { default: screen }
  })

/** Every screen, in the order of the navigation. Each is loaded when it is opened first. */
export const ROUTES: readonly Route[] = [
  { path: '/', name: 'home', icon: House, screen: lazy(async () => ({ default: (await import('../screens/home/home.tsx')).Home })) },
  { path: '/projects', nested: true, name: 'projects', icon: FolderKanban, screen: later(async () => (await import('../screens/projects/projects.tsx')).Projects) },
  { path: '/work', name: 'work', icon: Hammer, screen: later(async () => (await import('../screens/work/work.tsx')).Work) },
  { path: '/votes', name: 'votes', icon: Vote, screen: later(async () => (await import('../screens/votes/votes.tsx')).Votes) },
  { path: '/money', name: 'money', icon: Coins, screen: later(async () => (await import('../screens/money/money.tsx')).Money) },
  { path: '/check', name: 'check', icon: ShieldCheck, screen: later(async () => (await import('../screens/check/check.tsx')).Check) },
  { path: '/join', name: 'join', icon: UserPlus, screen: later(async () => (await import('../screens/join/join.tsx')).Join) },
  { path: '/explorer', nested: true, name: 'explorer', icon: Blocks, screen: later(async () => (await import('../screens/explorer/explorer.tsx')).Explorer) },
  { path: '/operator', name: 'operator', icon: ServerCog, screen: later(async () => (await import('../screens/operator/operator.tsx')).Operator) },
]
