import { getBalance, getGasPrice } from 'viem/actions'
import { etherWords } from '@distribute/client/words'
import type { NodeConfig } from '../config.ts'
import { wordsOf } from '../l1/fault-words.ts'
import { createPostingAccount } from '../l1/posting-account.ts'
import type { Logger } from '../telemetry/logger.ts'
import { startProver, type Prover, type ProverDependencies } from './start.ts'

export interface ProvingDependencies extends Omit<ProverDependencies, 'account' | 'log'> {
  readonly config: NodeConfig
  readonly log: Logger
}

/** What the dearest proof may take; see rollup.md section 4. */
const PROOF_GAS = 10_000_000n

/** The prover of a node, where it is asked for. */
export const startProving = async (dependencies: ProvingDependencies, signal: AbortSignal): Promise<Prover | undefined> => {
  const { config } = dependencies
  const { prover: held } = config.keys
  if (!config.prover || held === undefined) return undefined
  const log = dependencies.log.child({ component: 'prover' })
  const account = createPostingAccount(`0x${held.replace(/^0x/, '')}`)
  const { l1PollMs: pollMs, proverPatienceMs: patienceMs, stake: postsRoots } = config
  const parts = { ...dependencies, account, log }
  const prover = await startProver({ l1ChainId: config.rollup.l1ChainId, pollMs, patienceMs, postsRoots }, parts, signal)
  // An L1 that does not answer now must not hold up the start.
  tellFunds(parts, postsRoots).catch((error: unknown) => log.warn({ fault: wordsOf(error) }, 'L1 does not say what the prover key has'))
  return prover
}

const tellFunds = async ({ reader, account, facts, log }: ProverDependencies, postsRoots: boolean): Promise<void> => {
  const needed = PROOF_GAS * (await getGasPrice(reader)) + (postsRoots ? facts.requiredStake : 0n)
  const funds = await getBalance(reader, { address: account.address })
  const amounts = { account: account.address, funds: etherWords(funds), needed: etherWords(needed) }
  if (funds < needed) log.warn(amounts, 'the prover key has less ether than a proof, and a stake if it is to have one, may cost')
  else log.info(amounts, 'false claims on L1 will be convicted')
}
