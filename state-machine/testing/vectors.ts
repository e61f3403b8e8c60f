import { VECTOR_GENESIS, vectorOf, type Case } from './vector-case.ts'
import { boundsCases } from './vector-cases-bounds.ts'
import { BRIDGE_CASES, CREDITS_CASES, DIVIDENDS_CASES } from './vector-cases-money.ts'
import { projectsCases } from './vector-cases-projects.ts'
import { reputationCases } from './vector-cases-reputation.ts'
import { TOKEN_CASES } from './vector-cases-token.ts'
import { validationCases } from './vector-cases-validation.ts'
import { votingCases } from './vector-cases-voting.ts'

export const vectorPath = (name: string): URL => new URL(`../../test/vectors/${name}.json`, import.meta.url)

const fileOf = (about: string, cases: readonly Case[]): string =>
  `${JSON.stringify({ about: `${about}. The format stands in README.md.`, genesis: VECTOR_GENESIS, vectors: cases.map(vectorOf) }, undefined, 1)}\n`

/** The text of each file, made anew. */
export const vectorFiles = async (): Promise<{ readonly [name: string]: string }> => ({
  token: fileOf('Tokens and plain transfers of ether (protocol.md section 2)', TOKEN_CASES),
  reputation: fileOf('Membership and lost keys (protocol.md section 3)', await reputationCases()),
  dividends: fileOf('Dividends (protocol.md section 6)', DIVIDENDS_CASES),
  bridge: fileOf('Deposits and withdrawals (protocol.md section 7)', BRIDGE_CASES),
  projects: fileOf('Projects from proposal to settlement (protocol.md section 4)', projectsCases()),
  validation: fileOf('Validation of tasks and their outcome (protocol.md section 4)', validationCases()),
  voting: fileOf('Rights, ballots and polls (protocol.md section 5)', votingCases()),
  credits: fileOf('Fees and resource credits (protocol.md section 8)', CREDITS_CASES),
  bounds: fileOf('Bounds met exactly, and passed by one', boundsCases()),
})
