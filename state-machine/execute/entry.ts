import { addressFromBytes, contractAt, systemAddress, type Address } from '../codec/address.ts'
import { concat, EMPTY } from '../codec/bytes.ts'
import { decodeCalldata, type Call } from '../codec/call.ts'
import { decodeSend, decodeTokenDeposit, type InboxEntry } from '../codec/entry.ts'
import type { Event } from '../codec/events.ts'
import { decodeItem } from '../codec/transaction.ts'
import { ENTRIES } from '../params.ts'
import { depositTokens } from '../rules/bridge.ts'
import { depositEther } from '../rules/ether.ts'
import { changePoolEther } from '../rules/pool.ts'
import { skipped, type Included, type Outcome } from './outcome.ts'
import { canPayFee, executeTransaction, included, runPaid, type Run } from './transaction.ts'

const receiverOf = ({ payload }: InboxEntry): Address => addressFromBytes(concat(payload, new Uint8Array(20)))

/** Deposits always take effect. rollup.md section 5. */
const executeDeposit = (run: Run, index: bigint, entry: InboxEntry): Included => {
  const to = receiverOf(entry)
  depositEther({ ledger: run.ledger, now: run.now, genesis: run.config.genesis }, to, entry.value)
  return {
    included: true,
    source: 'deposit',
    success: true,
    sender: entry.from,
    to,
    value: entry.value,
    gasUsed: 0n,
    entryIndex: index,
    entry,
    events: [{ name: 'Deposited', contract: 'bridge', args: [index, to, entry.value] }],
    output: EMPTY,
  }
}

/** Tokens that L1 has burned: they come back to whom their sender named, as ether does. */
const executeTokenDeposit = (run: Run, index: bigint, entry: InboxEntry): Included => {
  const { to, amount } = decodeTokenDeposit(entry.payload)
  const given = depositTokens({ ledger: run.ledger, now: run.now, genesis: run.config.genesis }, to, amount)
  const transfer: Event = { name: 'Transfer', contract: 'token', args: [systemAddress('bridge'), to, given] }
  const deposited: Event = { name: 'TokensDeposited', contract: 'bridge', args: [index, to, given] }
  return {
    included: true,
    source: 'tokenDeposit',
    success: true,
    sender: entry.from,
    to,
    value: 0n,
    gasUsed: 0n,
    events: given === 0n ? [deposited] : [transfer, deposited],
    output: EMPTY,
  }
}

const executeForced = (run: Run, entry: InboxEntry): Outcome => {
  const item = decodeItem(entry.payload)
  if (item?.type !== 'transaction') return skipped('Undecodable')
  return executeTransaction(run, item.transaction, { forced: true })
}

const callOf = (target: Address, data: Uint8Array): Call | undefined => {
  const contract = contractAt(target)
  if (data.length === 0) return { kind: 'send', args: [] }
  const decoded = contract === undefined ? undefined : decodeCalldata(contract, data)
  return decoded?.ok === true ? decoded.call : undefined
}

const executeSend = (run: Run, entry: InboxEntry): Outcome => {
  const message = decodeSend(entry.payload)
  const call = message === undefined ? undefined : callOf(message.target, message.call)
  if (message === undefined || call === undefined) return skipped('Undecodable')
  if (!canPayFee(run, entry.from, call.kind)) return skipped('CannotPayFee')
  const facts = { sender: entry.from, to: message.target, value: message.value, call }
  return included(runPaid(run, facts), { source: 'send', ...facts })
}

/** Entries 1 and 2 bring their fee to the pool, whatever becomes of the call; what comes with others, if L1 took it, goes there too. */
const executePaidEntry = (run: Run, index: bigint, entry: InboxEntry): Outcome => {
  changePoolEther(run.ledger, entry.value, run.now, run.config.genesis.parameters)
  if (entry.kind === ENTRIES.forced) return executeForced(run, entry)
  if (entry.kind === ENTRIES.tokenDeposit) return executeTokenDeposit(run, index, entry)
  return entry.kind === ENTRIES.send ? executeSend(run, entry) : skipped('Undecodable')
}

/** Reads one inbox entry. Total: an entry that can never be valid is skipped. rollup.md section 5. */
export const executeEntry = (run: Run, index: bigint, entry: InboxEntry): Outcome => {
  if (entry.kind === ENTRIES.deposit) return executeDeposit(run, index, entry)
  const outcome = executePaidEntry(run, index, entry)
  return outcome.included ? { ...outcome, entryIndex: index, entry } : outcome
}

