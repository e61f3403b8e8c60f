import { table } from './output.ts'

interface Head {
  readonly number: bigint
  readonly timestamp: bigint
}

/** What of `rollup_status` people are shown. */
export interface ShownStatus {
  readonly role: string
  readonly chainId: bigint
  readonly l1ChainId: bigint
  readonly contracts: { readonly rollup: string }
  readonly heads: { readonly [name in 'latest' | 'safe' | 'finalized']: Head }
  readonly l1: { readonly [name in 'head' | 'safe' | 'finalized' | 'derived']: Head | null }
  readonly lastBatch: { readonly index: bigint } | null
  readonly inbox: { readonly length: bigint; readonly cursor: bigint }
  readonly wrongRoots: readonly { readonly batch: bigint; readonly segment: bigint }[]
  readonly voidRoots: readonly { readonly batch: bigint; readonly lastBatch: bigint; readonly missingFrom: bigint | null; readonly notBefore: bigint }[]
  readonly brokenPromises: readonly { readonly breach: string; readonly term: bigint; readonly number: bigint }[]
}

const COSTS: Readonly<Record<string, string>> = {
  equivocation: 'its sequencer signed two headers for it on one parent: its whole stake answers for that',
  broken: 'L1 has another block than its sequencer signed: its whole stake answers for that',
  abandoned: 'it was signed and not posted, and the term is over: half of the stake answers for that',
}

function brokenLine({ breach, term, number }: ShownStatus['brokenPromises'][number]): readonly string[] {
  return ['BROKEN PROMISE', `block ${number}`, `of term ${term}: ${COSTS[breach] ?? breach}`]
}

function voidLine({ batch, lastBatch, missingFrom, notBefore }: ShownStatus['voidRoots'][number]): readonly string[] {
  const time = new Date(Number(notBefore) * 1_000).toISOString()
  const until = missingFrom === null ? `right roots were posted since; withdrawals wait until ${time}` : `nobody answers for the roots from batch ${missingFrom} on; withdrawals wait until ${time} at least`
  return ['VOID ROOTS', `batches ${batch} to ${lastBatch}`, `convicted: ${until}. Every transaction stands`]
}

/** What `distribute status` says, a line each; what is wrong stands in capitals. */
export function statusLines(now: ShownStatus): readonly string[] {
  const at = (block: Head | null): readonly string[] =>
    block === null ? ['–', ''] : [String(block.number), new Date(Number(block.timestamp) * 1_000).toISOString()]
  const { heads, l1, inbox } = now
  return table([
    ['role', now.role],
    ['chain', String(now.chainId), `on L1 ${now.l1ChainId}, rollup ${now.contracts.rollup}`],
    ['latest', ...at(heads.latest)],
    ['safe', ...at(heads.safe)],
    ['finalized', ...at(heads.finalized)],
    ['last batch', now.lastBatch === null ? '–' : String(now.lastBatch.index)],
    ...now.wrongRoots.map(({ batch, segment }) => ['WRONG ROOT', `batch ${batch}`, `segment ${segment}: L1 has a claim that execution does not give; nothing is posted on it, trust no withdrawal against it`]),
    ...now.voidRoots.map(voidLine),
    ...now.brokenPromises.map(brokenLine),
    ['inbox', `${inbox.cursor} of ${inbox.length}`, 'entries read'],
    ['L1 head', ...at(l1.head)],
    ['L1 safe', ...at(l1.safe)],
    ['L1 finalized', ...at(l1.finalized)],
    ['L1 read to', ...at(l1.derived)],
  ])
}
