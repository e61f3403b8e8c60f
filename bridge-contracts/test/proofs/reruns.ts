import { encodeTransactionSegment, kindGas, KINDS, TRANSACTION_MAX_BYTES } from '@distribute/state-machine'
import type { KindName } from '@distribute/state-machine'
import { START } from '../machine/testing/history.ts'
import { startRulesHarness } from '../machine/testing/rules-harness.ts'
import { randomTraces, ruleCallOf } from '../machine/testing/traces.ts'
import { openCourt } from './court.ts'
import { casesPlayed, communityAmong } from './measure.ts'
import type { Say } from './measure.ts'
import type { KindCase } from './play.ts'

/** What a call of a kind costs beside its records, in gas of L1. */
export interface Rerun {
  readonly kind: KindName
  /** As played, at most: what a proof costs more than one that shows the same records for an empty segment. */
  readonly played: number
  /** The longest bytes and the dearest way through the rule, of those that random histories have found, put in its place. */
  readonly most: number
  /** As params.ts has it. */
  readonly allowed: number
  /** On this chain. */
  readonly gas: bigint
}

interface Played {
  readonly one: KindCase
  readonly gas: number
}

/** Bytes of a signed transaction's fixed part at most: length, form, kind, nonce, gas, caps and value, signature. */
const HEAD_BYTES = 2 + 2 + 9 + 9 + 99 + 64
/** Calldata, and what decoding takes for it. */
const BYTE_GAS = 20
/** Signature, nonce, credits and fee, for what was measured as an operation. */
const SIGNED_GAS = 15_000
const EMPTY = encodeTransactionSegment({ last: true, inbox: false, t: START }, [])
const SEGMENT_HEAD = 6
const EACH_OUTCOME = 60

const WORD_BYTES: Readonly<Record<string, number>> = { uint8: 2, uint16: 3, uint64: 9, uint256: 33, address: 21, bool: 2, bytes32: 32, 'bytes32[5]': 160 }

/** Of an item of this kind in a segment, its length before it. */
export function longestItem(kind: KindName): number {
  const { inputs, contract } = KINDS[kind]
  const sizes: readonly (number | undefined)[] = inputs.map((type: string) => WORD_BYTES[type])
  if (sizes.includes(undefined)) return 2 + TRANSACTION_MAX_BYTES
  return HEAD_BYTES + (contract === 'account' ? 20 : 0) + sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
}

/** Each call of the play with what it costs on top of an empty segment. */
export async function measurePlayed(say: Say = () => undefined): Promise<readonly Played[]> {
  const stand = communityAmong(1_000)
  const cases = await casesPlayed(stand)
  const court = await openCourt(stand.config.genesis)
  try {
    const verdicts = await court.prove(cases.flatMap((one) => [one, { ...one, segment: EMPTY }]), 0, ({ name }) => say(`alone: ${name}`))
    return cases.map((one, i) => ({ one, gas: verdicts[2 * i]!.gas - verdicts[2 * i + 1]!.gas }))
  } finally {
    await court.close()
  }
}

/** The dearest way through each rule in so many histories, and what the rules of the played calls cost alone. */
async function measureRules(played: readonly Played[], histories: number, say: Say) {
  const harness = await startRulesHarness()
  try {
    const { chainId, registrar, operator, parameters } = communityAmong(0).config.genesis
    const all = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value.toString()]))
    const alone = await harness.run({ chainId: chainId.toString(), registrar, operator, parameters: all }, played.map(({ one }) => one.rule))
    const most = new Map<KindName, number>()
    for (const { genesis, calls } of randomTraces({ seed: 1, histories, most: EACH_OUTCOME })) {
      say('random histories')
      const live = calls.filter(({ scrambled }) => !scrambled)
      const outcomes = await harness.run(genesis, live.map(ruleCallOf))
      live.forEach(({ kind }, i) => most.set(kind, Math.max(most.get(kind) ?? 0, outcomes[i]!.gas)))
    }
    return { alone: alone.map(({ gas }) => gas), most }
  } finally {
    await harness.close()
  }
}

/** What params.ts says of each kind's re-run, and what it is. */
export async function measureReruns(histories: number, say: Say = () => undefined): Promise<readonly Rerun[]> {
  const played = await measurePlayed(say)
  const { alone, most } = await measureRules(played, histories, say)
  const rows = new Map<KindName, Rerun>()
  played.forEach(({ one, gas }, i) => {
    const { kind } = one
    const dearer = Math.max(0, (most.get(kind) ?? 0) - alone[i]!)
    const longer = BYTE_GAS * (longestItem(kind) - (one.segment.length - SEGMENT_HEAD)) + (one.rule.sender === `0x${'00'.repeat(20)}` ? SIGNED_GAS : 0)
    const known = rows.get(kind)
    rows.set(kind, {
      kind, played: Math.max(gas, known?.played ?? 0), most: Math.max(gas + dearer + longer, known?.most ?? 0), allowed: KINDS[kind].rerun, gas: kindGas(kind),
    })
  })
  return [...rows.values()]
}
