import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** A file of the page as it is sent. */
export interface PageFile {
  readonly type: string
  readonly etag: string
  /** Its name holds a hash of its bytes: it never changes. */
  readonly immutable: boolean
  readonly bytes: Buffer
  readonly br: Buffer | undefined
  readonly gzip: Buffer | undefined
}

/** By their paths in a URL. Only what was there at the start is ever served: no path is made of what a client writes. */
export type PageFiles = ReadonlyMap<string, PageFile>

const TYPES: { readonly [ending: string]: string | undefined } = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', json: 'application/json',
  svg: 'image/svg+xml', png: 'image/png', woff2: 'font/woff2', wasm: 'application/wasm', txt: 'text/plain; charset=utf-8',
}
const HASHED = /^\/assets\/.+-[\w-]{8}\.\w+$/

const endingOf = (path: string): string => /\.(\w+)$/.exec(path)?.[1] ?? ''
/** Of the bytes themselves: others have another. */
export const etagOf = (bytes: Buffer): string => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`

/** The built page, undefined where it is not built. */
export async function readPageFiles(directory: string): Promise<PageFiles | undefined> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => undefined)
  if (entries === undefined) return undefined
  const packed = new Map<string, Buffer>()
  for (const entry of entries) {
    const path = `/${relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/')}`
    if (entry.isFile() && !path.startsWith('/.')) packed.set(path, await readFile(join(directory, path)))
  }
  const files = new Map<string, PageFile>()
  for (const [path, bytes] of packed) {
    const type = TYPES[endingOf(path)]
    if (type !== undefined) files.set(path, { type, etag: etagOf(bytes), immutable: HASHED.test(path), bytes, br: packed.get(`${path}.br`), gzip: packed.get(`${path}.gz`) })
  }
  return files.has('/index.html') ? files : undefined
}
