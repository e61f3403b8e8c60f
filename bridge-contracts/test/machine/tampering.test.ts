import { afterAll, beforeAll, expect, test } from 'vitest'
import { genesisOf } from './testing/history.ts'
import { proofsOfEntries, proofsOfKinds } from './testing/proofs.ts'
import type { Proof } from './testing/proofs.ts'
import { tamperings } from './testing/tampering.ts'
import { startVerdictHarness } from './testing/verdict-harness.ts'
import type { VerdictHarness } from './testing/verdict-harness.ts'

const PATIENCE = 600_000
const PLENTY = 3_000_000
const GENESIS = genesisOf()
let harness: VerdictHarness
beforeAll(async () => {
  harness = await startVerdictHarness(GENESIS)
}, PATIENCE)
afterAll(() => harness.close())

/** What a witness is refused with: before its root is looked at. */
const REFUSED = ['BadWitness', 'RecordMissing']
/** The same, met by a rule. */
const INCONCLUSIVE = 'Inconclusive'

/** The claim is right: who could show other records could convict it. Answers how many ways there were. */
async function tamper({ name, rerun, before, right }: Proof): Promise<number> {
  const all = tamperings(before, rerun.keys)
  for (const { what, keys, proof } of all) {
    const [verdict] = await harness.judge({ rerun: { ...rerun, keys, proof }, claimed: right }, [PLENTY])
    const { convicted = true, answer = '' } = verdict ?? {}
    if (convicted || ![...REFUSED, INCONCLUSIVE].includes(answer)) expect.fail(`${name}, a record ${what}: ${convicted ? 'convicted' : answer}`)
  }
  return all.length
}

test('of each kind and entry, a record left out, doubled, out of order or faked at any position of the witness proves nothing', async () => {
  const proofs = [...(await proofsOfKinds(GENESIS)), ...(await proofsOfEntries(GENESIS))]
  let count = 0
  for (const proof of proofs) count += await tamper(proof)
  expect(count).toBeGreaterThan(proofs.length * 20)
}, PATIENCE)
