import { recordKey, type Address, type BatchData } from '@distribute/state-machine'
import { depositStakeCall, encodedCall, postRootsCall, readStake, type L1Contracts, type L1Reader, type RootsToPost } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { Log } from '../l1/log.ts'
import type { StoredBatch } from '../storage/batch-row.ts'
import { ProverError } from './errors.ts'
import type { SendPatiently } from './send.ts'

export interface RepairDependencies {
  readonly chain: Pick<Chain, 'batches' | 'segmentsOf' | 'proveAt'>
  readonly reader: L1Reader
  readonly contracts: Pick<L1Contracts, 'rollup' | 'stakes'>
  readonly requiredStake: bigint
  /** Who answers for the roots. */
  readonly account: Address
  readonly send: SendPatiently
  readonly log: Log
}

/** Posts the right roots of the first batch whose roots are void, with a stake behind them. Throws as `send` does. */
export const postRightRoots = async (index: bigint, dependencies: RepairDependencies): Promise<void> => {
  const { contracts, send, log } = dependencies
  const roots = await rightRoots(index, dependencies)
  await ensureStake(dependencies)
  const { transactionHash } = await send(encodedCall(postRootsCall(contracts.rollup, roots)))
  log.info({ batch: index, transaction: transactionHash }, `posted the right roots of batch ${index}: this prover's stake answers for them`)
}

/** What `postRoots` takes. Throws ProverError MissingData for a batch that is not here. */
export const rightRoots = async (index: bigint, { chain }: Pick<RepairDependencies, 'chain'>): Promise<RootsToPost> => {
  const [batch, before] = await Promise.all([chain.batches.get(index), chain.batches.get(index - 1n)])
  if (batch === undefined || before === undefined) throw new ProverError('MissingData', `batch ${index} is not known here`)
  const roots: Uint8Array[] = []
  for (let number = batch.firstBlock; number <= batch.lastBlock; number++) {
    roots.push(...((await chain.segmentsOf(number)) ?? []).map(({ root }) => root))
  }
  const { inclusion: [record] } = await chain.proveAt(batch.lastBlock, [recordKey('chain')])
  if (record === undefined) throw new ProverError('MissingData', `block ${batch.lastBlock} has no chain record`)
  return { data: dataOf(batch), parent: before, chain: record, roots }
}

const dataOf = ({ parentDataId, index, poster, l1Time, inboxLength, dataRoot, segments }: StoredBatch): BatchData =>
  ({ parent: parentDataId, index, poster, l1Time, inboxLength, dataRoot, segments })

const ensureStake = async ({ reader, contracts, requiredStake, account, send, log }: RepairDependencies): Promise<void> => {
  const { amount } = await readStake(reader, contracts.stakes, account)
  if (amount >= requiredStake) return
  await send(encodedCall(depositStakeCall(contracts.stakes, { staker: account, amount: requiredStake - amount })))
  log.info({ staker: account, wei: requiredStake - amount }, 'staked what posting roots needs')
}
