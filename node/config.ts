import { join, resolve } from 'node:path'
import { decodeGenesis, genesisHash, toHex } from '@distribute/state-machine'
import type { Genesis } from '@distribute/state-machine'
import { readIfThere, readRequired } from './files.ts'
import { readKey } from './key-files.ts'
import { keyPath } from './key-paths.ts'
import { decodeRollupFile, type RollupFile } from './rollup-file.ts'
import { SettingError } from './setting-error.ts'
import { resolveSettings, variableOf, type PrivateKey, type SettingSources } from './setting.ts'
import { NODE_SETTINGS, type NodeSettings } from './settings.ts'

/** Everything a node starts from, read and checked: whoever has one needs no file and no variable any more. */
export interface NodeConfig extends NodeSettings {
  /** The genesis file's text: its keccak256 is `rollup.genesisHash`. */
  readonly genesisJson: string
  readonly genesis: Genesis
  readonly rollup: RollupFile
  /** The first two are there for a sequencer, the others for a prover, a claimer and a registrar’s relay. */
  readonly keys: { readonly posting?: PrivateKey; readonly signing?: PrivateKey; readonly prover?: PrivateKey; readonly claimer?: PrivateKey; readonly registrar?: PrivateKey }
}

export type NodeSources = Pick<SettingSources, 'flags' | 'variables'>

const GET_FILES = 'run `distribute init` and `distribute deploy` first, or `distribute join` for a community that is there'

/** Settings from flags, variables and the configuration file. Paths come out absolute. Throws SettingError. */
export async function loadSettings(sources: NodeSources): Promise<NodeSettings> {
  const early = resolveSettings({ dataDir: NODE_SETTINGS.dataDir, config: NODE_SETTINGS.config }, sources)
  const file = await readConfigFile(early.config, early.dataDir)
  return withPaths(resolveSettings(NODE_SETTINGS, file === undefined ? sources : { ...sources, file }))
}

/** A community's two files. */
export type Community = Pick<NodeConfig, 'genesisJson' | 'genesis' | 'rollup'>

/** The same with genesis, rollup file and keys read. Throws SettingError and GenesisError. */
export async function loadNodeConfig(sources: NodeSources): Promise<NodeConfig> {
  const settings = await loadSettings(sources)
  const community = await loadCommunity(settings)
  const keys = await loadKeys(settings)
  if (keys.registrar !== undefined) await checkRegistrar(keys.registrar, community)
  return { ...settings, ...community, keys }
}

/** Throws SettingError where the key is not the one whose signatures the chain takes. */
async function checkRegistrar(key: PrivateKey, { genesis }: Community): Promise<void> {
  const { privateKeyToAddress } = await import('viem/accounts')
  const own = privateKeyToAddress(key).toLowerCase()
  if (own === genesis.registrar) return
  throw new SettingError('BadSetting', `the registrar key is that of ${own}, and the community’s registrar is ${genesis.registrar}`, 'give the right key, or run without --registrar-relay')
}

/** Reads genesis and rollup file, and checks that they are of one community. Throws SettingError and GenesisError. */
export async function loadCommunity(settings: Pick<NodeSettings, 'dataDir' | 'genesisFile' | 'rollupFile'>): Promise<Community> {
  const genesisPath = resolve(settings.genesisFile ?? join(settings.dataDir, 'genesis.json'))
  const rollupPath = resolve(settings.rollupFile ?? join(settings.dataDir, 'rollup.json'))
  const genesisJson = await readRequired(genesisPath, GET_FILES)
  const rollup = decodeRollupFile(await readRequired(rollupPath, GET_FILES), rollupPath)
  const genesis = decodeGenesis(genesisJson)
  if (toHex(genesisHash(genesis)) !== rollup.genesisHash) {
    throw new SettingError('BadFile', `${genesisPath} is not the genesis that ${rollupPath} was deployed with`, 'take both files from one community')
  }
  return { genesisJson, genesis, rollup }
}

async function readConfigFile(given: string | undefined, dataDir: string): Promise<SettingSources['file']> {
  const name = resolve(given ?? join(dataDir, 'config.json'))
  const text = given === undefined ? await readIfThere(name) : await readRequired(name, 'check --config and DISTRIBUTE_CONFIG')
  return text === undefined ? undefined : { name, values: parseConfig(text, name) }
}

function parseConfig(text: string, name: string): Record<string, unknown> {
  const advice = 'expected an object such as {"role": "replica", "l1Url": ["http://127.0.0.1:8545"]}'
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch (cause) {
    throw new SettingError('BadFile', `${name} is not JSON: ${cause instanceof Error ? cause.message : ''}`, advice, { cause })
  }
  throw new SettingError('BadFile', `${name} is no JSON object`, advice)
}

function withPaths(settings: NodeSettings): NodeSettings {
  const absolute = (path: string | undefined): string | undefined => (path === undefined ? undefined : resolve(path))
  return {
    ...settings,
    dataDir: resolve(settings.dataDir),
    genesisFile: absolute(settings.genesisFile),
    rollupFile: absolute(settings.rollupFile),
    postingKeyFile: absolute(settings.postingKeyFile),
    signingKeyFile: absolute(settings.signingKeyFile),
    proverKeyFile: absolute(settings.proverKeyFile),
    claimerKeyFile: absolute(settings.claimerKeyFile),
    registrarKeyFile: absolute(settings.registrarKeyFile),
    invitationsFile: absolute(settings.invitationsFile),
    passwordFile: absolute(settings.passwordFile),
  }
}

/** Those that a node of these settings needs. Throws SettingError. */
export async function loadKeys(settings: NodeSettings): Promise<NodeConfig['keys']> {
  const keys: NodeConfig['keys'] = {
    ...(settings.role === 'sequencer' ? { posting: await requireKey(settings, 'posting'), signing: await requireKey(settings, 'signing') } : {}),
    ...(settings.prover ? { prover: await requireKey(settings, 'prover') } : {}),
    ...(settings.claimer ? { claimer: await requireKey(settings, 'claimer') } : {}),
    ...(settings.registrarRelay === 'nobody' ? {} : { registrar: await requireKey(settings, 'registrar') }),
  }
  const { claimer, ...others } = keys
  const shared = Object.entries(others).find(([name, key]) => name !== 'registrar' && key.toLowerCase() === claimer?.toLowerCase())
  if (shared !== undefined) throw new SettingError('BadSetting', `the claimer has the ${shared[0]} key`, 'give it one of its own: two that send from one account hold each other up')
  return keys
}

type HeldKey = keyof NodeConfig['keys']

const WHY: { readonly [name in HeldKey]: readonly [string, string] } = {
  posting: ['a sequencer needs its posting key', 'without keys run --role replica'],
  signing: ['a sequencer needs its signing key', 'without keys run --role replica'],
  prover: ['a prover needs its key', 'without one run without --prover'],
  claimer: ['a claimer needs its key', 'without one run without --claimer'],
  registrar: ['a registrar’s relay needs the registrar’s key', 'without it run without --registrar-relay'],
}

async function requireKey(settings: NodeSettings, name: HeldKey): Promise<PrivateKey> {
  const given = settings[`${name}Key`]
  const path = settings[`${name}KeyFile`] ?? keyPath(settings.dataDir, name)
  const key = given ?? (await readKey(path, settings))
  if (key !== undefined) return key
  const [why, otherwise] = WHY[name]
  throw new SettingError('MissingFile', `${why}, and there is no ${path}`, `give its file, or the key in ${variableOf(`${name}Key`)}; ${otherwise}`)
}
