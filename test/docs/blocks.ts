/**
 * What a document says is run. A comment before a code block, which readers do not see, names the check:
 * - `run`: each line that begins with `$ ` is a command; what it prints must hold the lines below it,
 * - `start URL`: the same, but the last command goes on running, and the URL must answer,
 * - `file NAME`: the block is put into a file beside which the later commands run,
 * - `wallet`: the block is run with a wallet that checks what it is asked.
 */
export interface Block {
  readonly check: 'run' | 'start' | 'file' | 'wallet'
  readonly argument: string
  readonly text: string
}

/** Languages of code blocks that must have a check. */
const RUN = /^(console|sh|bash|shell|ts|js|typescript|javascript)$/

/** The checked blocks of a document, in order. Throws for a block of code without a check: nothing on the page may escape. */
export const blocksOf = (markdown: string): readonly Block[] => {
  const fences = [...markdown.matchAll(/(?:^<!-- check: (\w+) ?(.*?) -->\n)?^```(\w*)\n([^]*?)^```$/gm)]
  return fences.flatMap(([, check, argument = '', language = '', text = '']) => {
    if (check === undefined && !RUN.test(language)) return []
    if (check === 'run' || check === 'start' || check === 'file' || check === 'wallet') return [{ check, argument, text }]
    throw new Error(`a block of ${language} has no check: ${text.slice(0, 60)}`)
  })
}

export interface Step {
  readonly command: string
  /** Lines as the document shows them; `…` stands for anything, in a line or for lines. */
  readonly shown: readonly string[]
}

/** The commands of a console block, lines that end with a backslash joined, each with what it is said to print. */
export const stepsOf = (text: string): readonly Step[] => {
  const parts = text.replaceAll('\\\n', ' ').split(/^\$ /m).slice(1)
  return parts.map((part) => {
    const [command = '', ...lines] = part.split('\n')
    return { command: command.replaceAll(/ {2,}/g, ' '), shown: lines.filter((line) => line.trim() !== '' && line !== '…') }
  })
}

/** Differs from run to run, or from machine to machine: addresses, hashes, times, block numbers, counts of blocks, L1's prices. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/0x[0-9a-f]{9,}/gi, '<hex>'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/127\.0\.0\.1:\d+/g, '<host>'],
  [/\b(\d+)\.\d{9,} ETH/g, '$1.<fee> ETH'],
  [/\b(block|chain|chain id) \d+/g, '$1 <n>'],
  [/^(chain|latest|safe|finalized|last batch|L1 [a-z ]+?) +\d+/, '$1 <n>'],
  [/\b\d+ (gas|batches|blocks|segments|inbox entries|roots compared)\b/g, '<n> $1'],
]

const plain = (line: string): string => VARYING.reduce((text, [pattern, name]) => text.replaceAll(new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`), name), line).replaceAll(/\s+/g, ' ').trim()

const patternOf = (shown: string): RegExp => {
  const parts = plain(shown).split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}

/** The first line that a document shows and the output does not have, in that order; undefined where it has them all. */
export const missingLine = (shown: readonly string[], output: string): string | undefined => {
  const lines = output.split('\n').map(plain)
  let at = 0
  for (const line of shown) {
    const found = lines.findIndex((candidate, i) => i >= at && patternOf(line).test(candidate))
    if (found < 0) return line
    at = found + 1
  }
  return undefined
}
