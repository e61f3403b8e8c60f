import { isIPv6 } from 'node:net'

/** How many requests each client may make. */
export interface ClientRate {
  /** Whether `requests` more of this client are answered now; they are then counted. */
  admits(client: string, requests: number): boolean
  /** Clients that are remembered. */
  known(): number
}

export interface ClientRateOptions {
  /** Requests a second of one client, in the long run; 0: as many as come. */
  readonly perSecond: number
  /** Milliseconds. */
  readonly now?: () => number
}

/** What a client has not used is kept for so long: wallets come in bursts. */
const SAVED_SECONDS = 10
const MAX_KNOWN = 100_000
const WORDS_OF_A_NETWORK = 4

interface Account {
  /** Requests that are left; below zero after a batch that was larger. */
  left: number
  at: number
}

/** A household has one IPv4 address, or 2^64 of IPv6. */
function networkOf(client: string): string {
  if (!isIPv6(client)) return client
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(client)
  if (mapped?.[1] !== undefined) return mapped[1]
  const [head = '', tail = ''] = client.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = client.includes('::') && tail !== '' ? tail.split(':') : []
  const zeros = Math.max(0, 8 - front.length - back.length)
  return [...front, ...Array.from({ length: client.includes('::') ? zeros : 0 }, () => '0'), ...back].slice(0, WORDS_OF_A_NETWORK).join(':')
}

/** A client with anything left may send a whole batch, and waits the longer after it. */
export function createClientRate({ perSecond, now = () => performance.now() }: ClientRateOptions): ClientRate {
  const accounts = new Map<string, Account>()
  const most = perSecond * SAVED_SECONDS
  const accountOf = (client: string): Account => {
    const key = networkOf(client)
    const found = accounts.get(key) ?? { left: most, at: now() }
    // The last in the map is the one that asked last: the first is the first to be forgotten.
    accounts.delete(key)
    accounts.set(key, found)
    for (const oldest of accounts.keys()) {
      if (accounts.size <= MAX_KNOWN) break
      accounts.delete(oldest)
    }
    return found
  }
  return {
    admits(client, requests) {
      if (perSecond <= 0) return true
      const account = accountOf(client)
      const time = now()
      account.left = Math.min(most, account.left + ((time - account.at) / 1_000) * perSecond)
      account.at = time
      if (account.left <= 0) return false
      account.left -= requests
      return true
    },
    known: () => accounts.size,
  }
}
