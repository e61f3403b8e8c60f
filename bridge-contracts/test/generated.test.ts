import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONTRACTS, ERRORS, errorSelector, EVENTS, eventTopics, KINDS, selectorOf, systemAddress, toHex } from '@distribute/state-machine'
import type { ContractName, Kind, KindName } from '@distribute/state-machine'
import { toEventSelector, toFunctionSelector, toFunctionSignature } from 'viem'
import type { Abi, AbiEvent, AbiFunction } from 'viem'
import { expect, test } from 'vitest'
import { errorsAbi } from '../client/generated/errors.ts'
import { systemContracts } from '../client/system-contracts.ts'
import { compile, CompileError, SETTINGS } from '../deploy/compile.ts'
import { differences, generate } from '../deploy/generate.ts'
import { ROOM } from '../deploy/sources.ts'

const names = Object.keys(CONTRACTS) as ContractName[]
const abiOf = (name: ContractName): Abi => systemContracts[name].abi
const functions = (abi: Abi) => abi.filter((item): item is AbiFunction => item.type === 'function')
const events = (abi: Abi) => abi.filter((item): item is AbiEvent => item.type === 'event')
const errors = (abi: Abi) => abi.filter((item) => item.type === 'error').map((item) => item.name)
const isWrite = ({ stateMutability }: AbiFunction) => stateMutability === 'payable' || stateMutability === 'nonpayable'

test('what is committed is what params.ts and the sources generate, and the check sees each difference', () => {
  const files = generate()
  expect(differences(files)).toEqual([])
  const { 'client/generated/token.ts': token, ...rest } = files
  expect(differences({ ...files, 'src/generated/Params.sol': 'library Other {}' })).toEqual(['src/generated/Params.sol'])
  expect(differences({ ...rest, 'client/generated/more.ts': token! })).toEqual(['client/generated/more.ts', 'client/generated/token.ts'])
}, 180_000)

test('each kind of call in params.ts stands in the ABI of its contract, payable or not', () => {
  const kinds: readonly (readonly [string, Kind])[] = Object.entries(KINDS)
  for (const [key, kind] of kinds) {
    if (kind.contract === 'account') continue
    const signature = `${kind.name}(${kind.inputs.join(',')})`
    const found = functions(abiOf(kind.contract)).find((item) => toFunctionSignature(item) === signature)
    expect(found?.stateMutability, signature).toBe(kind.payable ? 'payable' : 'nonpayable')
    expect(toFunctionSelector(signature)).toBe(toHex(selectorOf(key as KindName)))
  }
})

test('no call of these contracts is missing in params.ts', () => {
  const known = new Set(Object.values(KINDS).map((kind: Kind) => `${kind.contract}.${kind.name}(${kind.inputs.join(',')})`))
  for (const name of ['token', 'reputation', 'dividends', 'bridge', 'chain'] as const) {
    for (const item of functions(abiOf(name)).filter(isWrite)) expect(known).toContain(`${name}.${toFunctionSignature(item)}`)
  }
})

test('errors are those of params.ts, in its order, in every ABI', () => {
  const source = readFileSync(join(ROOM, 'src/interfaces/IErrors.sol'), 'utf8')
  expect([...source.matchAll(/error (\w+)\(\);/g)].map(([, name]) => name)).toEqual(ERRORS)
  expect(errors(errorsAbi)).toEqual(ERRORS)
  for (const name of names) expect(errors(abiOf(name))).toEqual(ERRORS)
  expect(toHex(errorSelector('ZeroAmount'))).toBe(toFunctionSelector('ZeroAmount()'))
})

test('events are those of params.ts, with as many leading arguments indexed', () => {
  const inAbis = new Map(names.flatMap((name) => events(abiOf(name))).map((item) => [item.name, item]))
  expect([...inAbis.keys()].sort()).toEqual(Object.keys(EVENTS).sort())
  for (const [name, [signature, indexed]] of Object.entries(EVENTS)) {
    const item = inAbis.get(name)!
    expect(toEventSelector(item)).toBe(toEventSelector(signature))
    expect(item.inputs.map((input) => input.indexed)).toEqual(item.inputs.map((_, i) => i < indexed))
  }
  const transfer = { name: 'Transfer', contract: 'token', args: [systemAddress('token'), systemAddress('token'), 1n] } as const
  expect(toHex(eventTopics(transfer)[0]!)).toBe(toEventSelector(inAbis.get('Transfer')!))
})

test('forge builds with the same settings', () => {
  const toml = readFileSync(join(ROOM, 'foundry.toml'), 'utf8')
  const { optimizer, viaIR, evmVersion, metadata } = SETTINGS
  for (const line of [
    `optimizer = ${optimizer.enabled}`, `optimizer_runs = ${optimizer.runs}`, `via_ir = ${viaIR}`, `evm_version = "${evmVersion}"`,
    `bytecode_hash = "${metadata.bytecodeHash}"`, `cbor_metadata = ${metadata.appendCBOR}`,
  ]) expect(toml.split('\n')).toContain(line)
})

test('a source with a warning does not compile', () => {
  const source = '// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\ncontract A { function f() external pure { uint256 unused; } }'
  expect(() => compile({ 'src/A.sol': source })).toThrow(CompileError)
  expect(Object.keys(compile({ 'src/A.sol': source.replace('uint256 unused;', '') }))).toEqual(['src/A.sol:A'])
})
