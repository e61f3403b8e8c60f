import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const LIAR = JSON.stringify(new URL('lying-source.ts', import.meta.url).href)

/**
 * What is replaced in which file of the program: who posts reads blocks and proofs from a liar, who builds leaves entries unread where
 * she says so, and who posts does not mind her own false claims where the next one is to build on them.
 *
 * @type {Readonly<Record<string, readonly (readonly [string, string])[]>>}
 */
const PATCHES = {
  '/node/sequencing/source.ts': [
    ["import { SequencingError } from './errors.ts'\n", `import { SequencingError } from './errors.ts'\nimport { createLyingSource } from ${LIAR}\n`],
    ['export const createBatchSource =', 'export const createBatchSource = (...all: Parameters<typeof createHonestSource>) => createLyingSource(createHonestSource(...all), all[0])\nconst createHonestSource ='],
  ],
  '/node/sequencing/start.ts': [
    ["import { SequencingError } from './errors.ts'\n", `import { SequencingError } from './errors.ts'\nimport { leavingUnread, unashamed } from ${LIAR}\n`],
    ['readableEntries(chain, { l1, delay: facts.inboxDelay })', 'leavingUnread(chain, readableEntries(chain, { l1, delay: facts.inboxDelay }))'],
    ['wrongRoots: dependencies.wrongRoots,', 'wrongRoots: unashamed(dependencies.wrongRoots, dependencies.voidFrom),'],
  ],
}

/** @param {string} url @param {unknown} context @param {(url: string, context: unknown) => Promise<unknown>} nextLoad */
export async function load(url, context, nextLoad) {
  const [plain = url] = url.split('?')
  const patched = Object.keys(PATCHES).find((path) => plain.endsWith(path))
  if (patched === undefined) return nextLoad(url, context)
  let source = await readFile(fileURLToPath(plain), 'utf8')
  for (const [honest, lying] of PATCHES[patched] ?? []) {
    if (!source.includes(honest)) throw new RangeError(`${patched} is not what it was: patch it anew`)
    source = source.replace(honest, lying)
  }
  return { format: 'module', shortCircuit: true, source }
}
