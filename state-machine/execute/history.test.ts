import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Address, systemAddress, ZERO_ADDRESS } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { encodeAbi } from '../codec/abi.ts'
import { asciiBytes, bytesToBigint, concat, fromHex } from '../codec/bytes.ts'
import { keccak256 } from '../hash.ts'
import type { KindName } from '../params.ts'
import { createWorld, genesisOf, wordOf, type World } from '../testing/world.ts'
import { answerView } from './views.ts'

/** A worked history by an independent model of the rules; it lies beside the project, where it is there at all. */
const HISTORY = new URL('../../../shared/reference/history.json', import.meta.url)

interface Snapshot {
  readonly ether: string
  readonly tokens: string
  readonly reputation: string
  readonly tokenRights: string
  readonly reputationRights: string
  readonly held: string
  readonly owedDividend: string
}
interface Step {
  readonly t: number
  readonly call: string
  readonly sender: string | null
  readonly args: { readonly [name: string]: unknown }
  readonly result?: string
  readonly error?: string
  readonly globals: { readonly [name in 'S' | 'Q' | 'E' | 'X' | 'F']: string }
  readonly accounts: { readonly [address: string]: Snapshot }
}

/** The calls of the books that are built, by the history's names; each says which arguments go where. */
const CALLS: { readonly [call: string]: { readonly kind: KindName; readonly args: readonly string[] } } = {
  register: { kind: 'register', args: ['member', 'identity', 'deadline'] },
  mint: { kind: 'mint', args: ['amount'] },
  burn: { kind: 'burn', args: ['amount', 'minProceeds'] },
  donate: { kind: 'donate', args: [] },
  transfer: { kind: 'tokenTransfer', args: ['to', 'amount'] },
  payDividend: { kind: 'payDividend', args: [] },
  collectDividend: { kind: 'collectDividend', args: ['account'] },
  withdraw: { kind: 'withdraw', args: ['to'] },
}
const isBuilt = ({ call }: Step) => call === 'deposit' || call in CALLS

const textOf = (step: Step, name: string): string => {
  const value = step.args[name]
  return typeof value === 'string' ? value : '0'
}

const argumentOf = (text: string): Argument => {
  if (!text.startsWith('0x')) return BigInt(text)
  return text.length === 42 ? Address(text) : fromHex(text)
}

function play(world: World, step: Step): { readonly error?: string; readonly result?: bigint } {
  world.now = BigInt(step.t)
  if (step.call === 'deposit') {
    world.deposit(Address(textOf(step, 'to')), BigInt(textOf(step, 'value')))
    return {}
  }
  const call = CALLS[step.call]
  if (call === undefined) return { error: `${step.call} is not built` }
  const args = call.args.map((name) => argumentOf(textOf(step, name)))
  const signature = call.kind === 'register' ? [new Uint8Array(0)] : []
  const sender = step.sender === null ? ZERO_ADDRESS : Address(step.sender)
  const result = world.call(sender, call.kind, [...args, ...signature], { value: BigInt(textOf(step, 'value')) })
  if (result.error !== undefined) return { error: result.error }
  return result.output.length === 0 || call.kind === 'tokenTransfer' ? {} : { result: wordOf(result) }
}

const OWED = keccak256(asciiBytes('owedDividend(address)')).subarray(0, 4)

function owed(world: World, account: Address): bigint {
  const mark = world.ledger.mark()
  const context = { ledger: world.ledger, genesis: world.config.genesis, now: world.now }
  const answer = answerView(context, 'dividends', concat(OWED, encodeAbi(['address'], [account])))
  world.ledger.undoTo(mark)
  return answer?.ok === true ? bytesToBigint(answer.output) : -1n
}

function snapshotOf(world: World, address: Address): { readonly [field: string]: string } {
  const { ether, tokens, reputation, heldTokens } = world.account(address)
  const rights = world.ledger.get('rights', address)
  const snapshot = {
    ether, tokens, reputation, tokenRights: rights.tokens, reputationRights: rights.reputation, held: heldTokens,
    owedDividend: owed(world, address),
  }
  return Object.fromEntries(Object.entries(snapshot).map(([name, value]) => [name, value.toString()]))
}

const globalsOf = (world: World) => {
  const { tokens, reputation, ether, escrowed, forfeited } = world.pool()
  return { S: `${tokens}`, Q: `${reputation}`, E: `${ether}`, X: `${escrowed}`, F: `${forfeited}` }
}

/** Goes on behind calls of books that are not built, from what the history says stood there. */
function resume(world: World, steps: readonly Step[]): void {
  const { E, X, S, F, Q } = steps.at(-1)?.globals ?? { E: '0', X: '0', S: '0', F: '0', Q: '0' }
  world.setPool({ ether: BigInt(E), escrowed: BigInt(X), tokens: BigInt(S), forfeited: BigInt(F), reputation: BigInt(Q) })
  const last = Object.assign({}, ...steps.map(({ accounts }) => accounts)) as Step['accounts']
  for (const [address, snapshot] of Object.entries(last)) {
    const [ether, tokens, reputation] = [BigInt(snapshot.ether), BigInt(snapshot.tokens), BigInt(snapshot.reputation)]
    const heldReputation = reputation + BigInt(snapshot.reputationRights)
    world.setAccount(Address(address), { ether, tokens, reputation, heldTokens: BigInt(snapshot.held), heldReputation })
    const rights = { tokens: BigInt(snapshot.tokenRights), reputation: BigInt(snapshot.reputationRights) }
    world.ledger.put('rights', { ...world.ledger.get('rights', Address(address)), ...rights }, Address(address))
  }
  world.setStream('tokens', { earning: BigInt(S) })
  world.setStream('reputation', { earning: BigInt(Q) })
}

const reason = existsSync(HISTORY) ? '' : ' (skipped: no reference history beside the project)'

test.skipIf(reason !== '')(`the reference history, call by call${reason}`, () => {
  const { steps } = JSON.parse(readFileSync(HISTORY, 'utf8')) as { readonly steps: readonly Step[] }
  const genesis = genesisOf({ poolMemory: 0n }, { registrar: ZERO_ADDRESS })
  const world = createWorld(genesis)
  let played = 0
  steps.forEach((step, i) => {
    if (!isBuilt(step)) return
    const before = steps[i - 1]
    if (before !== undefined && !isBuilt(before)) resume(world, steps.slice(0, i))
    const { error, result } = play(world, step)
    const seen = Object.fromEntries(Object.keys(step.accounts).map((address) => [address, snapshotOf(world, Address(address))]))
    const expected = { i, error: step.error, result: step.result === undefined ? undefined : BigInt(step.result), globals: step.globals, accounts: step.accounts }
    expect({ i, error, result, globals: globalsOf(world), accounts: seen }).toEqual(expected)
    played += 1
  })
  // The other 76 steps are calls of the project and voting books.
  expect(played).toBe(40)
})
