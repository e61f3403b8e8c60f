import { join, resolve } from 'node:path'
import { getChainId } from 'viem/actions'
import { readRollupFacts, type L1Reader, type RollupFacts } from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import { readIfThere } from '../files.ts'
import { decodeRollupFile } from '../rollup-file.ts'
import type { SettingValues } from '../setting.ts'
import { failed, usage } from './cli-error.ts'
import type { FORCE_SETTINGS } from './force-settings.ts'
import type { MEMBER_SETTINGS } from './member-settings.ts'
import { parseAddress } from './parse-address.ts'
import { readStatus } from './rollup-rpc.ts'

/** Where a call that goes through L1 has to go, and what is known of the chain meanwhile. */
export interface ForcePlace {
  readonly chainId: bigint
  readonly facts: RollupFacts
  /** How many entries the chain has read; undefined where no node answers. */
  readonly cursor: bigint | undefined
}

type Given = Pick<SettingValues<typeof FORCE_SETTINGS & typeof MEMBER_SETTINGS>, 'l2Url' | 'dataDir' | 'rollup' | 'chainId'>

interface Named {
  readonly rollup: Address
  readonly chainId: bigint
  readonly l1ChainId?: bigint
  readonly cursor?: bigint
}

/**
 * What a node says, else what the command line or the community's rollup.json says; the rest is L1's. Throws CliError where nobody
 * says it, or where L1 is another one.
 */
export async function findPlace(given: Given, reader: L1Reader): Promise<ForcePlace> {
  const named = (await toldByNode(given.l2Url)) ?? (await toldHere(given))
  const l1 = BigInt(await getChainId(reader))
  if (named.l1ChainId !== undefined && named.l1ChainId !== l1) {
    throw failed(`the community lives on L1 ${named.l1ChainId}, and --l1-url leads to ${l1}`, 'check --l1-url')
  }
  return { chainId: named.chainId, facts: await readRollupFacts(reader, named.rollup), cursor: named.cursor }
}

async function toldByNode(url: string): Promise<Named | undefined> {
  const known = await readStatus(url).catch((error: unknown) => {
    // Somebody who answers otherwise is no node of the chain: that is worth an error, not a guess.
    if (error instanceof Error && error.message.startsWith('no answer from')) return undefined
    throw error
  })
  if (known === undefined) return undefined
  return { rollup: known.contracts.rollup, chainId: known.chainId, l1ChainId: known.l1ChainId, cursor: known.inbox.cursor }
}

async function toldHere({ rollup, chainId, dataDir, l2Url }: Given): Promise<Named> {
  if (rollup !== undefined && chainId !== undefined) return { rollup: parseAddress(rollup, '--rollup'), chainId: BigInt(chainId) }
  const path = join(resolve(dataDir), 'rollup.json')
  const text = await readIfThere(path)
  if (text === undefined) throw usage(`no node answers at ${l2Url}, and there is no ${path}`, 'give the --data-dir of the community, or --rollup and --chain-id')
  const file = decodeRollupFile(text, path)
  return { rollup: file.contracts.rollup, chainId: file.chainId, l1ChainId: file.l1ChainId }
}
