import { ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { toHex } from '../codec/bytes.ts'
import { CURRENCIES, type KindName, type RecordName } from '../params.ts'
import { recordKey, type Id } from '../state/keys.ts'
import { createTree } from '../tree/tree.ts'
import { createLedger } from '../state/ledger.ts'
import { runCall } from '../execute/call.ts'
import { targetOf } from '../execute/transaction.ts'
import { EVERYBODY, ONE_TASK, ROOT } from './projects.ts'
import { taskListRoot } from '../rules/task-lists.ts'
import { call, type Case, type Extra } from './vector-case.ts'
import { recordVector, type RecordVector } from './vector-format.ts'
import type { World } from './world.ts'

const INDEXES = [0n, 1n, 2n]
const ONE_ROOT = taskListRoot(ONE_TASK)

/** What a test community of projects can hold, by name. */
function candidates(): readonly (readonly [RecordName, readonly Id[]])[] {
  const currencies = Object.values(CURRENCIES).map(BigInt)
  const ofProject = (id: bigint) => [
    ['project', [id]], ['proposal', [id]], ['taskList', [id, ROOT]], ['taskList', [id, ONE_ROOT]],
    ...EVERYBODY.map((who) => ['stake', [id, who]] as const),
    ...INDEXES.flatMap((index) => [
      ['task', [id, index]] as const, ['poll', [id, index]] as const,
      ...EVERYBODY.map((who) => ['seat', [id, index, who]] as const),
      ...EVERYBODY.flatMap((who) => currencies.map((currency) => ['ballot', [id, index, who, currency]] as const)),
    ]),
  ] as const
  return [
    ['pool', []], ...currencies.map((currency) => ['stream', [currency]] as const),
    ...EVERYBODY.flatMap((who) => [['account', [who]] as const, ['rights', [who]] as const]),
    ...[1n, 2n].flatMap(ofProject),
  ]
}

const NAMES = new Map<string, readonly [RecordName, readonly Id[]]>(candidates().map(([name, ids]) => [toHex(recordKey(name, ...ids)), [name, ids]]))

/**
 * A call in the state of a test community, as a case. Of the state only those records are listed that the call asks for: the others
 * could as well be absent.
 */
export function scene(name: string, world: World, [sender, kind, args, extra = {}]: readonly [Address, KindName, readonly Argument[], Extra?], expected: Pick<Case, 'fails' | 'returns' | 'gives' | 'parameters'>): Case {
  const tree = createTree()
  tree.apply(world.ledger.flush())
  tree.apply(world.ledger.changes())
  const asked = new Set<string>()
  const ledger = createLedger({
    get: (key) => {
      asked.add(toHex(key))
      return tree.get(key)
    },
  })
  const request = { kind, args }
  runCall({ ledger, config: world.config, now: world.now, sender, to: targetOf(request, ZERO_ADDRESS), value: extra.value ?? 0n, call: request })
  const before = [...asked].flatMap((key): RecordVector[] => {
    const known = NAMES.get(key)
    const words = known === undefined ? undefined : tree.get(recordKey(known[0], ...known[1]))
    return known === undefined || words === undefined ? [] : [recordVector(known[0], known[1], words)]
  })
  const byName = ({ record, ids }: RecordVector) => `${record} ${ids.join(' ')}`
  return { name, time: world.now, before: before.sort((a, b) => (byName(a) < byName(b) ? -1 : 1)), action: call(sender, kind, args, extra), ...expected }
}
