import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile } from '../deploy/compile.ts'
import type { AbiItem } from '../deploy/compile.ts'
import { readSources } from '../deploy/sources.ts'

const DESIGN = new URL('../../../shared/design/abi/Interfaces.sol', import.meta.url)
/** What came to the design later: the bridge of the token (docs/decisions/0017-token-on-l1.md). */
const ADDED: Readonly<Record<string, readonly string[]>> = { IBridge: ['withdrawTokens', 'tokenWithdrawalOf', 'bridgedTokens'] }
const isCallOrError = (item: AbiItem) => item.type === 'function' || item.type === 'error'
/** Without the names of contracts in `internalType`: `IProjects.Task` is the same struct in both. */
const callsOf = (abi: readonly AbiItem[]) => abi.filter(isCallOrError).map((item) => JSON.stringify(item)).sort()

test.skipIf(!existsSync(DESIGN))('the interfaces of the system contracts are the ones that were designed', () => {
  const designed = compile({ 'src/Interfaces.sol': `// SPDX-License-Identifier: MIT\n${readFileSync(DESIGN, 'utf8')}` })
  const ours = compile(readSources('src'), 'src/interfaces')
  expect(Object.keys(designed)).toHaveLength(8)
  for (const [id, { abi }] of Object.entries(designed)) {
    const name = id.split(':')[1]!
    const added = ADDED[name] ?? []
    const own = ours[`src/interfaces/${name}.sol:${name}`]!.abi
    expect(callsOf(own.filter((item) => !added.includes(item.name ?? '')))).toEqual(callsOf(abi))
    expect(own.map((item) => item.name ?? '')).toEqual(expect.arrayContaining([...added]))
  }
})
