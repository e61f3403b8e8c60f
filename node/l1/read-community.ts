import { getChainId } from 'viem/actions'
import { readGenesis, readRollupFacts, type L1Reader, type LoggedGenesis } from '@distribute/bridge-contracts'
import { decodeGenesis, equalBytes, genesisHash, toHex, type Address, type Genesis } from '@distribute/state-machine'
import type { RollupFile } from '../rollup-file.ts'
import { checkCommunity } from './check-community.ts'
import { L1Error } from './errors.ts'
import { readHead } from './read-head.ts'
import { isTooMuch } from './too-much.ts'

/** What a community's two files hold. */
export interface CommunityFiles {
  /** Byte for byte as it was deployed. */
  readonly genesisJson: string
  readonly genesis: Genesis
  readonly rollup: RollupFile
}

export interface Search {
  readonly rollup: Address
  /** L1 block from which on the deployment is looked for. */
  readonly from: bigint
  /** Blocks asked for at once where the URL does not answer all; 10,000 are what most answer. */
  readonly span?: bigint
  /** Told which block was reached, of how many. */
  readonly onProgress?: (block: bigint, head: bigint) => void
}

const SPAN = 10_000n

/**
 * A community as L1 alone tells it: the rollup logged its genesis when it was deployed, and keeps its hash. Throws L1Error NoRollup,
 * WrongCommunity (the log is not what the contract keeps) or WrongMachine, and viem's errors.
 */
export async function readCommunity(reader: L1Reader, search: Search): Promise<CommunityFiles> {
  const facts = await readRollupFacts(reader, search.rollup).catch((cause: unknown) => {
    throw new L1Error('NoRollup', `there is no rollup of this kind at ${search.rollup} on L1: check the address and --l1-url`, { cause })
  })
  const logged = await findGenesis(reader, search)
  const genesisJson = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(logged.json)
  const genesis = decodeGenesis(genesisJson)
  if (!equalBytes(genesisHash(genesis), facts.genesisHash)) throw new L1Error('WrongCommunity', 'the logged genesis has not the hash that the rollup keeps: this L1 URL is faulty')
  checkCommunity(facts, genesis)
  const deployed = { number: logged.place.blockNumber, hash: toHex(logged.place.blockHash) }
  const l1ChainId = BigInt(await getChainId(reader))
  return { genesisJson, genesis, rollup: { l1ChainId, chainId: genesis.chainId, genesisHash: toHex(facts.genesisHash), contracts: facts.contracts, deployed } }
}

async function findGenesis(reader: L1Reader, search: Search): Promise<LoggedGenesis> {
  const { rollup, from } = search
  const head = (await readHead(reader, { blockTag: 'latest' })).number
  const found = (await atOnce(reader, rollup, from, head)) ?? (await inSteps(reader, search, head))
  if (found !== undefined) return found
  throw new L1Error('NoRollup', `L1 shows no deployment of ${rollup} between blocks ${from} and ${head}: give an earlier --from-block, or an --l1-url that keeps old logs`)
}

/** Undefined where it is not there, or where the URL does not answer so much at once. */
async function atOnce(reader: L1Reader, rollup: Address, fromBlock: bigint, toBlock: bigint): Promise<LoggedGenesis | undefined> {
  try {
    return await readGenesis(reader, rollup, { fromBlock, toBlock })
  } catch (error) {
    if (isTooMuch(error)) return undefined
    throw error
  }
}

/** From the newest block backwards: communities are younger than their L1. */
async function inSteps(reader: L1Reader, { rollup, from, span = SPAN, onProgress }: Search, head: bigint): Promise<LoggedGenesis | undefined> {
  for (let to = head; to >= from; to -= span) {
    const start = to - span + 1n > from ? to - span + 1n : from
    onProgress?.(start, head)
    const found = await readGenesis(reader, rollup, { fromBlock: start, toBlock: to })
    if (found !== undefined) return found
  }
  return undefined
}
