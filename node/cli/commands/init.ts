import { join, resolve } from 'node:path'
import { randomInt } from 'node:crypto'
import { decodeGenesis, encodeGenesis, GenesisError, PARAMETERS, parametersFrom, ZERO_ADDRESS, type Address, type Genesis, type Parameters } from '@distribute/state-machine'
import { readIfThere, writeWhole } from '../../files.ts'
import { KEY_NAMES } from '../../key-paths.ts'
import { nearest } from '../../nearest.ts'
import { listSetting, optionalInteger, optionalText, resolveSettings, textSetting, toggleSetting, type PrivateKey, type SettingValues } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { failed, usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { addressOfKey, newKeys, writeKeys, type Keys } from '../operator-keys.ts'
import type { Output } from '../output.ts'
import { parseAddress } from '../parse-address.ts'

const settings = {
  dataDir: NODE_SETTINGS.dataDir,
  name: textSetting('the community’s name', '<name>', { fallback: 'A community' }),
  tokenName: textSetting('its token’s name', '<name>', { fallback: 'Community token' }),
  tokenSymbol: textSetting('its token’s symbol, at most 11 bytes', '<symbol>', { fallback: 'COMM' }),
  chainId: optionalInteger('chain id: no other chain that members’ wallets know may have it', '<id>', { min: 1, max: 4_503_599_627_370_476 }, { fallbackText: 'a random one' }),
  timestamp: optionalInteger('time of block 0 in Unix seconds; L1’s clock must have reached it', '<time>', { min: 1, max: 2 ** 39 }, { fallbackText: 'a minute ago' }),
  registrar: optionalText('address that admits members; none lets anybody in', '<address|none>', { fallbackText: 'a new key' }),
  operator: optionalText('address shown as the blocks’ miner; earns the fees where feeToPool is 0', '<address>', { fallbackText: 'the stake key’s' }),
  param: listSetting('a parameter of the protocol, such as basePrice=50000000000000; may be given again', '<name=value,…>', { fallback: [] }),
  passwordFile: optionalText('password for the keystore files', '<file>', { fallbackText: 'a new one, in keys/password' }),
  password: NODE_SETTINGS.password,
  insecurePlain: toggleSetting('write the keys unencrypted; for chains that nobody trusts with money', { fallback: false }),
  json: toggleSetting('print one line of JSON', { fallback: false }),
} as const
type Given = SettingValues<typeof settings>

/** L1's clock is behind this machine's by up to a block. */
const PAST_SECONDS = 60

export const init: CommandSpec = {
  description: 'Writes a new community’s genesis.json and keys. Nothing of the genesis can be changed once it is deployed; nothing is asked.',
  arguments: [],
  settings,
  examples: [
    { line: 'distribute init --data-dir ./coop --name "Our coop" --token-name "Coop token" --token-symbol COOP', does: 'with the protocol’s own parameters' },
    { line: 'distribute init --data-dir ./coop --param basePrice=100000000000000,inboxDelay=3600 --registrar none', does: 'with a higher floor price, a shorter delay, and open to all' },
  ],
  run: async ({ output, flags, variables }) => {
    const given = resolveSettings(settings, { flags, variables })
    const directory = resolve(given.dataDir)
    const genesisPath = join(directory, 'genesis.json')
    if ((await readIfThere(genesisPath)) !== undefined) throw failed(`${genesisPath} is there already`, 'give another --data-dir: a community’s keys are not written over')
    const parameters = readParameters(given.param)
    const keys = newKeys(KEY_NAMES.filter((name) => name !== 'registrar' || given.registrar === undefined))
    const genesis = checkGenesis(genesisOf(given, parameters, keys))
    await writeKeys(keys, { directory, passwordFile: given.passwordFile, password: given.password, plain: given.insecurePlain, output })
    await writeWhole(genesisPath, encodeGenesis(genesis))
    report(output, given.json, { directory, genesis, keys })
  },
}

/** Throws CliError Usage for what is no `name=value`, and for values out of bounds. */
function readParameters(given: readonly string[]): Parameters {
  const names = Object.keys(PARAMETERS)
  const values = given.map((text): readonly [string, string] => {
    const [, name, value] = /^(\w+)=(\d+)$/.exec(text) ?? []
    if (name === undefined || value === undefined) throw usage(`--param ${text} cannot be read`, 'expected name=value with a whole number, such as basePrice=50000000000000')
    if (names.includes(name)) return [name, value]
    const close = nearest(name, names)
    throw usage(`there is no parameter ${name}`, close === undefined ? `there are ${names.join(', ')}` : `did you mean ${close}?`)
  })
  return orUsage(() => parametersFrom(Object.fromEntries(values)), 'correct it with --param')
}

/** Reads what is to be written as every node will: what one of them would refuse must not be deployed. Throws CliError Usage. */
const checkGenesis = (genesis: Genesis): Genesis => orUsage(() => decodeGenesis(encodeGenesis(genesis)), 'correct the option of that name')

function orUsage<T>(work: () => T, advice: string): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof GenesisError) throw usage(cause.message, advice)
    throw cause
  }
}

const addressOf = (key: PrivateKey | undefined): Address => (key === undefined ? ZERO_ADDRESS : addressOfKey(key))

function genesisOf(given: Given, parameters: Parameters, keys: Keys): Genesis {
  const registrar = given.registrar === undefined ? addressOf(keys.registrar) : given.registrar === 'none' ? ZERO_ADDRESS : parseAddress(given.registrar, '--registrar')
  return {
    name: given.name,
    tokenName: given.tokenName,
    tokenSymbol: given.tokenSymbol,
    chainId: BigInt(given.chainId ?? randomInt(2 ** 24, 2 ** 32)),
    timestamp: BigInt(given.timestamp ?? Math.floor(Date.now() / 1_000) - PAST_SECONDS),
    registrar,
    operator: given.operator === undefined ? addressOf(keys.stake) : parseAddress(given.operator, '--operator'),
    parameters,
  }
}

interface Made {
  readonly directory: string
  readonly genesis: Genesis
  readonly keys: Keys
}

function report(output: Output, json: boolean, { directory, genesis, keys }: Made): void {
  const addresses = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, addressOf(key)]))
  if (json) {
    output.json({ directory, chainId: genesis.chainId, registrar: genesis.registrar, operator: genesis.operator, keys: addresses })
    return
  }
  output.line(`${genesis.name}, chain ${genesis.chainId}: ${join(directory, 'genesis.json')}`)
  for (const [name, address] of Object.entries(addresses)) output.line(`  ${name.padEnd(9)} ${address}`)
  if (genesis.registrar === ZERO_ADDRESS) output.line('  There is no registrar: anybody can become a member.')
  output.line(`Next: distribute deploy --data-dir ${directory} --l1-url … with a funded key`)
}
