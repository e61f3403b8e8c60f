import { loadCommunity, loadSettings, type Community } from '../../config.ts'
import { NODE_SETTINGS, type NodeSettings } from '../../settings.ts'
import { resolveSettings } from '../../setting.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { checkRows, ok, problem, type Check } from '../doctor-check.ts'
import { checkKeys } from '../doctor-keys.ts'
import { lookAtL1, lookAtRollup } from '../doctor-l1.ts'
import { checkDataDirectory, checkDisk, checkNodeVersion, checkPorts } from '../doctor-machine.ts'
import { faultOf } from '../fault.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { table, type Output } from '../output.ts'

const json = { json: MEMBER_SETTINGS.json } as const

export const doctor: CommandSpec = {
  description: 'Looks at all that a node needs, with the settings that `distribute node` takes: Node’s version, data directory, disk, genesis and rollup file, ports, L1 and its chain id, the clock, the contracts’ code, the keys, their ether on L1 and the stake. Says what to do where something is wrong, and ends with 1 then. Changes nothing.',
  arguments: [],
  settings: { ...NODE_SETTINGS, ...json },
  examples: [
    { line: 'distribute doctor --data-dir ./copy --l1-url https://l1.example', does: 'before a replica is started there, or beside it' },
    { line: 'distribute doctor --role sequencer --data-dir ./coop --l1-url https://l1.example --json', does: 'of a sequencer, for a script' },
  ],
  run: async ({ output, ...sources }) => {
    const settings = await loadSettings(sources)
    const checks = await examine(settings, output)
    const problems = checks.filter(({ state }) => state === 'problem').length
    if (resolveSettings(json, sources).json) output.json({ checks, problems })
    else for (const row of table(checkRows(checks))) output.line(row)
    if (problems > 0) throw failed(`${problems} ${problems === 1 ? 'problem' : 'problems'}`, 'do what stands beside →, and look again')
  },
}

async function examine(settings: NodeSettings, output: Output): Promise<readonly Check[]> {
  output.progress('looking at this machine')
  const { community, check } = await readFiles(settings)
  const { dataDir, rpcHost, rpcPort, metricsHost, metricsPort } = settings
  const rpc = { name: 'JSON-RPC', setting: '--rpc-port', host: rpcHost, port: rpcPort }
  const metrics = { name: 'metrics', setting: '--metrics-port', host: metricsHost, port: metricsPort }
  const machine = await Promise.all([checkDataDirectory(dataDir), checkDisk(dataDir)])
  const ports = await checkPorts(rpc, metrics, community?.genesis.chainId)
  output.progress('asking L1')
  const l1 = await lookAtL1(settings.l1Url, community, BigInt(Math.floor(Date.now() / 1_000)))
  const rollup = l1.reader === undefined || community === undefined ? undefined : await lookAtRollup(l1.reader, community)
  output.progress('opening the keys')
  const keys = await checkKeys(settings, { reader: l1.reader, facts: rollup?.facts, stakes: community?.rollup.contracts.stakes })
  return [checkNodeVersion(process.versions.node), ...machine, check, ...ports, ...l1.checks.map((one) => (settings.devnet ? setForward(one) : one)), ...(rollup?.checks ?? []), ...keys]
}

/** A devnet's clock is set forward on purpose. */
const setForward = (check: Check): Check => (check.name === 'clock' && check.state === 'problem' ? { ...check, state: 'warning' } : check)

async function readFiles(settings: NodeSettings): Promise<{ readonly community?: Community; readonly check: Check }> {
  try {
    const community = await loadCommunity(settings)
    return { community, check: ok('community', `${community.genesis.name}, chain ${community.genesis.chainId}`) }
  } catch (error) {
    const { message, advice } = faultOf(error)
    return { check: problem('community', message, advice === '' ? '`distribute join` fetches genesis and rollup file from L1' : advice) }
  }
}
