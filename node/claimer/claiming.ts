import { parseEther, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getBalance } from 'viem/actions'
import type { RollupFacts } from '@distribute/bridge-contracts'
import { etherWords } from '@distribute/client/words'
import type { NodeConfig } from '../config.ts'
import { wordsOf } from '../l1/fault-words.ts'
import { createPatientSend } from '../prover/send.ts'
import type { Logger } from '../telemetry/logger.ts'
import { startClaimer, type Claimer, type ClaimerDependencies } from './start.ts'

export interface ClaimingDependencies extends Omit<ClaimerDependencies, 'account' | 'contracts' | 'send' | 'log'> {
  readonly config: NodeConfig
  readonly facts: RollupFacts
  readonly log: Logger
}

/** The claimer of a node, where it is asked for. */
export const startClaiming = async (dependencies: ClaimingDependencies, signal: AbortSignal): Promise<Claimer | undefined> => {
  const { config, facts, reader } = dependencies
  const { claimer: held } = config.keys
  if (!config.claimer || held === undefined) return undefined
  const log = dependencies.log.child({ component: 'claimer' })
  const account = privateKeyToAccount(held)
  const { l1PollMs: pollMs, proverPatienceMs: patienceMs, rollup: { l1ChainId: chainId } } = config
  const budget = parseEther(config.claimerBudget)
  const send = createPatientSend({ chainId, pollMs, patienceMs }, { reader, account, log, signal })
  const claimer = await startClaimer({ pollMs, budget }, { ...dependencies, contracts: facts.contracts, account, send, log }, signal)
  // An L1 that does not answer now must not hold up the start.
  tellFunds(account, budget, { reader, log }).catch((error: unknown) => log.warn({ fault: wordsOf(error) }, 'L1 does not say what the claimer key has'))
  return claimer
}

const tellFunds = async (account: LocalAccount, budget: bigint, { reader, log }: Pick<ClaimingDependencies, 'reader' | 'log'>): Promise<void> => {
  const funds = await getBalance(reader, { address: account.address })
  const amounts = { account: account.address, funds: etherWords(funds), budget: etherWords(budget) }
  if (funds < budget) log.warn(amounts, 'the claimer key has less ether than it may spend in a day')
  else log.info(amounts, 'withdrawals that are final will be paid')
}
