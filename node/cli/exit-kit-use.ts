import { getChainId, readContract } from 'viem/actions'
import { claimId, encodeRecord, recordKey, verifyInclusion } from '@distribute/state-machine'
import { l1BridgeAbi, readIsClaimed, readIsFinal, type L1Reader } from '@distribute/bridge-contracts'
import { failed } from './cli-error.ts'
import type { L1Clients } from './deployment.ts'
import { claimCallOfKit, rootOfKit, type ExitKit, type KitWithdrawal } from './exit-kit-file.ts'
import { hexAddress } from './hex-address.ts'
import { sendToL1, type L1Sent } from './l1-send.ts'

/** What L1 says of a withdrawal in a kit now. `void`: its claim stands no more, a new kit is needed. */
export type KitStage = 'paid' | 'waiting' | 'void' | 'broken' | 'ready'

export interface CheckedWithdrawal {
  readonly withdrawal: KitWithdrawal
  readonly stage: KitStage
}

/** Checks that the kit is of this L1, and that rollup and bridge belong together. Throws CliError. */
export async function checkPlace({ l1ChainId, contracts: { rollup, bridge } }: ExitKit, reader: L1Reader): Promise<void> {
  const found = BigInt(await getChainId(reader))
  if (found !== l1ChainId) throw failed(`the kit is for L1 ${l1ChainId}, and --l1-url leads to ${found}`, 'check --l1-url')
  const owner = await readContract(reader, { address: hexAddress(bridge), abi: l1BridgeAbi, functionName: 'rollup' })
  if (owner.toLowerCase() !== rollup) throw failed(`the bridge ${bridge} is not that of the rollup ${rollup}`, 'the kit was changed: take the one that your node wrote')
}

/** Asks L1 about each of them; `now` is its time in seconds. */
export async function checkKit({ withdrawals, contracts }: ExitKit, reader: L1Reader, now: bigint): Promise<readonly CheckedWithdrawal[]> {
  return Promise.all(withdrawals.map(async (withdrawal) => ({ withdrawal, stage: await stageOf(withdrawal, contracts, { reader, now }) })))
}

async function stageOf(withdrawal: KitWithdrawal, { rollup, bridge }: ExitKit['contracts'], { reader, now }: { readonly reader: L1Reader; readonly now: bigint }): Promise<KitStage> {
  const { id, batch, readyAt } = withdrawal
  if (await readIsClaimed(reader, bridge, id)) return 'paid'
  const { claim, proof } = rootOfKit(withdrawal)
  const { key, words } = recordOf(withdrawal)
  if (!verifyInclusion(claim.lastRoot, key, words, proof)) return 'broken'
  if (await readIsFinal(reader, rollup, { index: batch, claimId: claimId(claim) })) return 'ready'
  return now < readyAt ? 'waiting' : 'void'
}

function recordOf({ id, to, value, tokens: amount }: KitWithdrawal): { readonly key: Uint8Array; readonly words: Uint8Array } {
  if (amount > 0n) return { key: recordKey('tokenWithdrawal', id), words: encodeRecord('tokenWithdrawal', { to, amount }) }
  return { key: recordKey('withdrawal', id), words: encodeRecord('withdrawal', { to, value }) }
}

/** Has one paid. Throws viem's error with the bridge's word where it is not. */
export const claimFromKit = (withdrawal: KitWithdrawal, { contracts }: ExitKit, clients: L1Clients): Promise<L1Sent> =>
  sendToL1(clients, claimCallOfKit(contracts.bridge, withdrawal))
