import { setImmediate } from 'node:timers/promises'
import { createLedger, MAX_TASKS, toHex } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { tasksIn } from '../rpc/distribute-task-lists.ts'
import { locate } from '../rpc/distribute-reading.ts'
import type { RpcChain } from '../rpc/ports.ts'

const LISTS_A_PAGE = 200

async function addTaskLists(chain: RpcChain, project: bigint, add: (hash: Uint8Array) => void): Promise<void> {
  let after: Uint8Array | undefined
  do {
    const page = await chain.catalog.taskLists(project, { after, limit: LISTS_A_PAGE })
    for (const { place } of page.items) {
      const located = await locate(chain, place)
      if (located !== undefined) for (const { contentHash } of tasksIn(located)) add(contentHash)
    }
    after = page.next
  } while (after !== undefined)
}

/** Every hash that the chain names of a proposal, of a task in any list, or of evidence: a walk over all projects, with room for others in between. */
export async function namedHashes(chain: RpcChain): Promise<ReadonlySet<Hex>> {
  const found = new Set<Hex>()
  const add = (hash: Uint8Array): void => void found.add(toHex(hash))
  const last = createLedger(chain.state).get('pool').projects
  for (let project = 1n; project <= last; project++) {
    const ledger = createLedger(chain.state)
    add(ledger.get('proposal', project).contentHash)
    for (let index = 0n; index < BigInt(MAX_TASKS); index++) add(ledger.get('task', project, index).evidenceHash)
    await addTaskLists(chain, project, add)
    await setImmediate()
  }
  return found
}
