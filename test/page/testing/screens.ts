import type { Furnished } from './furnish.ts'

/** Every screen, by name and address; what a guest sees, and what a member with a wallet does. */
export const SCREENS: readonly { readonly name: string; readonly path: string; readonly as: 'guest' | 'member' }[] = [
  { name: 'home', path: '/', as: 'guest' },
  { name: 'join', path: '/join', as: 'guest' },
  { name: 'joined', path: '/join', as: 'member' },
  { name: 'money-guest', path: '/money', as: 'guest' },
  { name: 'money', path: '/money', as: 'member' },
  { name: 'projects', path: '/projects', as: 'guest' },
  { name: 'propose', path: '/projects/new', as: 'guest' },
  { name: 'project', path: '/projects/1', as: 'member' },
  { name: 'work-guest', path: '/work', as: 'guest' },
  { name: 'work', path: '/work', as: 'member' },
  { name: 'votes', path: '/votes', as: 'member' },
  { name: 'check-guest', path: '/check', as: 'guest' },
  { name: 'explorer', path: '/explorer', as: 'guest' },
  { name: 'block', path: '/explorer/block/3', as: 'guest' },
  { name: 'transaction', path: '/explorer/tx/{tx}', as: 'guest' },
  { name: 'transaction-failed', path: '/explorer/tx/{failed}', as: 'guest' },
  { name: 'address', path: '/explorer/address/{account}', as: 'guest' },
  { name: 'batch', path: '/explorer/batch/1', as: 'guest' },
  { name: 'nothing-found', path: '/explorer/find/0x77', as: 'guest' },
  { name: 'operator', path: '/operator', as: 'guest' },
]

/** A screen's address in this run. */
export const pathOf = (path: string, names: Furnished): string => Object.entries<string>({ ...names }).reduce((text, [name, value]) => text.replace(name, value), path)
