import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Address, ZERO_ADDRESS } from '../codec/address.ts'
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

/** Each call by the history's name: which arguments go where; those the history leaves out are empty. */
const CALLS: { readonly [call: string]: { readonly kind: KindName; readonly args: readonly string[] } } = {
  register: { kind: 'register', args: ['member', 'identity', 'deadline'] },
  mint: { kind: 'mint', args: ['amount'] },
  burn: { kind: 'burn', args: ['amount', 'minProceeds'] },
  donate: { kind: 'donate', args: [] },
  transfer: { kind: 'tokenTransfer', args: ['to', 'amount'] },
  payDividend: { kind: 'payDividend', args: [] },
  collectDividend: { kind: 'collectDividend', args: ['account'] },
  withdraw: { kind: 'withdraw', args: ['to'] },
  propose: { kind: 'propose', args: ['cost', 'stakingPeriod', 'collateralIn', 'contentHash', 'uri'] },
  advance: { kind: 'advance', args: ['id'] },
  stake: { kind: 'stake', args: ['id', 'currency', 'amount'] },
  unstake: { kind: 'unstake', args: ['id', 'currency', 'amount'] },
  submitTaskList: { kind: 'submitTaskList', args: ['id', 'tasks'] },
  supportTaskList: { kind: 'supportTaskList', args: ['id', 'root'] },
  claimTask: { kind: 'claimTask', args: ['id', 'index', 'weight', 'contentHash', 'proof'] },
  submitEvidence: { kind: 'submitEvidence', args: ['id', 'index', 'evidenceHash', 'uri'] },
  validate: { kind: 'validate', args: ['id', 'index', 'approve'] },
  settleTask: { kind: 'settleTask', args: ['id', 'index'] },
  settleValidation: { kind: 'settleValidation', args: ['id', 'index', 'validator'] },
  settleStake: { kind: 'settleStake', args: ['id', 'staker'] },
  requestRights: { kind: 'requestRights', args: ['currency', 'amount'] },
  withdrawRights: { kind: 'withdrawRights', args: ['currency', 'amount'] },
  commit: { kind: 'commit', args: ['id', 'index', 'currency', 'secretHash', 'amount'] },
  reveal: { kind: 'reveal', args: ['id', 'index', 'currency', 'choice', 'salt'] },
  settleBallot: { kind: 'settleBallot', args: ['id', 'index', 'voter', 'currency'] },
}
const OMITTED: { readonly [name: string]: Argument } = { contentHash: new Uint8Array(32), uri: new Uint8Array(0) }

const textOf = (step: Step, name: string): string => {
  const value = step.args[name]
  return typeof value === 'string' ? value : '0'
}

const argumentOf = (name: string, value: unknown): Argument => {
  if (typeof value === 'boolean') return value
  if (Array.isArray(value)) return name === 'tasks' ? value.map(taskOf) : value.map((word) => fromHex(String(word)))
  if (typeof value !== 'string') return OMITTED[name] ?? 0n
  if (!value.startsWith('0x')) return BigInt(value)
  return value.length === 42 ? Address(value) : fromHex(value)
}

const taskOf = (task: unknown): { readonly weight: bigint; readonly contentHash: Uint8Array } => {
  const [weight, contentHash] = task as readonly [string, string]
  return { weight: BigInt(weight), contentHash: fromHex(contentHash) }
}

function play(world: World, step: Step): { readonly error?: string; readonly result?: bigint } {
  world.now = BigInt(step.t)
  if (step.call === 'deposit') {
    world.deposit(Address(textOf(step, 'to')), BigInt(textOf(step, 'value')))
    return {}
  }
  const call = CALLS[step.call]
  if (call === undefined) return { error: `${step.call} is unknown` }
  const args = call.args.map((name) => argumentOf(name, step.args[name]))
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

const reason = existsSync(HISTORY) ? '' : ' (skipped: no reference history beside the project)'

test.skipIf(reason !== '')(`the reference history, call by call${reason}`, () => {
  const { steps } = JSON.parse(readFileSync(HISTORY, 'utf8')) as { readonly steps: readonly Step[] }
  const genesis = genesisOf({ poolMemory: 0n }, { registrar: ZERO_ADDRESS })
  const world = createWorld(genesis)
  steps.forEach((step, i) => {
    const { error, result } = play(world, step)
    const seen = Object.fromEntries(Object.keys(step.accounts).map((address) => [address, snapshotOf(world, Address(address))]))
    const expected = { i, error: step.error, result: step.result === undefined ? undefined : BigInt(step.result), globals: step.globals, accounts: step.accounts }
    expect({ i, error, result, globals: globalsOf(world), accounts: seen }).toEqual(expected)
  })
  expect(steps.length).toBe(116)
})
