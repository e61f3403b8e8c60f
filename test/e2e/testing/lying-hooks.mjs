import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const PATCHED = '/node/sequencing/source.ts'
const HONEST = 'return blocks\n'
const LIE = `
import { existsSync as __isThere } from 'node:fs'
const __lie = (blocks: BlockBytes[]): BlockBytes[] => __isThere(String(process.env['LIE_FILE']))
  ? blocks.map((block, i) => (i === blocks.length - 1 ? block : { ...block, segments: block.segments.map((segment) => ({ ...segment, root: new Uint8Array(32).fill(7) })) }))
  : blocks
`

/** @param {string} url @param {unknown} context @param {(url: string, context: unknown) => Promise<unknown>} nextLoad */
export async function load(url, context, nextLoad) {
  const [plain = url] = url.split('?')
  if (!plain.endsWith(PATCHED)) return nextLoad(url, context)
  const source = await readFile(fileURLToPath(plain), 'utf8')
  if (!source.includes(HONEST)) throw new RangeError(`${PATCHED} is not what it was: patch it anew`)
  return { format: 'module', shortCircuit: true, source: source.replace(HONEST, 'return __lie(blocks)\n') + LIE }
}
