import { runCell, type Cell } from './cells.ts'
import { MOMENTS } from './moments.ts'
import { WAYS } from './ways.ts'
import { startWorld, type World } from './world.ts'

export interface Result {
  readonly cell: Cell
  /** Nothing, if all is well. */
  readonly wrong: readonly string[]
  readonly milliseconds: number
}

/** What a fault in a cell is looked for with. */
const lastWords = (world: World): readonly string[] =>
  [...world.sequencer().lines.slice(-40).map((line) => `sequencer: ${JSON.stringify(line)}`), ...world.replica.lines.slice(-8).map((line) => `replica: ${JSON.stringify(line)}`)]
    .map((line) => line.slice(0, 400))

const attempt = async (world: World, cell: Cell): Promise<readonly string[]> => {
  try {
    return await runCell(world, cell)
  } catch (error) {
    return [...world.faults, error].map(String).concat(lastWords(world))
  }
}

/** Runs cells one after the other in one world; behind one that failed comes a new one. */
export const runCells = async (cells: Iterable<Cell>, pollMs: number, onResult: (result: Result) => void): Promise<void> => {
  let world = await startWorld(pollMs)
  try {
    for (const cell of cells) {
      const started = performance.now()
      const wrong = await attempt(world, cell)
      onResult({ cell, wrong, milliseconds: performance.now() - started })
      if (wrong.length === 0) continue
      await world.close()
      world = await startWorld(pollMs)
    }
  } finally {
    await world.close()
  }
}

const markOf = (results: readonly Result[], moment: number, way: string, depth: number): string => {
  const found = results.filter(({ cell }) => cell.moment === moment && cell.way === way && cell.depth === depth)
  if (found.length === 0) return ' '
  if (found.some(({ wrong }) => wrong.length > 0)) return 'F'
  return found.some(({ cell }) => cell.isDown) ? 'd' : '.'
}

const NAME = 38
const WAY = 13

/** A line for each stage and way, a character for each depth: `.` ok, `d` ok with the sequencer down meanwhile, `F` FAIL, blank not run. */
export const tableOf = (results: readonly Result[], depths: number): string => {
  const numbers = Array.from({ length: depths }, (_, i) => i + 1)
  const ruler = numbers.map((depth) => (depth % 10 === 0 ? String(depth / 10) : depth % 5 === 0 ? '5' : '.')).join('')
  const lines = MOMENTS.flatMap(({ deposit, withdrawal }, moment) => WAYS.flatMap((way) => {
    const marks = numbers.map((depth) => markOf(results, moment, way, depth)).join('')
    return [`deposit: ${deposit}`, `withdrawal: ${withdrawal}`].map((name) => `${name.padEnd(NAME)}${way.padEnd(WAY)}${marks}`)
  }))
  const [deposits, withdrawals] = ['deposit', 'withdrawal'].map((kind) => lines.filter((line) => line.startsWith(kind)))
  return [`${'stage'.padEnd(NAME)}${'way'.padEnd(WAY)}${ruler}`, ...(deposits ?? []), ...(withdrawals ?? [])].join('\n')
}
