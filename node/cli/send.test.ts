import { encodeErrorResult, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ruleOf } from '@distribute/client/words'
import { errorsAbi } from '@distribute/bridge-contracts'
import { kindGas, type ErrorName } from '@distribute/state-machine'
import { projects } from './contracts.ts'
import { connectL2, type L2 } from './l2.ts'
import { gasOf, memberCall } from './member-call.ts'
import { rehearse } from './send.ts'

const call = memberCall({ ...projects, name: 'advance', args: [1n] })
const account = privateKeyToAccount(`0x${'01'.repeat(32)}`)
const zero = `0x${'00'.repeat(32)}` as const

let server: Server | undefined
afterEach(() => server?.close())

/** A node that refuses every call by a rule, with a newest block so many seconds behind L1. */
async function refusing(rule: ErrorName, behind: bigint): Promise<L2> {
  const head = (time: bigint) => ({ number: '0x1', hash: zero, timestamp: `0x${time.toString(16)}` })
  const contracts = Object.fromEntries(['inbox', 'rollup', 'bridge', 'stakes', 'challenges', 'executor', 'promises', 'token'].map((name) => [name, account.address.toLowerCase()]))
  const nothing = { sequencer: null, wrongRoots: [], voidRoots: [], brokenPromises: [] }
  const status = { ...nothing, role: 'sequencer', chainId: '0x1', challengeWindow: '0x3c', l1ChainId: '0x1', genesisHash: zero, contracts, heads: { latest: head(100n), safe: head(100n), finalized: head(100n) }, l1: { head: head(100n + behind), safe: null, finalized: null, derived: null }, lastBatch: null, inbox: { length: '0x0', cursor: '0x0' } }
  const answers: { readonly [method: string]: unknown } = { eth_chainId: '0x1', eth_getBlockByNumber: { ...head(100n), transactions: [] }, rollup_status: status }
  const answer = ({ id, method }: { readonly id: number; readonly method: string }): unknown => {
    if (method !== 'eth_call') return { jsonrpc: '2.0', id, result: answers[method] }
    const data: Hex = encodeErrorResult({ abi: errorsAbi, errorName: rule })
    return { jsonrpc: '2.0', id, error: { code: 3, message: `execution reverted: ${rule}`, data } }
  }
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const asked = JSON.parse(body) as { id: number; method: string } | { id: number; method: string }[]
      response.end(JSON.stringify(Array.isArray(asked) ? asked.map(answer) : answer(asked)))
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return connectL2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, account)
}

test('gas is that of the kind: nobody is asked', () => {
  expect(gasOf(call)).toBe(kindGas('advance'))
  expect(gasOf({ kind: 'send', address: account.address, value: 1n })).toBe(21_000n)
})

test('what the clock may have lifted is sent all the same where the chain was idle', async () => {
  expect(await rehearse(await refusing('TooEarly', 3_600n), call)).toBe(false)
})

test('where the chain is up to date a refusal stands', async () => {
  const error = await rehearse(await refusing('TooEarly', 1n), call).catch((thrown: unknown) => thrown)
  expect(ruleOf(error)).toBe('TooEarly')
})

test('a refusal that no clock lifts stands, however old the state', async () => {
  const error = await rehearse(await refusing('InsufficientBalance', 3_600n), call).catch((thrown: unknown) => thrown)
  expect(ruleOf(error)).toBe('InsufficientBalance')
})
