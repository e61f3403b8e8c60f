import type { Client } from 'viem'

/**
 * Calls and views share a contract's name: a client that has one of them gets the other beside it. viem's `extend` would put the new
 * object in the place of the one before.
 */
export function beside<N extends object>(client: Client, namespaces: N): N {
  const known = new Map<string, unknown>(Object.entries(client))
  const joined = Object.entries(namespaces).map(([name, own]: [string, object]) => {
    const before = known.get(name)
    return [name, typeof before === 'object' ? { ...before, ...own } : own]
  })
  return Object.fromEntries(joined) as N
}
