/** Where a command's results and its progress go. */
export interface Output {
  /** A line of the result, on standard output. */
  line(text: string): void
  /** The result as one line of JSON, on standard output; bigints as decimal strings. */
  json(value: unknown): void
  /** A finished step or a remark, on standard error. */
  note(text: string): void
  /** A line that the next one replaces, on standard error; nothing where that is no terminal. */
  progress(text: string): void
}

/** What standard output and standard error are to a command; `isTTY` where somebody looks at it. */
export interface TextStream {
  write(text: string): unknown
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Where a command line writes. */
export interface Streams {
  readonly out: TextStream
  readonly err: TextStream
}

const ERASE = '\r\u001b[K'

export function createOutput({ out, err }: Streams): Output {
  // Nobody reads any more, as behind `| head`: there is nobody left to tell.
  out.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  err.on('error', () => undefined)
  let pending = false
  const clear = (): void => {
    if (pending) err.write(ERASE)
    pending = false
  }
  return {
    line: (text) => {
      clear()
      out.write(`${text}\n`)
    },
    json: (value) => {
      clear()
      out.write(`${jsonOf(value)}\n`)
    },
    note: (text) => {
      clear()
      err.write(`${text}\n`)
    },
    progress: (text) => {
      if (!err.isTTY) return
      err.write(ERASE + text.slice(0, Math.max(20, (err.columns ?? 0) - 1)))
      pending = true
    },
  }
}

export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part))

/** Columns as wide as their widest cell, two spaces between, nothing behind the last. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)))
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  '))
}
