import { ContractFunctionExecutionError, ContractFunctionRevertedError, encodeErrorResult, HttpRequestError, RpcRequestError } from 'viem'
import { expect, test } from 'vitest'
import { errorsAbi, tokenAbi } from '@distribute/bridge-contracts'
import { GenesisError } from '@distribute/state-machine'
import { wordsOf } from '@distribute/client/words'
import { SettingError } from '../setting-error.ts'
import { usage } from './cli-error.ts'
import { faultOf, isKnownFault } from './fault.ts'

test('a contract’s custom error becomes words and what to do', () => {
  const data = encodeErrorResult({ abi: errorsAbi, errorName: 'CostAboveValue' })
  const reverted = new ContractFunctionRevertedError({ abi: tokenAbi, data, functionName: 'mint' })
  const error = new ContractFunctionExecutionError(reverted, { abi: tokenAbi, functionName: 'mint', args: [1n] })
  expect(faultOf(error)).toEqual({
    message: 'the price has risen above what you were willing to pay (CostAboveValue)',
    advice: 'try again, or give a higher --max-cost',
    usage: false,
  })
})

test('an error without words is at least named', () => {
  expect(wordsOf('SomethingNew')).toEqual({ what: 'the rule SomethingNew was broken', advice: '', atCommandLine: '' })
})

test('a silent node is named by its URL', () => {
  const error = new HttpRequestError({ url: 'http://127.0.0.1:1', body: {}, details: 'fetch failed' })
  expect(faultOf(error)).toMatchObject({ message: 'no answer from http://127.0.0.1:1', usage: false })
})

test('what a node answered is passed on in its own words', () => {
  const error = new RpcRequestError({ url: 'http://127.0.0.1:1', body: {}, error: { code: -32_000, message: 'nonce too low: next nonce 5, tx nonce 3' } })
  expect(faultOf(error).message).toBe('nonce too low: next nonce 5, tx nonce 3')
})

test('our own errors say what to do; only wrong calls are usage', () => {
  expect(faultOf(usage('that', 'do this'))).toEqual({ message: 'that', advice: 'do this', usage: true })
  expect(faultOf(new SettingError('BadSetting', 'x', 'y')).usage).toBe(true)
  expect(faultOf(new SettingError('MissingFile', 'x', 'y')).usage).toBe(false)
  expect(faultOf(new GenesisError('chainId', 'expected 1')).message).toBe('genesis: chainId: expected 1')
})

test('what was not foreseen is told from what was: its stack is shown', () => {
  expect(isKnownFault(new TypeError('x is not a function'))).toBe(false)
  expect(isKnownFault(usage('a', 'b'))).toBe(true)
  expect(isKnownFault('text')).toBe(false)
})
