import type { Argument } from '../codec/argument.ts'
import { SIDES, STAGES, type KindName, type RecordName } from '../params.ts'
import { slotName, type Id } from '../state/keys.ts'
import type { RecordOf } from '../state/layout.ts'
import type { Change } from './watched-ledger.ts'
import type { World } from './world.ts'

/** A call that clears what a record still holds. */
export interface Settling {
  readonly kind: KindName
  readonly args: readonly Argument[]
}

const isHeld: { readonly [name in RecordName]?: (record: never) => boolean } = {
  stake: ({ tokens, reputation }: RecordOf<'stake'>) => tokens + reputation > 0n,
  task: ({ claimer, settled }: RecordOf<'task'>) => BigInt(claimer) > 0n && settled === 0n,
  seat: ({ side, settled }: RecordOf<'seat'>) => side !== SIDES.none && settled === 0n,
  ballot: ({ amount, settled }: RecordOf<'ballot'>) => amount > 0n && settled === 0n,
}
const KIND_OF: { readonly [name in RecordName]?: KindName } = {
  stake: 'settleStake', task: 'settleTask', seat: 'settleValidation', ballot: 'settleBallot',
}

/** What every project still has to settle, kept from what each call changed. */
export class Settlings {
  readonly #open = new Map<bigint, Map<string, Settling>>()

  enter(changes: readonly Change[]): void {
    for (const { name, ids, after } of changes) {
      const kind = KIND_OF[name]
      if (kind !== undefined) this.#set(kind, slotName(name, ...ids), ids, isHeld[name]?.(after as never) === true)
    }
  }

  #set(kind: KindName, slot: string, ids: readonly Id[], held: boolean): void {
    const id = ids[0] as bigint
    const open = this.#open.get(id) ?? new Map<string, Settling>()
    this.#open.set(id, open)
    if (!held) open.delete(slot)
    else if (!open.has(slot)) open.set(slot, { kind, args: ids })
  }

  isOpen(id: bigint): boolean {
    return (this.#open.get(id)?.size ?? 0) > 0
  }

  of(id: bigint): readonly Settling[] {
    return [...(this.#open.get(id)?.values() ?? [])]
  }

  /** The slots of all that is open, in order: two of these are the same when they know the same. */
  slots(): readonly string[] {
    return [...this.#open.values()].flatMap((open) => [...open.keys()]).sort()
  }
}

/**
 * advance(id), where it is a settling: whether a proposal is Staked is none. Of two that the pool could pay, the one that
 * somebody looks at first is.
 */
export function advanceOf(world: World, id: bigint): readonly Settling[] {
  const { stage, deadline } = world.ledger.get('project', id)
  return stage !== STAGES.proposed || world.now >= deadline ? [{ kind: 'advance', args: [id] }] : []
}
