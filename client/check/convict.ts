import { toHex, type Account, type Client, type Hex, type Transport, type Chain } from 'viem'
import { getBlockNumber, sendTransaction } from 'viem/actions'
import { Address, claimId, type WrongSegment } from '@distribute/state-machine'
import {
  codeOfPart, commitmentTo, commitProofCall, dryRunEncoded, encodedCall, estimateGas, fraudProofOf, prepareProof, proveFraudWith, readCommittedAt, readConviction, readStake,
  receiptOf, stageWitnessCall, takePenaltyCall, type EncodedCall, type KeptConviction, type PreparedProof,
} from '@distribute/bridge-contracts'
import type { DistributeChain } from '../chain/distribute-chain.ts'
import { explained } from '../contracts/distribute-error.ts'
import { CheckError } from './errors.ts'
import type { OpenBatch } from './open-batch.ts'

/** A proof that L1 has tried and taken. */
export interface ReadyProof {
  readonly prepared: PreparedProof
  readonly claimId: Uint8Array
  readonly claimant: Hex
  /** wei behind the claim, of which half is burned in any case */
  readonly stake: bigint
}

/** Whose L1 it is, and who convicts. */
export interface Prosecution {
  readonly l1: Client
  readonly chain: DistributeChain
  readonly beneficiary: Hex
}

const contractsOf = ({ chain }: Pick<Prosecution, 'chain'>) => chain.custom.rollup.contracts

/** Makes the proof of a wrong segment and has L1 try it, without sending anything. Throws CheckError InBlobs, DistributeError with what L1 objects. */
export async function prepareConviction(batch: OpenBatch, wrong: WrongSegment, parties: Prosecution): Promise<ReadyProof> {
  const { evidence } = batch
  if (evidence === undefined || evidence.blobs.length > 0) throw new CheckError('InBlobs', `the segments of batch ${batch.index} lie in blobs`)
  const { challenges, stakes } = contractsOf(parties)
  const prepared = await prepareProof(parties.l1, fraudProofOf(evidence, wrong), { challenges, beneficiary: Address(parties.beneficiary) })
  await tryProof(prepared, parties)
  const { claimant } = evidence.claim
  const { amount } = await readStake(parties.l1, stakes, claimant)
  return { prepared, claimId: claimId(evidence.claim), claimant: `0x${claimant.slice(2)}`, stake: amount }
}

/** L1 runs the proof as if its parts were staged. */
const tryProof = ({ data, parts }: PreparedProof, parties: Prosecution): Promise<void> => explained(async () => {
  const codes = Object.fromEntries(parts.map(({ address, bytes }) => [toHex(address), codeOfPart(bytes)]))
  await dryRunEncoded(parties.l1, proveFraudWith(contractsOf(parties).challenges, toHex(data)), Address(parties.beneficiary), codes)
})

export interface ConvictOptions {
  /** Commits to the proof in a transaction of its own, an L1 block before: without that nobody gets the half of the stake that is not burned. */
  readonly forReward: boolean
}

type Signer = Client<Transport, Chain, Account>
const SPARE_PERCENT = 12n
const POLL_MS = 250

/** Estimated here and with something to spare: a proof that runs out of gas convicts nobody. */
async function send(wallet: Signer, call: EncodedCall, { l1 }: Prosecution): Promise<Hex> {
  const gas = await estimateGas(l1, call, wallet.account.address)
  return sendTransaction(wallet, { account: wallet.account, chain: wallet.chain, to: call.address, data: call.data, value: call.value, gas: (gas * (100n + SPARE_PERCENT)) / 100n })
}

async function sendAndWait(wallet: Signer, call: EncodedCall, parties: Prosecution): Promise<void> {
  const { status } = await receiptOf(parties.l1, await send(wallet, call, parties))
  if (status === 'reverted') throw new CheckError('StaleProof', `${call.functionName} reverted on L1`)
}

/** Sends what convicts; answers the hash of the transaction of the proof itself. Throws DistributeError, CheckError StaleProof. */
export const convict = (wallet: Signer, { prepared: { data, parts } }: ReadyProof, parties: Prosecution, { forReward }: ConvictOptions): Promise<Hex> => explained(async () => {
  const { challenges } = contractsOf(parties)
  const proof = toHex(data)
  for (const { bytes } of parts) await sendAndWait(wallet, encodedCall(stageWitnessCall(challenges, bytes)), parties)
  if (forReward) {
    const commitment = commitmentTo(proof, Address(parties.beneficiary))
    if ((await readCommittedAt(parties.l1, challenges, commitment)) === 0n) await sendAndWait(wallet, encodedCall(commitProofCall(challenges, commitment)), parties)
    await untilAfter(await readCommittedAt(parties.l1, challenges, commitment), parties)
  }
  return send(wallet, proveFraudWith(challenges, proof), parties)
})

/** A commitment of the proof's own block does not count: somebody could have copied it from a proof under way. */
async function untilAfter(block: bigint, { l1 }: Prosecution): Promise<void> {
  while ((await getBlockNumber(l1, { cacheTime: 0 })) <= block) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
}

/** What L1 keeps of a conviction; undefined where there is none. */
export const getConviction = ({ l1, chain }: Pick<Prosecution, 'l1' | 'chain'>, id: Uint8Array): Promise<KeptConviction | undefined> =>
  readConviction(l1, contractsOf({ chain }).challenges, id)

/** Has the stake of who was convicted taken, once that is due: by anybody. Throws DistributeError. */
export const takePenalty = (wallet: Signer, id: Uint8Array, parties: Prosecution): Promise<Hex> =>
  explained(() => send(wallet, encodedCall(takePenaltyCall(contractsOf(parties).challenges, id)), parties))
