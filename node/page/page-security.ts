import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/**
 * Where a member has entered an address of her own L1, the page keeps its origin in this cookie, which no other site can set and no link
 * can carry: that one origin, and none else, is let into the policy.
 */
const COOKIE = 'distribute-l1'
/** Nothing that could end the directive or the header. */
const ORIGIN = /^https?:\/\/(\[[0-9a-f:]{2,45}\]|[a-z0-9.-]{1,253})(:\d{1,5})?$/

/** The origin of the member's own L1, undefined where she has entered none, or what stands there is none. */
export function ownL1Origin({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  const value = pairs.find(([name]) => name === COOKIE)?.[1]
  if (value === undefined || value.length > 1_024) return undefined
  const origin = decoded(value)
  return ORIGIN.test(origin) ? origin : undefined
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value).toLowerCase()
  } catch {
    return ''
  }
}

/**
 * Nothing from elsewhere, nothing inline, in no frame. WebAssembly may be compiled, as Keccak is; `eval` may not. Pictures may come
 * from what the page itself holds, to show a file before it is uploaded.
 */
const policyOf = (l1: string | undefined): string => [
  "default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' blob: data:", "font-src 'self'",
  `connect-src 'self'${l1 === undefined ? '' : ` ${l1}`}`, "object-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ')

export const securityHeaders = (l1: string | undefined): OutgoingHttpHeaders => ({
  'content-security-policy': policyOf(l1),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
})
