import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { operatorAccounts } from './accounts.ts'
import { DevnetError } from './devnet-error.ts'
import { startGuarded, type Guarded } from './guarded.ts'
import { guardFile, replicaDirectory } from './old-guards.ts'
import { ask } from '../json-rpc.ts'
import { waitFor } from './wait-for.ts'

export interface ReplicaOptions {
  /** The devnet's: genesis and rollup file are read from there. */
  readonly directory: string
  readonly l1Url: string
  readonly l1PollMs: number
  readonly sequencerUrl: string
  readonly port: number
  readonly logLevel: string
}

export interface Replica extends Guarded {
  readonly url: string
  readonly log: string
}

const PROGRAM = fileURLToPath(new URL('../bin/distribute.mjs', import.meta.url))

/** A replica in a process of its own, as anybody would run one: it knows nothing but L1 and where to send transactions. It watches, too. */
export async function startReplica(options: ReplicaOptions): Promise<Replica> {
  const { directory } = options
  const dataDir = replicaDirectory(directory)
  const log = join(dataDir, 'replica.log')
  const flags = {
    role: 'replica', 'data-dir': dataDir, 'genesis-file': join(directory, 'genesis.json'), 'rollup-file': join(directory, 'rollup.json'),
    'l1-url': options.l1Url, 'l1-poll-ms': options.l1PollMs, 'sequencer-url': options.sequencerUrl, 'blob-url': options.sequencerUrl,
    'rpc-port': options.port, 'metrics-port': 0, 'cors-origins': '*', 'log-level': options.logLevel, 'log-format': 'json',
  }
  // A snapshot of any age can be gone back to, so that no state may be thrown away.
  // A devnet goes back to snapshots of an L1 that has not changed: what was signed there twice would cost the stake.
  const args = [PROGRAM, 'node', '--archive', '--prover', '--stake', '--no-promises', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])]
  const guarded = await startGuarded({ file: process.execPath, args, log, pidFile: guardFile(dataDir), env: { ...withoutSettings(), DISTRIBUTE_PROVER_KEY: operatorAccounts().prover.privateKey } })
  return { ...guarded, url: `http://127.0.0.1:${options.port}`, log }
}

/** Throws DevnetError when it ends, or does not answer in time. */
export async function replicaAnswers(replica: Replica, signal: AbortSignal): Promise<void> {
  const advice = `read why in ${replica.log}`
  const ended = replica.ended.then((code) => {
    throw new DevnetError('ReplicaFailed', `the replica ended with code ${code} at its start`, advice)
  })
  const answers = waitFor('the replica', async () => (await ask(replica.url, 'eth_chainId', [])) !== undefined, { timeoutMs: 30_000, signal, advice })
  await Promise.race([answers, ended])
}

/** The devnet's own variables must not become the replica's: DISTRIBUTE_DATA_DIR means another directory there. */
function withoutSettings(): { readonly [name: string]: undefined } {
  return Object.fromEntries(Object.keys(process.env).filter((name) => name.startsWith('DISTRIBUTE_')).map((name) => [name, undefined]))
}
