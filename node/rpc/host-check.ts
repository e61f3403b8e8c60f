import { isIP } from 'node:net'

/** The host of a Host header, without its port and the brackets of IPv6. */
function hostOf(header: string): string {
  const bracket = /^\[([^\]]*)\](?::\d+)?$/.exec(header)
  return (bracket?.[1] ?? header.replace(/:\d+$/, '')).toLowerCase()
}

/**
 * Whether a request may come in under this Host header: a web page can point a name of its own at this machine (DNS
 * rebinding), but not localhost, and not an address. `allowed` names others; `*` allows all. A client without the
 * header is no browser.
 */
export function isAllowedHost(header: string | undefined, allowed: readonly string[]): boolean {
  if (header === undefined || header === '' || allowed.includes('*')) return true
  const host = hostOf(header)
  return host === 'localhost' || isIP(host) !== 0 || allowed.some((name) => name.toLowerCase() === host)
}
