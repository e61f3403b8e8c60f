import { ContractFunctionRevertedError, encodeErrorResult, HttpRequestError, InsufficientFundsError, RpcRequestError, UserRejectedRequestError } from 'viem'
import { expect, test } from 'vitest'
import { errorsAbi, tokenAbi } from '@distribute/bridge-contracts'
import { causesOf, explainError, ruleOf } from './explain.ts'

const caused = (cause: unknown): Error => Object.assign(new Error('outer'), { cause })

test('a broken rule is found behind whatever wraps it, decoded or as bare data', () => {
  const data = encodeErrorResult({ abi: errorsAbi, errorName: 'TaskClaimed' })
  const decoded = new ContractFunctionRevertedError({ abi: tokenAbi, data, functionName: 'mint' })
  const bare = new RpcRequestError({ url: 'http://x', body: {}, error: { code: 3, message: 'execution reverted: TaskClaimed', data } })
  for (const error of [decoded, caused(caused(decoded)), caused(bare)]) {
    expect(explainError(error)).toMatchObject({ code: 'TaskClaimed', rule: 'TaskClaimed', what: 'somebody has claimed this task', advice: 'take another task, or wait until the claim runs out' })
  }
})

test('what is no rule has words too, and keeps what the node said', () => {
  const refused = new RpcRequestError({ url: 'http://x', body: {}, error: { code: -32_000, message: 'insufficient funds for gas * price + value: balance 1' } })
  expect(explainError(new InsufficientFundsError({ cause: refused }))).toMatchObject({ code: 'InsufficientFundsError', rule: undefined, details: 'insufficient funds for gas * price + value: balance 1' })
  expect(explainError(caused(new UserRejectedRequestError(new Error('no'))))).toMatchObject({ code: 'UserRejectedRequestError', advice: 'nothing was sent' })
  expect(explainError(new HttpRequestError({ url: 'http://127.0.0.1:1', body: {} }))).toMatchObject({ code: 'NoAnswer', what: 'no answer from http://127.0.0.1:1' })
  expect(explainError(new Error('odd'))).toMatchObject({ code: 'Unknown', what: 'odd' })
  expect(explainError('text')).toMatchObject({ code: 'Unknown', what: 'text' })
})

test('a ring of causes ends, and data that are no rule’s name none', () => {
  const ring = caused(undefined)
  ring.cause = ring
  expect(causesOf(ring)).toHaveLength(16)
  expect(ruleOf(Object.assign(new Error('x'), { data: '0xdeadbeef' }))).toBeUndefined()
  expect(ruleOf(Object.assign(new Error('x'), { data: 7 }))).toBeUndefined()
})
