import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodeGenesis } from '@distribute/state-machine'
import { operatorAccounts } from '../devnet/accounts.ts'
import { freePort } from '../devnet/free-port.ts'
import { encodeRollupFile } from '../rollup-file.ts'
import { eventually, rpc, type Rig } from './rig.ts'

/** A sequencer in a process of its own, which nothing warns of its end. */
export interface SequencerProcess {
  readonly url: string
  /** kill -9 */
  kill(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('../bin/distribute.mjs', import.meta.url))
const PATIENCE = 60

/** `distribute node` over the directory of a node of the rig that is closed, seeing L1 through the rig's proxy. */
export const startSequencerProcess = async ({ genesis, rollup, proxy }: Rig, directory: string, flags: readonly string[]): Promise<SequencerProcess> => {
  await mkdir(directory, { recursive: true })
  await Promise.all([writeFile(join(directory, 'genesis.json'), encodeGenesis(genesis)), writeFile(join(directory, 'rollup.json'), encodeRollupFile(rollup))])
  const { posting, signing } = operatorAccounts()
  const port = await freePort(0, '--rpc-port')
  const places = ['--data-dir', directory, '--l1-url', proxy.url, '--rpc-port', String(port), '--metrics-port', '0', '--role', 'sequencer', '--l1-poll-ms', '50']
  const env = { ...process.env, DISTRIBUTE_POSTING_KEY: posting.privateKey, DISTRIBUTE_SIGNING_KEY: signing.privateKey }
  const child = spawn(process.execPath, [PROGRAM, 'node', ...places, ...flags], { stdio: 'ignore', env })
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await eventually('the sequencer answers', () => rpc(url, 'eth_chainId').then(() => true, () => false), PATIENCE)
  return {
    url,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
