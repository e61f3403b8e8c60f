import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSources } from '../../../deploy/sources.ts'
import { treesOf } from './coverage-compile.ts'
import { EXCEPTIONS } from './coverage-exceptions.ts'
import { isReached, placesOf } from './coverage-places.ts'
import type { Place, PlaceKind, Range } from './coverage-places.ts'
import { COVERAGE_FOLDER } from './coverage-recorder.ts'
import type { Ranges } from './coverage-recorder.ts'

/** What L1 runs of the machine. */
const COVERED = 'src/machine/'

export interface Missed {
  readonly path: string
  readonly line: number
  readonly kind: PlaceKind
  readonly text: string
}

export interface FileCoverage {
  readonly path: string
  /** Lines on which something begins that can be reached, and those of them on which all of it was. */
  readonly lines: number
  readonly reachedLines: number
  readonly reverts: number
  readonly reachedReverts: number
  readonly branches: number
  readonly reachedBranches: number
  readonly missed: readonly Missed[]
  /** Of all places, reached or not. */
  readonly texts: ReadonlySet<string>
}

/** What the runs of COVERAGE_FOLDER reached of each file. */
export function readCoverage(): readonly FileCoverage[] {
  const sources = readSources('src')
  const { present, reached } = readRanges()
  return [...treesOf(sources)]
    .filter(([path]) => path.startsWith(COVERED))
    .map(([path, tree]) => coverageOf(path, Buffer.from(sources[path] ?? ''), placesOf(tree).filter((place) => isMade(place, present.get(path) ?? [])), reached.get(path) ?? []))
    .filter(({ lines }) => lines > 0)
}

/** A constant behind `?` or `:` has no code of its own, so that nobody can say whether it was taken. */
const isMade = (place: Place, present: readonly Range[]): boolean => place.kind !== 'branch' || isReached(place, present)

type RangesByPath = ReadonlyMap<string, readonly Range[]>

function readRanges(): { readonly present: RangesByPath; readonly reached: RangesByPath } {
  const runs = readdirSync(COVERAGE_FOLDER).map((name) => JSON.parse(readFileSync(join(COVERAGE_FOLDER, name), 'utf8')) as Ranges)
  return { present: byPath(runs.flatMap((run) => run.present)), reached: byPath(runs.flatMap((run) => run.reached)) }
}

/** Ranges by the file they are of. */
export function byPath(all: readonly string[]): RangesByPath {
  const ranges = new Map<string, Range[]>()
  for (const text of new Set(all)) {
    const [path = '', start, length] = text.split(':')
    const list = ranges.get(path) ?? []
    list.push({ start: Number(start), end: Number(start) + Number(length) })
    ranges.set(path, list)
  }
  return ranges
}

function coverageOf(path: string, source: Buffer, places: readonly Place[], reached: readonly Range[]): FileCoverage {
  const lineOf = ({ start }: Range): number => source.subarray(0, start).toString().split('\n').length
  const missed = places.filter((place) => !isReached(place, reached)).map((place) => ({
    path, line: lineOf(place), kind: place.kind, text: textOf(source, place),
  }))
  const lines = new Set(places.map(lineOf))
  const of = (kind: PlaceKind) => (one: { readonly kind: PlaceKind }) => one.kind === kind
  const count = (kind: PlaceKind): number => places.filter(of(kind)).length
  const left = (kind: PlaceKind): number => count(kind) - missed.filter(of(kind)).length
  return {
    path, missed, texts: new Set(places.map((place) => textOf(source, place))), lines: lines.size, reachedLines: lines.size - new Set(missed.map(({ line }) => line)).size,
    reverts: count('revert'), reachedReverts: left('revert'), branches: count('branch'), reachedBranches: left('branch'),
  }
}

/** The range in one line, its inner spaces as one. */
const textOf = (source: Buffer, { start, end }: Range): string => source.subarray(start, end).toString().replace(/\s+/g, ' ')

const isExcepted = ({ path, text }: Missed) => EXCEPTIONS.some((one) => path === COVERED + one.file && text === one.text)

export interface Judgement {
  /** Unreached, without a reason. */
  readonly unexplained: readonly Missed[]
  /** Reasons for what is not there any more. */
  readonly stale: readonly string[]
  readonly excepted: number
}

export function judge(files: readonly FileCoverage[]): Judgement {
  const missed = files.flatMap((file) => file.missed)
  const stale = EXCEPTIONS.filter(({ file, text }) => !files.some(({ path, texts }) => path === COVERED + file && texts.has(text)))
  return {
    unexplained: missed.filter((one) => !isExcepted(one)),
    stale: stale.map(({ file, text }) => `${file}: ${text}`),
    excepted: missed.filter(isExcepted).length,
  }
}

const percent = (part: number, whole: number): string => `${part}/${whole}`.padStart(10)

export function tableOf(files: readonly FileCoverage[]): string {
  const folders = [...new Set(files.map(({ path }) => folderOf(path)))]
  const rows = files.map((file) => [file.path.slice(COVERED.length), [file]] as const)
  const sums = [...folders.map((folder) => [`${folder}/`, files.filter(({ path }) => folderOf(path) === folder)] as const), ['all', files] as const]
  return [`${''.padEnd(34)}     lines   reverts  branches`, ...[...rows, ...sums].map(([name, group]) => rowOf(name, group))].join('\n')
}

const folderOf = (path: string): string => path.slice(COVERED.length).split('/')[0] ?? ''

function rowOf(name: string, group: readonly FileCoverage[]): string {
  const sum = (field: 'lines' | 'reachedLines' | 'reverts' | 'reachedReverts' | 'branches' | 'reachedBranches'): number =>
    group.reduce((total, file) => total + file[field], 0)
  const cells = [[sum('reachedLines'), sum('lines')], [sum('reachedReverts'), sum('reverts')], [sum('reachedBranches'), sum('branches')]] as const
  return `${name.padEnd(34)}${cells.map(([part, whole]) => percent(part, whole)).join('')}`
}
