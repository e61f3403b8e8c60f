import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { headerHash, recordKey } from '@distribute/state-machine'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import type { Chain } from './chain.ts'
import { createPlace, memberAddress } from './testing/community.ts'

const CHILD = fileURLToPath(new URL('testing/crash-child.ts', import.meta.url))

/** Runs a node that appends blocks, kills it at a random instant, and gives what it had said until then. */
async function runAndKill(directory: string, mode: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, directory, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8')
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve())
    // By what it has done, not by the clock: on a slow machine it must get somewhere, too.
    const lines = 1 + Math.random() * 40
    child.stdout.on('data', (text: string) => {
      const before = said.split('\n').length
      said += text
      if (before <= lines && said.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), Math.random() * 8)
    })
  })
  expect(child.signalCode).toBe('SIGKILL')
  // What has no line end was cut off.
  return said.split('\n').slice(0, -1)
}

/** The blocks that must be there: reported, and not below a rewind that was begun later. */
function reported(lines: readonly string[], known: Map<bigint, string>): Map<bigint, string> {
  for (const line of lines) {
    const [what, number = '0', hash = ''] = line.split(' ')
    if (what === 'block') known.set(BigInt(number), hash)
    if (what === 'rewinding') for (const block of [...known.keys()]) if (block > BigInt(number)) known.delete(block)
  }
  return known
}

async function checkAll(chain: Chain, known: Map<bigint, string>, finalized: bigint): Promise<void> {
  const { latest } = chain.heads()
  expect(latest >= BigInt(Math.max(0, ...[...known.keys()].map(Number))), 'no reported block is lost').toBe(true)
  for (const [number, hash] of known) expect(Buffer.from((await chain.headerByNumber(number))!.hash).toString('hex'), `block ${number}`).toBe(hash)
  expect(chain.heads().finalized >= finalized).toBe(true)
  let parent = (await chain.headerByNumber(0n))!
  for (let number = 1n; number <= latest; number++) {
    const block = (await chain.headerByNumber(number))!
    expect(block.header.parentHash, `parent of ${number}`).toEqual(parent.hash)
    expect(headerHash(block.header)).toEqual(block.hash)
    expect((await chain.segmentsOf(number))!.at(-1)!.root).toEqual(block.header.stateRoot)
    expect((await chain.transactions(number)).length).toBe(Number(block.cursor - parent.cursor))
    parent = block
  }
  expect(chain.inbox.length >= parent.cursor).toBe(true)
  for (let number = chain.oldestState(); number <= latest; number++) await chain.readAt(number, (state) => state.get(recordKey('account', memberAddress(1))))
  const middle = (chain.oldestState() + latest) / 2n
  expect((await chain.proveAt(middle, [recordKey('chain')])).stateRoot).toEqual((await chain.headerByNumber(middle))!.header.stateRoot)
}

async function killAgainAndAgain(mode: string, rounds: number, check: (chain: Chain, known: Map<bigint, string>) => Promise<void>): Promise<void> {
  const place = createPlace()
  const known = new Map<bigint, string>()
  let finalized = 0n
  let blocks = 0
  for (let round = 0; round < rounds; round++) {
    const lines = await runAndKill(place.directory, mode)
    reported(lines, known)
    blocks += lines.filter((line) => line.startsWith('block ')).length
    for (const line of lines) if (line.startsWith('heads ')) finalized = BigInt(line.slice(6))
    // Opening compares the root of all records with the head's.
    const chain = await place.open({ historyMargin: 2n })
    await checkAll(chain, known, finalized)
    await check(chain, known)
    // The next round goes on from what this one found, reported or not.
    known.clear()
    for (let number = 1n; number <= chain.heads().latest; number++) known.set(number, Buffer.from((await chain.headerByNumber(number))!.hash).toString('hex'))
    await chain.close()
  }
  expect(blocks, 'the child got somewhere').toBeGreaterThan(rounds)
  place.remove()
}

test('kill -9 at any instant loses no block that was appended, and no signature', { timeout: 600_000 }, async () => {
  await killAgainAndAgain('sign', budget(12), async (chain, known) => {
    const { latest } = chain.heads()
    expect(await chain.highestSigned()).toBe(latest === 0n ? -1n : latest)
    for (const number of known.keys()) expect((await chain.promiseOf(number))?.signature).toEqual(new Uint8Array(65).fill(Number(number - 1n)))
  })
})

test('kill -9 in the middle of rewinds and pruning leaves a whole chain', { timeout: 600_000 }, async () => {
  await killAgainAndAgain('rewind', budget(8), async (chain) => {
    const { latest, finalized } = chain.heads()
    await chain.rewind(latest - 2n > finalized ? latest - 2n : finalized)
    expect(chain.tree.root()).toEqual(chain.head().header.stateRoot)
  })
})
