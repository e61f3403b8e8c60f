import { useQuery } from '@tanstack/react-query'
import { NODE_URL } from '../chain/node-url.ts'

const STORED = 'distribute.l1'
/** The node reads it, and lets this one origin into the page's policy (node/page). */
const COOKIE = 'distribute-l1'
const YEAR_SECONDS = 31_536_000

/** The member's own L1 address, undefined until she has entered one: nothing but the node is asked before. */
export const ownL1Url = (): string | undefined => localStorage.getItem(STORED) ?? undefined

/** Keeps it and loads the page anew: the policy that lets it in comes with the page. */
export function setOwnL1Url(url: string | undefined): void {
  if (url === undefined) localStorage.removeItem(STORED)
  else localStorage.setItem(STORED, url)
  const origin = url === undefined ? '' : new URL(url).origin
  document.cookie = `${COOKIE}=${encodeURIComponent(origin)}; path=/; max-age=${origin === '' ? 0 : YEAR_SECONDS}; samesite=strict`
  window.location.reload()
}

/** An address that can be asked from a page, as it was meant; undefined where it is none. */
export function parseL1Url(text: string): string | undefined {
  const url = URL.parse(text.trim())
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : undefined
}

async function proposed(): Promise<string | null> {
  const answer: unknown = await (await fetch(`${NODE_URL}/page.json`)).json()
  return typeof answer === 'object' && answer !== null && 'l1Url' in answer && typeof answer.l1Url === 'string' ? answer.l1Url : null
}

/** What the node's operator proposes as L1; null for none. It is shown, and not asked before the member takes it. */
export const useProposedL1 = () => useQuery({ queryKey: ['proposed-l1'], queryFn: proposed, staleTime: Infinity, retry: 1 })
