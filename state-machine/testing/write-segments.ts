/**
 * Prints random histories as segments with their witnesses and results, for other languages to run: a JSON line a history with its
 * genesis, then a line a segment, and one with what was thrown where something was, until there have been as many transactions:
 * `node --import tsx state-machine/testing/write-segments.ts <transactions> <seed>`. A history's seed is counted from the one given.
 */
import { once } from 'node:events'
import process from 'node:process'
import { tracedHistory } from './segment-traces.ts'

const SEGMENTS_EACH = 250
const [transactions = 1_000, seed = 1] = process.argv.slice(2).map(Number)

async function write(line: object): Promise<void> {
  const text = JSON.stringify(line, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain')
}

let done = 0

async function writeHistory(own: number): Promise<void> {
  const { genesis, traces } = tracedHistory({ seed: own, segments: SEGMENTS_EACH })
  await write({ seed: own, genesis })
  for (const trace of traces) {
    await write(trace)
    done += trace.what.length
    if (done >= transactions) break
  }
}

for (let own = seed; done < transactions; own++) {
  try {
    await writeHistory(own)
  } catch (error) {
    // No history may throw: who reads this counts it as a difference, and the run goes on.
    await write({ seed: own, fault: error instanceof Error ? error.stack : String(error) })
  }
}
