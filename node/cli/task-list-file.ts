import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { keccak256, stringToHex, type Hex } from 'viem'
import { z } from 'zod'
import { BASIS_POINTS, MAX_TASKS } from '@distribute/state-machine'
import { usage, type CliError } from './cli-error.ts'
import { contentHash, isHash } from './content-hash.ts'
import { parseCsv } from './csv.ts'

/** A task as a list on this machine knows it; the chain knows weight and hash alone. */
export interface ListedTask {
  /** Empty where nobody told. */
  readonly title: string
  /** Basis points of the project's cost. */
  readonly weight: number
  readonly contentHash: Hex
}

const rowSchema = z.object({ title: z.string().default(''), weight: z.union([z.number(), z.string()]), content: z.string().optional() }).strict()
type Row = z.infer<typeof rowSchema>

const ADVICE = 'expected JSON such as [{"title": "Roof", "weight": "60%", "content": "roof.md"}, …], or CSV with the columns title, weight and, if wished, content'

/**
 * The tasks of a JSON or CSV file. A weight is in basis points (6000) or percent (60%). What stands for a task on the chain is the
 * hash of `content`: a file beside the list, or a hash; without it, the hash of the title. Throws CliError Usage.
 */
export async function readTaskList(path: string): Promise<readonly ListedTask[]> {
  const text = await readFile(resolve(path), 'utf8').catch((cause: unknown) => {
    throw usage(`the task list ${path} cannot be read: ${cause instanceof Error && 'code' in cause ? String(cause.code) : ''}`, ADVICE)
  })
  return tasksOf(rowsOf(text, path), { path, directory: dirname(resolve(path)) })
}

interface Place {
  readonly path: string
  readonly directory: string
}

async function tasksOf(rows: readonly Row[], { path, directory }: Place): Promise<readonly ListedTask[]> {
  if (rows.length === 0 || rows.length > MAX_TASKS) throw usage(`${path} has ${rows.length} tasks`, `a task list has 1 to ${MAX_TASKS}`)
  const tasks: ListedTask[] = []
  for (const [i, row] of rows.entries()) {
    const what = `${path}: task ${i}`
    if (row.title === '' && row.content === undefined) throw usage(`${what} has neither title nor content`, ADVICE)
    const hash = row.content === undefined ? keccak256(stringToHex(row.title)) : await contentHash(row.content, `${what}: its content`, directory)
    tasks.push({ title: row.title, weight: weightOf(row.weight, what), contentHash: hash })
  }
  const sum = tasks.reduce((total, { weight }) => total + weight, 0)
  if (BigInt(sum) !== BASIS_POINTS) throw usage(`the weights in ${path} sum to ${sum / 100} %`, 'let them sum to 100 %: 10000 basis points')
  return tasks
}

function weightOf(given: number | string, what: string): number {
  const [, digits, sign] = /^(\d+(?:\.\d{1,2})?) *(%?)$/.exec(String(given).trim()) ?? []
  const points = digits === undefined ? NaN : sign === '%' ? Math.round(Number(digits) * 100) : Number(digits)
  if (Number.isInteger(points) && points >= 1 && points <= Number(BASIS_POINTS)) return points
  throw usage(`${what}: its weight is "${given}"`, 'expected basis points from 1 to 10000, or percent such as 12.5%')
}

function rowsOf(text: string, path: string): readonly Row[] {
  const raw = /^\s*\[/.test(text) ? jsonRows(text, path) : csvRows(text, path)
  return raw.map((row, i) => {
    const parsed = rowSchema.safeParse(row)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    throw usage(`${path}: task ${i}: ${[...(issue?.path ?? []), issue?.message ?? ''].join(': ')}`, ADVICE)
  })
}

function jsonRows(text: string, path: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return value
  } catch (cause) {
    throw bad(path, cause instanceof Error ? cause.message : '')
  }
  throw bad(path, 'no list')
}

function csvRows(text: string, path: string): readonly unknown[] {
  const parsed = parseCsv(text)
  if (parsed === undefined) throw bad(path, 'a quote stands in the middle of a cell; put the whole cell in quotes, and double those in it')
  const [head, ...rows] = parsed
  if (head === undefined) throw bad(path, 'it is empty')
  const names = head.map((name) => name.toLowerCase())
  if (!names.includes('weight')) throw bad(path, 'its first line names no column "weight"')
  return rows.map((row) => Object.fromEntries(names.flatMap((name, i) => (row[i] === undefined || row[i] === '' ? [] : [[name, row[i]]]))))
}

const bad = (path: string, why: string): CliError => usage(`${path} is no task list: ${why}`, ADVICE)

const keptSchema = z.array(z.object({ title: z.string(), weight: z.int(), contentHash: z.custom<Hex>((value) => typeof value === 'string' && isHash(value)) }))

/** A list as the program itself keeps it; undefined for anything else. */
export function decodeKeptList(text: string): readonly ListedTask[] | undefined {
  try {
    return keptSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
