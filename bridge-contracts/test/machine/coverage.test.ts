import type { Abi, Hex } from 'viem'
import { expect, test } from 'vitest'
import { compileForCoverage, treesOf } from './testing/coverage-compile.ts'
import { isReached, placesOf } from './testing/coverage-places.ts'
import { createRecorder } from './testing/coverage-recorder.ts'
import { byPath } from './testing/coverage-report.ts'
import { startEvmChain } from './testing/evm-chain.ts'

const PATH = 'test/Planted.sol'
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

library Inner {
    function twice(uint256 x) internal pure returns (uint256) {
        return x * 2;
    }
}

contract Planted {
    error Zero();
    uint256 private immutable START;

    constructor(bool wide) {
        if (wide) START = 10;
        else START = 1;
    }

    function run(uint256 x) external view returns (uint256 y) {
        if (x == 0) revert Zero();
        for (uint256 i = 0; i < x; i++) y += START;
        y = x > 5 && y > 7 ? y + 1 : Inner.twice(y);
        if (x > 90) {
            y = 3;
        }
    }

    function never() external pure returns (uint256) {
        return 7;
    }

    function divide(uint256 x) external pure returns (uint256) {
        return 10 / x;
    }

    function swallow() external view returns (bool done) {
        try this.divide(0) returns (uint256) {}
        catch {
            done = true;
        }
    }
}
`
const ADDRESS: Hex = `0x${'ab'.repeat(20)}`
const ID = `${PATH}:Planted`

/** A chain with the contract, its constructor told `false`. */
async function planted() {
  const compiled = compileForCoverage({ [PATH]: SOURCE }, [PATH])
  const { abi, bytecode } = compiled[ID]!
  const recorder = createRecorder(compiled)
  const chain = await startEvmChain({ recorder })
  const address = await chain.create(ID, `${bytecode}${'00'.repeat(32)}`)
  const missed = (): readonly string[] => {
    const reached = byPath(recorder.ranges().reached).get(PATH) ?? []
    const places = placesOf(treesOf({ [PATH]: SOURCE }).get(PATH)!).filter((place) => !isReached(place, reached))
    return places.map(({ start, end }) => SOURCE.slice(start, end).replace(/\s+/g, ' '))
  }
  return { missed, ask: (name: string, ...args: readonly bigint[]) => chain.ask({ address, abi: abi as Abi }, name, args) }
}

test('what ran is reached, to the statement, the revert and the side of a branch, constructors and libraries included', async () => {
  const { ask, missed } = await planted()
  expect(missed()).toEqual(expect.arrayContaining(['START = 10', 'revert Zero()', 'return x * 2', 'return 7']) as string[])
  expect(missed()).not.toContain('START = 1')
  expect(await ask('run', 9n)).toBe(10n)
  expect(missed()).not.toContain('y + 1')
  expect(missed()).toEqual(expect.arrayContaining(['revert Zero()', 'Inner.twice(y)', 'return x * 2', 'y = 3', 'return 7']) as string[])
  expect(await ask('run', 2n)).toBe(4n)
  await expect(ask('run', 0n)).rejects.toThrow('Zero')
  expect(missed().filter((text) => !/return|try|done/.test(text))).toEqual(['START = 10', 'y = 3'])
  expect(missed()).toContain('return 7')
})

test('a Panic that somebody catches is seen all the same', async () => {
  const { abi, deployedBytecode } = compileForCoverage({ [PATH]: SOURCE }, [PATH])[ID]!
  const chain = await startEvmChain()
  await chain.place(ID, ADDRESS, deployedBytecode)
  expect(await chain.ask({ address: ADDRESS, abi: abi as Abi }, 'swallow', [])).toBe(true)
  await expect(chain.close()).rejects.toThrow('Panic')
})
