import type { Logger } from './ports.ts'

export type Refused = 'http' | 'websocket'

const EVERY_MS = 10_000

/** Tells of connections that were refused for there being too many: at most every ten seconds, with how many it were. */
export const createRefusals = (log: Logger, { most, now = () => performance.now() }: { readonly most: { readonly [kind in Refused]: number }; readonly now?: () => number }) => {
  const counts = { http: 0, websocket: 0 }
  let toldAt = -Infinity
  return (kind: Refused): void => {
    counts[kind] += 1
    if (now() - toldAt < EVERY_MS) return
    toldAt = now()
    log.warn({ refused: { ...counts }, most }, 'too many connections: new ones are refused')
    counts.http = 0
    counts.websocket = 0
  }
}
