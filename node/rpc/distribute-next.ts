import { fixedRequirement, requiredNow, stakedOf, STAGES } from '@distribute/state-machine'
import type { ProjectTerms } from '@distribute/state-machine'
import { etherWords, listWords, reputationWords, tokenWords } from '@distribute/client/words'

/** The next deadline of a project, in seconds, and what happens then if nobody does anything until then. */
export interface NextStep {
  readonly deadline: bigint
  readonly words: string
}

/** What is still to be staked of each currency, in base units. */
export function missingOf(terms: ProjectTerms): { readonly tokens: bigint; readonly reputation: bigint } {
  const missing = (currency: 'tokens' | 'reputation'): bigint => {
    const rest = requiredNow(terms, currency) - stakedOf(terms.project, currency)
    return rest > 0n ? rest : 0n
  }
  return { tokens: missing('tokens'), reputation: missing('reputation') }
}

function expiryWords(terms: ProjectTerms): string {
  const { tokens, reputation } = missingOf(terms)
  const parts = [...(tokens > 0n ? [tokenWords(tokens)] : []), ...(reputation > 0n ? [reputationWords(reputation)] : [])]
  const met = (['tokens', 'reputation'] as const).every((currency) => stakedOf(terms.project, currency) >= fixedRequirement(terms.proposal, currency))
  const until = parts.length === 0 ? `unless the pool holds ${etherWords(terms.project.cost)} and its rewards by then` : `unless ${listWords(parts)} more are staked by then`
  return `the project expires ${until}: stakes go back, and the collateral is ${met ? 'returned' : 'forfeited'}`
}

const isNone = (hash: Uint8Array): boolean => hash.every((byte) => byte === 0)

/** Undefined for a project that has ended, and for one whose tasks are being settled. protocol.md section 4. */
export function nextStep(terms: ProjectTerms): NextStep | undefined {
  const { project, now } = terms
  const { stage, deadline, leader, evidenceWeight, disputed, commitEnd } = project
  if (stage === STAGES.proposed) return { deadline, words: expiryWords(terms) }
  if (stage === STAGES.staked) {
    return { deadline, words: isNone(leader) ? 'the project fails unless a task list has more than half of the weight by then' : 'the leading task list is accepted and its tasks can be claimed' }
  }
  if (stage === STAGES.active) return { deadline, words: evidenceWeight === 0n ? 'the project fails unless there is evidence by then' : 'validation of the evidence begins' }
  if (stage === STAGES.validation && now < deadline) {
    return { deadline, words: disputed > 0n ? 'members vote on the disputed tasks' : 'tasks are settled as their validators have it' }
  }
  if (stage === STAGES.voting && now < commitEnd) return { deadline: commitEnd, words: 'committing ends, and ballots are revealed' }
  if (stage === STAGES.voting && now < deadline) return { deadline, words: 'revealing ends, and the disputed tasks are settled by the vote' }
  return undefined
}
