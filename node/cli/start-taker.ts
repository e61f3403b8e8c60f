import { resolve } from 'node:path'
import { loadNodeConfig, loadSettings, type NodeConfig, type NodeSources } from '../config.ts'
import { readIfThere } from '../files.ts'
import { keyPath, passwordPath, type KeyName } from '../key-paths.ts'
import { createL1Reader } from '../l1/client.ts'
import { readCommunity } from '../l1/read-community.ts'
import type { PrivateKey } from '../setting.ts'
import { createLogger, type Logger } from '../telemetry/logger.ts'
import { parseAmount } from './amounts.ts'
import { failed } from './cli-error.ts'
import { createL1Clients } from './deployment.ts'
import { addressOfKey, newKeys, writeKeys } from './operator-keys.ts'
import type { Output } from './output.ts'
import { parseAddress } from './parse-address.ts'
import { runNode, type NodeRun } from './run-node.ts'
import { aborted } from './stop-signal.ts'
import type { Taking } from './take-over.ts'
import { writeCommunity } from './write-community.ts'

export interface TakerOptions {
  /** For a directory without rollup.json. */
  readonly rollup: string | undefined
  readonly readStake: (settings: Pick<NodeConfig, 'dataDir' | 'passwordFile' | 'password'>) => Promise<PrivateKey>
  /** in ether */
  readonly postingFunds: string
  /** New keys are written unencrypted. */
  readonly plain: boolean
  readonly output: Output
  readonly signal: AbortSignal
}

/** A node with keys of its own that stands by for the sequencer's place, and what taking it needs. */
export interface Taker {
  readonly config: NodeConfig
  readonly log: Logger
  readonly run: NodeRun
  readonly taking: Taking
}

/** Rebuilds the chain from L1 alone, in an empty directory too; resolves once all that L1 has is taken in. Throws CliError and SettingError. */
export async function startTaker(sources: NodeSources, options: TakerOptions): Promise<Taker> {
  const settings = await loadSettings(sources)
  await prepare(settings, options)
  const stakeKey = await options.readStake(settings)
  const config = await loadNodeConfig({ ...sources, flags: { ...sources.flags, role: 'sequencer', standby: true } })
  const log = await createLogger({ level: config.logLevel, format: config.logFormat, secretUrls: config.l1Url })
  const taking = takingOf(config, { stakeKey, postingFunds: options.postingFunds, log })
  const run = await runNode(config, { log, signal: options.signal })
  try {
    await Promise.race([run.node.ready, aborted(options.signal), run.node.failed])
    return { config, log, run, taking }
  } catch (error) {
    await run.close()
    throw error
  }
}

function takingOf(config: NodeConfig, { stakeKey, postingFunds, log }: { readonly stakeKey: PrivateKey; readonly postingFunds: string; readonly log: Logger }): Taking {
  const { posting, signing } = config.keys
  if (posting === undefined || signing === undefined) throw failed('the posting or the signing key is missing', `look into ${config.dataDir}/keys`)
  const onStep = (words: string): void => log.info(words)
  return {
    clients: createL1Clients(config.l1Url[0] ?? '', stakeKey),
    rollup: config.rollup.contracts.rollup,
    next: { poster: addressOfKey(posting), signer: addressOfKey(signing), staker: addressOfKey(stakeKey) },
    postingFunds: parseAmount(postingFunds, '--posting-funds'),
    pollMs: config.l1PollMs,
    onStep,
    onWait: once(onStep),
  }
}

/** The community's files and the two keys at hand, where they are not there yet. */
async function prepare({ dataDir, l1Url, passwordFile, password }: Pick<NodeConfig, 'dataDir' | 'l1Url' | 'passwordFile' | 'password'>, { rollup, plain, output }: TakerOptions): Promise<void> {
  if ((await readIfThere(resolve(dataDir, 'rollup.json'))) === undefined) {
    if (rollup === undefined) throw failed(`there is no rollup.json in ${dataDir}`, 'name the rollup: distribute takeover 0x…')
    const community = await readCommunity(createL1Reader(l1Url), { rollup: parseAddress(rollup, 'the rollup'), from: 0n })
    await writeCommunity(dataDir, community)
    output.note(`${community.genesis.name}, chain ${community.genesis.chainId}: genesis.json and rollup.json come from L1`)
  }
  const missing: KeyName[] = []
  for (const name of ['posting', 'signing'] as const) if ((await readIfThere(keyPath(dataDir, name))) === undefined) missing.push(name)
  if (missing.length === 0) return
  const known = passwordFile ?? (password !== undefined || (await readIfThere(passwordPath(dataDir))) === undefined ? undefined : passwordPath(dataDir))
  await writeKeys(newKeys(missing), { directory: dataDir, passwordFile: known, password, plain, output })
}

/** Says each thing once, however often it is so. */
function once(say: (words: string) => void): (words: string) => void {
  let said: string | undefined
  return (words) => {
    if (words !== said) say(words)
    said = words
  }
}
