import { Address, ZERO_ADDRESS } from '../codec/address.ts'
import { EMPTY, toHex } from '../codec/bytes.ts'
import type { Event } from '../codec/events.ts'
import { recoverAddress } from '../codec/recover.ts'
import { runCall } from '../execute/call.ts'
import { executeEntry } from '../execute/entry.ts'
import type { Outcome } from '../execute/outcome.ts'
import { executeTransaction, targetOf } from '../execute/transaction.ts'
import { depositEther } from '../rules/ether.ts'
import { decodeGenesis, type Genesis } from '../state/genesis.ts'
import { recordKey } from '../state/keys.ts'
import { createLedger, type Ledger } from '../state/ledger.ts'
import { createTree, type Tree } from '../tree/tree.ts'
import { claimedBy, tokenDepositOf } from './chain.ts'
import { callOf, eventVector, recordVector, storedRecord, type RecordVector, type StoredRecord, type Vector } from './vector-format.ts'

/** What a vector says must come out. */
export type VectorResult = Pick<Vector, 'after' | 'error' | 'skipped' | 'output' | 'events'>

interface Finished {
  readonly error?: string | undefined
  readonly skipped?: string
  readonly output: Uint8Array
  readonly events: readonly Event[]
}

const DEPOSITED: Finished = { output: EMPTY, events: [] }

const finished = (outcome: Outcome): Finished => (outcome.included ? outcome : { skipped: outcome.reason, output: EMPTY, events: [] })

function act(ledger: Ledger, genesis: Genesis, { time, action }: Vector): Finished {
  const now = BigInt(time)
  const config = { genesis, recover: recoverAddress }
  const value = BigInt(action.value)
  const [sender, to] = [Address(action.sender ?? ZERO_ADDRESS), Address(action.to ?? ZERO_ADDRESS)]
  const call = callOf(action)
  if (action.type === 'tokenDeposit') return finished(executeEntry({ ledger, config, now }, 0n, tokenDepositOf(to, value, now)))
  if (call === undefined) {
    depositEther({ ledger, genesis, now }, to, value)
    return DEPOSITED
  }
  if (action.type === 'call') return runCall({ ledger, config, now, sender, to: targetOf(call, to), value, call })
  const { nonce = '0', gas = '0', feeCap = '0', forced = false } = action
  const transaction = claimedBy(sender, { nonce: BigInt(nonce), gas: BigInt(gas), feeCap: BigInt(feeCap), to, value, call })
  return finished(executeTransaction({ ledger, config, now }, transaction, { sender, forced }))
}

/** Records that a change may name: those of the vector, and those that its addresses and numbers lead to. */
type Names = ReadonlyMap<string, Pick<StoredRecord, 'name' | 'ids'>>

/** Records of projects that addresses, words and the first tasks lead to. */
function projectRecords(addresses: readonly string[], words: readonly string[]): RecordVector[] {
  const fields = {}
  return ['1', '2'].flatMap((id) => [
    ...['project', 'proposal'].map((record) => ({ record, ids: [id], fields })),
    ...addresses.map((address) => ({ record: 'stake', ids: [id, address], fields })),
    ...words.map((root) => ({ record: 'taskList', ids: [id, root], fields })),
    ...['0', '1', '2'].flatMap((index) => [
      ...['task', 'poll'].map((record) => ({ record, ids: [id, index], fields })),
      ...addresses.map((address) => ({ record: 'seat', ids: [id, index, address], fields })),
      ...addresses.flatMap((address) => ['0', '1'].map((currency) => ({ record: 'ballot', ids: [id, index, address, currency], fields }))),
    ]),
  ])
}

function namesOf(vector: Vector, { operator }: Genesis, output: Uint8Array): Names {
  const { action, before } = vector
  const texts = [toHex(output), operator, ...(action.args ?? []), action.sender ?? '', action.to ?? '', ...before.flatMap(({ ids, fields }) => [...ids, ...Object.values(fields)])]
  const addresses = [...new Set(texts.filter((text) => /^0x[0-9a-f]{40}$/.test(text)).map(Address))]
  const words = texts.filter((text) => /^0x[0-9a-f]{64}$/.test(text))
  const records: RecordVector[] = [
    ...['pool', 'chain', 'bridged'].map((record) => ({ record, ids: [], fields: {} })),
    ...['0', '1'].map((id) => ({ record: 'stream', ids: [id], fields: {} })),
    ...addresses.flatMap((address) => ['account', 'recovery', 'rights'].map((record) => ({ record, ids: [address], fields: {} }))),
    ...addresses.flatMap((owner) => addresses.map((spender) => ({ record: 'allowance', ids: [owner, spender], fields: {} }))),
    ...words.map((identity) => ({ record: 'identity', ids: [identity], fields: {} })),
    ...['1', '2', '8'].flatMap((id) => ['withdrawal', 'tokenWithdrawal'].map((record) => ({ record, ids: [id], fields: {} }))),
    ...projectRecords(addresses, words),
  ]
  return new Map(records.map((record) => {
    const stored = storedRecord(record)
    return [toHex(recordKey(stored.name, ...stored.ids)), stored]
  }))
}

const treeOf = (before: readonly RecordVector[]): Tree => {
  const tree = createTree()
  tree.apply(before.map(storedRecord).map(({ name, ids, words }) => ({ key: recordKey(name, ...ids), words })))
  return tree
}

/** The genesis of a file, with the parameters that a vector changes. */
function genesisOfVector(genesis: unknown, parameters: Vector['parameters']): Genesis {
  const raw = genesis as { readonly parameters: object }
  return decodeGenesis(JSON.stringify({ ...raw, parameters: { ...raw.parameters, ...parameters } }))
}

/** Runs a vector on the state before it. */
export function runVector(vector: Vector, genesis: unknown): VectorResult {
  const ledger = createLedger(treeOf(vector.before))
  const community = genesisOfVector(genesis, vector.parameters)
  const { error, skipped, output, events } = act(ledger, community, vector)
  const names = namesOf(vector, community, output)
  const after = ledger.flush().map(({ key, words }) => {
    const known = names.get(toHex(key))
    if (known === undefined) throw new TypeError(`${vector.name}: changes a record that it does not name`)
    return recordVector(known.name, known.ids, words)
  })
  const byName = ({ record, ids }: RecordVector) => `${record} ${ids.join(' ')}`
  return {
    after: after.sort((a, b) => (byName(a) < byName(b) ? -1 : 1)),
    error: error ?? null,
    skipped: skipped ?? null,
    output: toHex(output),
    events: events.map(eventVector),
  }
}
