import { amount, NAMES, type Community, type Name } from './community.ts'

/** Tells the story: headings, steps, and what everybody has. */
export interface Teller {
  chapter(title: string): void
  step(text: string): void
  /** What everybody has now, with the change since the last table. */
  balances(): Promise<void>
}

interface Balance {
  readonly ether: bigint
  readonly tokens: bigint
  readonly reputation: bigint
}

const WIDTH = 24

/** Fees are a few thousand wei: shown as changes they would only hide the others. */
const NOTHING = 10n ** 12n

const signed = (change: bigint): string => {
  const size = change > 0n ? change : -change
  return size < NOTHING ? '' : ` ${change > 0n ? '+' : '-'}${amount(size)}`
}
const cell = (now: bigint, before: bigint | undefined): string =>
  `${amount(now)}${before === undefined ? '' : signed(now - before)}`.padStart(WIDTH)

export const createTeller = (community: Community, line: (text: string) => void): Teller => {
  let last = new Map<Name, Balance>()

  const balanceOf = async (name: Name): Promise<Balance> => {
    const { address } = community.person(name).account
    const [ether, tokens, reputation] = await Promise.all([
      community.ether(name),
      community.read('token', 'balanceOf', [address]),
      community.read('reputation', 'balanceOf', [address]),
    ])
    return { ether, tokens: BigInt(String(tokens)), reputation: BigInt(String(reputation)) }
  }

  return {
    chapter: (title) => line(`\n── ${title} ${'─'.repeat(Math.max(0, 90 - title.length))}`),
    step: (text) => line(`  • ${text}`),
    async balances() {
      const now = new Map<Name, Balance>()
      for (const name of NAMES) now.set(name, await balanceOf(name))
      line(`    ${''.padEnd(6)}${'ether'.padStart(WIDTH)}${'free tokens'.padStart(WIDTH)}${'free reputation'.padStart(WIDTH)}`)
      for (const [name, { ether, tokens, reputation }] of now) {
        const before = last.get(name)
        const cells = [cell(ether, before?.ether), cell(tokens, before?.tokens), cell(reputation, before?.reputation)]
        line(`    ${name.padEnd(6)}${cells.join('')}`)
      }
      last = now
    },
  }
}
