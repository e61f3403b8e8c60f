import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestClient, http } from 'viem'
import { getBlock, getBlockNumber, increaseTime, mine } from 'viem/actions'
import { anvilPath } from './anvil-path.ts'
import { ALL_ACCOUNTS, DEVNET_MNEMONIC } from './accounts.ts'
import { DevnetError } from './devnet-error.ts'
import { startGuarded, type Guarded } from './guarded.ts'
import { guardFile } from './old-guards.ts'

export interface DevnetL1 {
  readonly url: string
  /** Resolves when anvil has ended. */
  readonly ended: Promise<number>
  /** Of its last block, in seconds. */
  time(): Promise<bigint>
  /** Mines empty blocks at once. */
  mine(blocks: number): Promise<void>
  close(): Promise<void>
}

export interface L1Options {
  readonly directory: string
  readonly port: number
  readonly blockTimeSeconds: number
  readonly binary: string | undefined
}

export const L1_CHAIN_ID = 31_337
const START_MS = 20_000
const POLL_MS = 20
/** anvil writes its state when it ends; this is for the case that it cannot, because the whole machine ends. */
const STATE_INTERVAL_SECONDS = 10

/**
 * anvil with its state in a directory. It mines a block at each transaction and one every `blockTimeSeconds`, so that L1's safe
 * block moves by itself. Throws DevnetError.
 */
export async function startL1(options: L1Options): Promise<DevnetL1> {
  const log = join(options.directory, 'anvil.log')
  const anvil = await startGuarded({ file: anvilPath(options.binary), args: argumentsOf(options), log, pidFile: guardFile(options.directory) })
  const url = `http://127.0.0.1:${options.port}`
  const client = clientOf(url)
  try {
    await untilItAnswers(client, anvil, log)
    await carryTimeOn(client)
  } catch (error) {
    await anvil.close()
    throw error
  }
  return {
    url,
    ended: anvil.ended,
    time: async () => (await getBlock(client)).timestamp,
    mine: (blocks) => mine(client, { blocks }),
    close: anvil.close,
  }
}

function argumentsOf({ directory, port, blockTimeSeconds }: L1Options): readonly string[] {
  const flags = {
    host: '127.0.0.1', port, 'chain-id': L1_CHAIN_ID, hardfork: 'osaka', mnemonic: DEVNET_MNEMONIC, accounts: ALL_ACCOUNTS,
    // An epoch of one slot: the safe block is the last but one, not 32 behind.
    'slots-in-an-epoch': 1,
    'block-time': blockTimeSeconds, state: join(directory, 'state.json'), 'state-interval': STATE_INTERVAL_SECONDS,
  }
  return [...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]), '--mixed-mining', '--quiet']
}

const clientOf = (url: string) => createTestClient({ mode: 'anvil', transport: http(url, { retryCount: 0 }) })
type TestClient = ReturnType<typeof clientOf>

async function untilItAnswers(client: TestClient, anvil: Guarded, log: string): Promise<void> {
  const ended = anvil.ended.then((code) => {
    throw new DevnetError('L1Failed', `anvil ended with code ${code} at its start`, `read why in ${log}`)
  })
  const answers = async (): Promise<void> => {
    for (let waited = 0; waited < START_MS; waited += POLL_MS) {
      if (await getBlockNumber(client, { cacheTime: 0 }).catch(() => undefined) !== undefined) return
      await sleep(POLL_MS)
    }
    throw new DevnetError('L1Failed', `anvil did not answer within ${START_MS / 1000} s`, `read why in ${log}`)
  }
  await Promise.race([answers(), ended])
}

/** anvil forgets how far its clock was set forward; without this, L1's time would run backwards after a restart. */
async function carryTimeOn(client: TestClient): Promise<void> {
  const { timestamp } = await getBlock(client)
  const ahead = Number(timestamp) - Math.floor(Date.now() / 1000)
  // A second more: both clocks are cut to whole ones, and not at the same instant.
  if (ahead > 1) await increaseTime(client, { seconds: ahead + 1 })
}
