import { ZERO_ADDRESS } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { AMOUNT_LIMIT, FIELD_BYTES, KINDS, MAX_URI_BYTES, RECORDS, type KindName, type FieldType, type RecordName, type RecordShape } from '../params.ts'
import type { Id } from '../state/keys.ts'
import type { AnyRecord } from '../state/layout.ts'
import { randomBytes, type Random } from '../tree/testing/scenario.ts'
import { PEOPLE } from './random-deeds.ts'
import { oneIn, pick } from './traffic.ts'

export interface Named {
  readonly name: RecordName
  readonly ids: readonly Id[]
  readonly record: AnyRecord
}

/** Fields that are a choice among a few numbers. */
const CHOICES: { readonly [field: string]: number } = {
  open: 2, member: 2, used: 2, state: 3, stage: 9, collateralIn: 2, claimed: 2, settled: 2, passed: 2, undecided: 2, side: 3, revealed: 2,
}
/** What rules lean on: a rate below what the dividend pot can hold, few seats, few tasks. In bits. */
const NARROW: { readonly [field: string]: number } = { rate: 150, tally: 193, approvals: 3, rejections: 3, position: 3, disputed: 6, unsettled: 6 }
const PLACES = 4

const numberOf = (random: Random, bits: number): bigint => {
  const parts = Array.from({ length: Math.ceil(bits / 16) }, () => BigInt(random(65_536)))
  return parts.reduce((value, part) => (value << 16n) | part, 0n) & ((1n << BigInt(bits)) - 1n)
}

/** A number in its field's width: an end of the range, one beside another field's, or any, small ones as often as large ones. */
function numberFor(field: string, type: FieldType, random: Random, others: readonly bigint[]): bigint {
  const choices = CHOICES[field]
  if (choices !== undefined) return BigInt(random(choices))
  const bits = NARROW[field] ?? 8 * FIELD_BYTES[type]
  const most = (1n << BigInt(bits)) - 1n
  if (oneIn(random, 6)) return pick(random, [0n, 1n, most])
  // Others begin with the time, on which most rules about times turn.
  const near = (type === 'u40' && oneIn(random, 2) ? others[0] ?? 0n : pick(random, others)) + BigInt(random(3)) - 1n
  if (oneIn(random, 2) && near >= 0n && near <= most) return near
  return numberOf(random, 1 + random(bits))
}

function valueFor(field: string, type: FieldType, random: Random, others: readonly bigint[]): unknown {
  if (type === 'address') return oneIn(random, 4) ? ZERO_ADDRESS : pick(random, PEOPLE)
  if (type === 'b32') return oneIn(random, 2) ? new Uint8Array(32) : randomBytes(random, 32)
  return numberFor(field, type, random, others)
}

/** Records of which a few fields have become something else, still something that the field can hold; no clock stands after `now`. */
export function scrambled(records: readonly Named[], random: Random, now: bigint): readonly Named[] {
  const numbers = records.flatMap(({ record }) => Object.values(record).filter((value) => typeof value === 'bigint'))
  const others = [now, ...numbers]
  const changed = records.map((one) => ({ ...one }))
  if (changed.length === 0) return changed
  for (let place = 1 + random(PLACES); place > 0; place--) {
    const one = pick(random, changed)
    const shape: RecordShape = RECORDS[one.name]
    const [field, type] = pick(random, shape.words.flatMap((word) => Object.entries(word)))
    const value = valueFor(field, type, random, others)
    const isLate = field === 'creditsTime' && typeof value === 'bigint' && value > now
    one.record = { ...one.record, [field]: isLate ? now : value }
  }
  return changed
}

const timesIn = (records: readonly Named[]): readonly bigint[] =>
  records.flatMap(({ name, record }) => {
    const fields = (RECORDS[name] as RecordShape).words.flatMap((word) => Object.entries(word))
    return fields.filter(([, type]) => type === 'u40').map(([field]) => record[field]).filter((time) => typeof time === 'bigint')
  })

/** The time, or one right at a time that the records hold, where rules turn; not before `now`. */
export function timeNear(records: readonly Named[], random: Random, now: bigint): bigint {
  const ahead = timesIn(records).filter((time) => time > now)
  return ahead.length === 0 || oneIn(random, 2) ? now : pick(random, ahead) + BigInt(random(3)) - 1n
}

const UINT = /^uint([0-9]+)$/

/** A call's arguments with one of them at an end of what is allowed (`ends`), or beside a number of the records. */
export function argumentsNear(kind: KindName, args: readonly Argument[], records: readonly Named[], ends: readonly bigint[], random: Random): readonly Argument[] {
  const { inputs } = KINDS[kind]
  if (inputs.length === 0 || !oneIn(random, 3)) return args
  const at = random(inputs.length)
  const numbers = records.flatMap(({ record }) => Object.values(record).filter((value) => typeof value === 'bigint'))
  const argument = (type: string, value: Argument): Argument => {
    if (type === 'string') return new Uint8Array(MAX_URI_BYTES + random(2))
    const bits = UINT.exec(type)?.[1]
    if (bits === undefined) return value
    const most = (1n << BigInt(bits)) - 1n
    const near = pick(random, oneIn(random, 2) ? ends : [0n, 1n, 32n, AMOUNT_LIMIT, most, ...numbers]) + BigInt(random(3)) - 1n
    return near < 0n || near > most ? value : near
  }
  return args.map((value, i) => (i === at ? argument(inputs[i] ?? '', value) : value))
}
