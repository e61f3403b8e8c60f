import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { createPublicClient, http } from 'viem'
import { getChainId } from 'viem/actions'
import { ok, problem, warning, type Check } from './doctor-check.ts'

const NODE_LEAST = [20, 19] as const
const GIB = 2n ** 30n
const ANSWER_MS = 3_000

/** The least version is that of package.json. */
export function checkNodeVersion(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isEnough = major > NODE_LEAST[0] || (major === NODE_LEAST[0] && minor >= NODE_LEAST[1])
  return isEnough ? ok('Node', version) : problem('Node', version, `install Node ${NODE_LEAST.join('.')} or newer`)
}

/** The directory itself, or the nearest one above it that is there. */
async function standing(path: string): Promise<string> {
  const isThere = await access(path).then(() => true, () => false)
  return isThere || dirname(path) === path ? path : standing(dirname(path))
}

export async function checkDataDirectory(path: string): Promise<Check> {
  const found = await standing(path)
  const isOurs = await access(found, constants.W_OK).then(() => true, () => false)
  if (!isOurs) return problem('data directory', `${found} cannot be written to`, 'give it to the user that the node runs as')
  return found === path ? ok('data directory', path) : warning('data directory', `there is no ${path} yet`, 'check --data-dir; `distribute init` or `distribute join` makes it')
}

/** A community's data grow by days, not by minutes: a tenth of what warns is what is left to act. Bytes. */
export const judgeDisk = (free: bigint): Check => {
  const what = `${free / GIB}.${((free % GIB) * 10n) / GIB} GiB free`
  if (free < GIB) return problem('disk', what, 'make room or move --data-dir: a node that cannot write stops')
  return free < 10n * GIB ? warning('disk', what, 'make room before it is short: a node keeps all batches for ever') : ok('disk', what)
}

export async function checkDisk(path: string): Promise<Check> {
  const { bavail, bsize } = await statfs(await standing(path), { bigint: true })
  return judgeDisk(bavail * bsize)
}

export interface Port {
  readonly name: string
  readonly setting: string
  readonly host: string
  readonly port: number
}

const isFree = ({ host, port }: Port): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })

/** Whether a node could listen there, or one of this chain does already. */
export async function checkPort(port: Port, chainId: bigint | undefined): Promise<Check> {
  const [name, place] = [`port of ${port.name}`, `${port.host}:${port.port}`]
  const fault = await isFree(port)
  if (fault === undefined) return ok(name, `${place} is free`)
  if (fault !== 'EADDRINUSE') return problem(name, `${place} cannot be listened on: ${fault}`, `check ${port.setting} and the host beside it; ports below 1024 need rights`)
  // Whatever it is may not answer at all.
  const reader = createPublicClient({ transport: http(`http://${place}`, { timeout: ANSWER_MS, retryCount: 0 }) })
  const isOurs = chainId !== undefined && (await getChainId(reader).then((found) => BigInt(found) === chainId, () => false))
  return isOurs ? ok(name, `a node of this chain listens at ${place}`) : problem(name, `${place} is taken by another program`, `end it, or give another ${port.setting}`)
}

/** What listens on the second port says nothing of a chain: who found a node at the first takes it for that node's. */
export async function checkPorts(rpc: Port, metrics: Port, chainId: bigint | undefined): Promise<readonly Check[]> {
  const first = await checkPort(rpc, chainId)
  const isRunning = first.what.startsWith('a node of this chain')
  return [first, isRunning ? ok(`port of ${metrics.name}`, `${metrics.host}:${metrics.port}, of the node that runs`) : await checkPort(metrics, undefined)]
}
