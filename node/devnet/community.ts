import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { randomInt } from 'node:crypto'
import { decodeGenesis, encodeGenesis, parametersFrom, type Genesis } from '@distribute/state-machine'
import { readIfThere, writeWhole } from '../files.ts'
import { KEY_NAMES, keyPath } from '../key-paths.ts'
import { decodeRollupFile, encodeRollupFile, type RollupFile } from '../rollup-file.ts'
import { operatorAccounts } from './accounts.ts'
import { DevnetError } from './devnet-error.ts'
import { PID_FILE } from './only-one.ts'
import type { DevnetSettings } from './settings.ts'

/** What a devnet's directory holds: nothing at first, and both once the first start came through. */
export interface DevnetCommunity {
  readonly genesis: Genesis
  readonly rollup: RollupFile | undefined
}

const MARK = 'devnet.json'
const genesisPath = (directory: string): string => join(directory, 'genesis.json')
const rollupPath = (directory: string): string => join(directory, 'rollup.json')
const KEY_MODE = 0o600

/** Deletes what a devnet wrote. Throws DevnetError for a directory that is none: `--fresh` must not delete anything else. */
export async function clearDirectory(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name !== PID_FILE)
  if (names.length > 0 && !names.includes(MARK)) {
    throw new DevnetError('BadDirectory', `${directory} is not a devnet’s directory`, 'give an empty one with --data-dir, or delete it yourself')
  }
  for (const name of names) await rm(join(directory, name), { recursive: true, force: true })
}

/** The community of an earlier start, undefined at the first one. Throws DevnetError where settings contradict it. */
export async function readCommunity(directory: string, settings: DevnetSettings): Promise<DevnetCommunity | undefined> {
  const json = await readIfThere(genesisPath(directory))
  const rollup = await readIfThere(rollupPath(directory))
  if (json === undefined) return undefined
  const genesis = decodeGenesis(json)
  if (settings.chainId !== undefined && BigInt(settings.chainId) !== genesis.chainId) {
    throw new DevnetError('BadDirectory', `${directory} holds chain ${genesis.chainId}`, `leave out --chain-id, or begin anew with --fresh, or give another --data-dir`)
  }
  return { genesis, rollup: rollup === undefined ? undefined : decodeRollupFile(rollup, rollupPath(directory)) }
}

/** Writes genesis and keys of a new community. `timestamp`: L1's time, in seconds. */
export async function createCommunity(directory: string, settings: DevnetSettings, timestamp: bigint): Promise<DevnetCommunity> {
  const accounts = operatorAccounts()
  const genesis: Genesis = {
    name: 'Devnet community',
    tokenName: 'Community token',
    tokenSymbol: 'TOKEN',
    chainId: BigInt(settings.chainId ?? newChainId()),
    timestamp,
    registrar: accounts.registrar.address,
    operator: accounts.stake.address,
    parameters: parametersFrom(devnetParameters(settings)),
  }
  await writeWhole(join(directory, MARK), `${JSON.stringify({ made: 'by distribute devnet' })}\n`)
  for (const name of KEY_NAMES) await writeWhole(keyPath(directory, name), `${accounts[name].privateKey}\n`, KEY_MODE)
  await writeWhole(genesisPath(directory), encodeGenesis(genesis))
  return { genesis, rollup: undefined }
}

export const writeRollup = (directory: string, rollup: RollupFile): Promise<void> => writeWhole(rollupPath(directory), encodeRollupFile(rollup))

/** The protocol's own periods, a pool without memory, and credits that do not run out while somebody tries things. */
function devnetParameters(settings: DevnetSettings): { readonly [name: string]: string } {
  return { inboxDelay: String(settings.inboxDelay), poolMemory: '0', creditsPerEther: '10000000000' }
}

/** 0xd157 and four random digits: a wallet that remembers nonces of an earlier devnet takes this one for another chain. */
const newChainId = (): number => 0xd157_0000 + randomInt(0x1_0000)
