import { loadNodeConfig, type NodeConfig } from '../../config.ts'
import { unknownVariables } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { createLogger, type Logger } from '../../telemetry/logger.ts'
import type { CommandSpec } from '../command.ts'
import { runNode } from '../run-node.ts'
import { aborted, stopSignal } from '../stop-signal.ts'
import { OTHER_VARIABLES, SETTING_TABLES } from '../setting-tables.ts'

export const node: CommandSpec = {
  description: 'Runs a node from a directory that `init` and `deploy` made, or that holds another node’s genesis.json and rollup.json.',
  arguments: [],
  settings: NODE_SETTINGS,
  examples: [
    { line: 'distribute node --role sequencer --data-dir ./coop --l1-url https://l1.example', does: 'the one that orders transactions; it needs the keys that `init` wrote' },
    { line: 'distribute node --data-dir ./copy --l1-url https://l1.example,https://other.example --sequencer-url https://coop.example', does: 'a replica, with a second L1 in case the first one fails' },
  ],
  run: async ({ flags, variables }) => {
    const signal = stopSignal()
    const config = await loadNodeConfig({ flags, variables })
    const secretUrls = [...config.l1Url, ...config.blobUrl, ...[config.sequencerUrl, config.l1BeaconUrl].filter((url) => url !== undefined)]
    const log = await createLogger({ level: config.logLevel, format: config.logFormat, secretUrls })
    for (const remark of [...unknownVariables(variables, SETTING_TABLES, OTHER_VARIABLES), ...dangers(config)]) log.warn(remark)
    const run = await runNode(config, { log, signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
    // Somebody did not want to wait for L1 any longer.
    if (run === undefined) return log.info('stopped')
    announce(config, log, run.node.rpcUrl, run.metricsUrl)
    try {
      await Promise.race([aborted(signal), run.node.failed])
      log.info('stopping')
    } finally {
      await run.close()
    }
    log.info('stopped')
  },
}

function announce(config: NodeConfig, log: Logger, rpc: string, metrics: string): void {
  log.info({ role: config.role, chainId: config.genesis.chainId, rpc, metrics, dataDir: config.dataDir }, `${config.genesis.name}: ${config.role} on ${rpc}`)
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1']

function dangers(config: NodeConfig): readonly string[] {
  const open = !LOOPBACK.includes(config.rpcHost)
  const remarks = [
    open && config.devnet ? 'evm_increaseTime and the like are open to everybody who reaches this machine: set --no-devnet or --rpc-host 127.0.0.1' : undefined,
    open && config.hosts.includes('*') ? 'any Host header is answered: a web page can reach this node by DNS rebinding; name your hosts in --hosts' : undefined,
    BigInt(config.genesis.registrar) === 0n ? 'this community has no registrar: anybody can become a member' : undefined,
  ]
  return remarks.filter((remark) => remark !== undefined)
}
