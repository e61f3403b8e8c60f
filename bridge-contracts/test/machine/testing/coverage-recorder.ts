import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Common } from '@ethereumjs/common'
import { ROOM } from '../../../deploy/sources.ts'
import type { CoveredContract, MappedCode } from './coverage-compile.ts'
import { watched } from './panic-watch.ts'
import type { CustomOpcode, RunState } from './panic-watch.ts'

/** Where runs leave what they reached, for the report. */
export const COVERAGE_FOLDER = join(ROOM, 'cache/coverage')

/** Ranges of sources as `path:start:length` in bytes: those that have instructions, and those whose instructions ran. */
export interface Ranges {
  readonly present: readonly string[]
  readonly reached: readonly string[]
}

export interface Recorder {
  opcodes(common: Common): readonly CustomOpcode[]
  /** From now on this contract's code runs at this address. */
  placed(id: string, address: string): void
  /** The next creation is of this contract. */
  creating(id: string): void
  /** What it has seen until now. */
  ranges(): Ranges
  /** Leaves it for the report. */
  save(): void
}

const JUMPI = 0x57
const JUMPDEST = 0x5b

/**
 * Notes the beginnings of the basic blocks that run: where jumps land, and what follows a jump that is not taken. A block in the middle
 * of which gas runs out counts as a whole.
 */
export function createRecorder(contracts: Readonly<Record<string, CoveredContract>>): Recorder {
  const places = new Map<string, string>()
  const hits = new Map<string, Set<number>>()
  /** The blocks of the code that a frame runs. */
  const frames = new WeakMap<RunState, Set<number>>()
  let created = ''
  const blocksOf = (state: RunState): Set<number> => {
    const known = frames.get(state)
    if (known !== undefined) return known
    const { isCreate, depth, codeAddress } = state.env
    const name = isCreate ? (depth === 0 ? `creation ${created}` : 'other') : `deployed ${places.get(codeAddress.toString()) ?? ''}`
    const blocks = hits.get(name) ?? new Set([0])
    hits.set(name, blocks)
    frames.set(state, blocks)
    return blocks
  }
  const ranges = (): Ranges => {
    const all = Object.entries(contracts).flatMap(([id, { mapped, files }]) =>
      (['creation', 'deployed'] as const).map((kind) => rangesOf(mapped[kind], files, hits.get(`${kind} ${id}`) ?? new Set())),
    )
    return { present: merged(all.map(({ present }) => present)), reached: merged(all.map(({ reached }) => reached)) }
  }
  const fallsThrough = (state: RunState): boolean => state.stack.peek(2)[1] === 0n
  return {
    opcodes: (common) => [
      // The program counter has gone on by one when an opcode's own work begins.
      watched(common, JUMPDEST, (state) => blocksOf(state).add(state.programCounter - 1)),
      watched(common, JUMPI, (state) => {
        const blocks = blocksOf(state)
        if (fallsThrough(state)) blocks.add(state.programCounter)
      }),
    ],
    placed: (id, address) => places.set(address.toLowerCase(), id),
    creating: (id) => {
      created = id
    },
    ranges,
    save: () => {
      mkdirSync(COVERAGE_FOLDER, { recursive: true })
      writeFileSync(join(COVERAGE_FOLDER, `${process.pid}-${process.hrtime.bigint()}.json`), JSON.stringify(ranges()))
    },
  }
}

const merged = (lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())]

const PUSH0 = 0x5f
const PUSH32 = 0x7f
/** STOP, JUMP, JUMPI, RETURN, REVERT, INVALID, SELFDESTRUCT: what ends a block. */
const ENDS = new Set([0x00, 0x56, JUMPI, 0xf3, 0xfd, 0xfe, 0xff])

/** The sources of all instructions, and of those in the blocks that ran. */
function rangesOf({ code, sourceMap }: MappedCode, files: readonly string[], blocks: ReadonlySet<number>): Ranges {
  const bytes = Buffer.from(code, 'hex')
  const places = sourcesOf(sourceMap, files)
  const reached = new Set<string>()
  let isRunning = false
  for (let pc = 0, i = 0; pc < bytes.length && i < places.length; i++) {
    const opcode = bytes[pc] ?? 0
    if (opcode === JUMPDEST || blocks.has(pc)) isRunning = blocks.has(pc)
    const place = places[i]
    if (isRunning && place !== undefined) reached.add(place)
    if (ENDS.has(opcode)) isRunning = false
    pc += opcode > PUSH0 && opcode <= PUSH32 ? opcode - PUSH0 + 1 : 1
  }
  return { present: places.filter((place) => place !== undefined), reached: [...reached] }
}

/** Of each instruction where it comes from: `start:length:file:…`, fields that are as before left out, one entry after the other behind semicolons. */
function sourcesOf(sourceMap: string, files: readonly string[]): readonly (string | undefined)[] {
  let [start, length, file] = ['0', '0', '-1']
  return sourceMap.split(';').map((entry) => {
    const [s, l, f] = entry.split(':')
    if (s) start = s
    if (l) length = l
    if (f) file = f
    const path = files[Number(file)]
    return path === undefined ? undefined : `${path}:${start}:${length}`
  })
}
