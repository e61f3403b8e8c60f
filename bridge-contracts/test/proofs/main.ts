/** `npm run proof-gas`: what fraud proofs and batches cost on L1. docs/performance.md */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { measureProofs, measureWorst, secondsToFind } from './measure.ts'
import type { Say } from './measure.ts'
import { measureBlobPosting, measurePosting } from './posting.ts'
import { measureReruns } from './reruns.ts'
import { takeSnapshot, writeSnapshot } from './snapshot.ts'
import { blobTables, CONTRACTS_OF_2018, markdownOf, tablesOf, textOf } from './tables.ts'
import type { Table } from './tables.ts'

const USAGE = `npm run proof-gas -- [options]
  --accounts <number>   in the tree of the proofs, 1000000 by default
  --histories <number>  random ones, through which the dearest way through each rule is looked for, 10 by default
  --blobs               posting in six full blobs, beside calldata and the contracts of 2018, and nothing else
  --snapshot            writes bridge-contracts/test/proofs/gas-snapshot.json anew, and does nothing else
  --markdown            prints the tables of docs/performance.md`

const begun = process.hrtime.bigint()
const seconds = (): string => (Number((process.hrtime.bigint() - begun) / 1_000_000n) / 1_000).toFixed(1)
let told = ''
/** A line for each part of the work, and each proof where somebody watches. */
const say: Say = (text) => {
  const part = text.split(':')[0] ?? ''
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
  else if (part !== told) console.error(`${seconds()} s  ${part}`)
  told = part
}

const flag = { type: 'boolean', default: false } as const
const { values } = parseArgs({
  options: { accounts: { type: 'string', default: '1000000' }, histories: { type: 'string', default: '10' }, snapshot: flag, blobs: flag, markdown: flag, help: flag },
})
const [accounts, histories] = [Number(values.accounts), Number(values.histories)]

async function measureAll(): Promise<readonly Table[]> {
  const figures = {
    accounts,
    proofs: await measureProofs(accounts, say),
    findSeconds: await secondsToFind(accounts),
    worst: await measureWorst(say),
    reruns: await measureReruns(histories, say),
    posting: await measurePosting(say),
  }
  return tablesOf(figures)
}

if (values.help || !Number.isSafeInteger(accounts) || !Number.isSafeInteger(histories) || accounts < 0 || histories < 1) {
  console.log(USAGE)
} else if (values.snapshot) {
  writeSnapshot(await takeSnapshot(say))
  console.log(`gas-snapshot.json is written, ${seconds()} s`)
} else {
  const tables = values.blobs ? blobTables(await measureBlobPosting(CONTRACTS_OF_2018.map(([kind]) => kind), say)) : await measureAll()
  console.log(values.markdown ? markdownOf(tables) : textOf(tables))
  console.log(`\n${seconds()} s`)
}
