import { join, resolve } from 'node:path'
import { DEFAULT_TERMS, type SequencerKeys, type Terms } from '@distribute/bridge-contracts'
import { decodeGenesis, type Address, type Genesis } from '@distribute/state-machine'
import { readIfThere, readRequired, writeWhole } from '../../files.ts'
import { readKeyAddress } from '../../key-files.ts'
import { keyPath, type KeyName } from '../../key-paths.ts'
import { decodeRollupFile, encodeRollupFile, type RollupFile } from '../../rollup-file.ts'
import { integerSetting, optionalText, resolveSettings, textSetting, type SettingValues } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { ether, parseAmount } from '../amounts.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { balanceOf, createL1Clients, deploy, fundsMoved, payStake, untilTime, type DeploymentStep, type L1Clients } from '../deployment.ts'
import { L1_SETTING, MEMBER_SETTINGS } from '../member-settings.ts'
import type { Output } from '../output.ts'
import { readSignerKey } from '../signer.ts'

const DAY = 86_400
const settings = {
  ...L1_SETTING,
  dataDir: NODE_SETTINGS.dataDir,
  account: MEMBER_SETTINGS.account,
  keystore: optionalText('key that pays: a name that `distribute keys` shows, or a keystore file', '<name|file>'),
  keyFile: optionalText('key that pays: a file with a keystore or a plain key in hex', '<file>'),
  passwordFile: optionalText('password of the keystores', '<file>', { fallbackText: 'keys/password in the data directory' }),
  password: MEMBER_SETTINGS.password,
  key: MEMBER_SETTINGS.key,
  window: integerSetting('challenge window in seconds: how long roots can be convicted, and withdrawals wait', '<seconds>', { min: 1, max: 365 * DAY }, { fallback: Number(DEFAULT_TERMS.window) }),
  takeoverDelay: integerSetting('seconds without a batch after which anybody with a stake can take the sequencer’s place', '<seconds>', { min: 1, max: 365 * DAY }, { fallback: Number(DEFAULT_TERMS.takeoverDelay) }),
  grace: integerSetting('seconds in which a batch still stops a takeover, and in which the next sequencer has to post its first', '<seconds>', { min: 1, max: 365 * DAY }, { fallback: Number(DEFAULT_TERMS.grace) }),
  requiredStake: textSetting('what a sequencer has to stake, in ether', '<ether>', { fallback: '8' }),
  inboxFee: textSetting('least price of a forced transaction, in ether', '<ether>', { fallback: '0.00001' }),
  postingFunds: textSetting('given to the posting key for its first batches, in ether', '<ether>', { fallback: '1' }),
  json: MEMBER_SETTINGS.json,
} as const
type Given = SettingValues<typeof settings>

export const deployCommand: CommandSpec = {
  description: 'Puts the contracts of the community in a directory onto L1, pays the sequencer’s stake, funds its posting key, and writes rollup.json. Run again after a failure, it pays what is missing of the stake.',
  arguments: [],
  settings,
  examples: [
    { line: 'distribute deploy --data-dir ./coop --l1-url https://l1.example --key-file treasury.json --password-file treasury-password', does: 'onto a real L1' },
    { line: 'distribute deploy --data-dir ./coop --account 0 --window 60', does: 'onto an anvil on this machine, from its first account' },
  ],
  run: async (context) => {
    const given = resolveSettings(settings, context)
    const directory = resolve(given.dataDir)
    const genesis = decodeGenesis(await readRequired(join(directory, 'genesis.json'), 'write one with `distribute init`'))
    const clients = createL1Clients(given.l1Url, await readSignerKey(given))
    const steps: DeploymentStep[] = []
    const onStep = (step: DeploymentStep): void => {
      steps.push(step)
      context.output.note(`${step.name}: ${step.gasUsed} gas, ${ether(step.paid)}, ${step.transactionHash}`)
    }
    const path = join(directory, 'rollup.json')
    const written = await readIfThere(path)
    const file = written === undefined ? await deployAnew({ given, directory, genesis, clients, onStep, output: context.output }) : decodeRollupFile(written, path)
    if (written !== undefined) await completeStake(file, clients, onStep, context.output)
    report(context.output, given, { file, steps, directory })
  },
}

interface Deploying {
  readonly given: Given
  readonly directory: string
  readonly genesis: Genesis
  readonly clients: L1Clients
  readonly onStep: (step: DeploymentStep) => void
  readonly output: Output
}

async function deployAnew({ given, directory, genesis, clients, onStep, output }: Deploying): Promise<RollupFile> {
  const terms: Terms = {
    ...DEFAULT_TERMS,
    window: BigInt(given.window),
    takeoverDelay: BigInt(given.takeoverDelay),
    grace: BigInt(given.grace),
    requiredStake: parseAmount(given.requiredStake, '--required-stake'),
    inboxFee: parseAmount(given.inboxFee, '--inbox-fee'),
  }
  const postingFunds = parseAmount(given.postingFunds, '--posting-funds')
  const plan = { genesis, sequencer: await readSequencer(directory, given), terms, postingFunds }
  const needed = fundsMoved(terms, postingFunds)
  output.note(`${genesis.name}, chain ${genesis.chainId}: this moves ${ether(needed)} (stake and posting funds), and pays about 20 million gas, on an L1 without this release’s rules 21 million more`)
  const balance = await balanceOf(clients)
  if (balance <= needed) throw failed(`the paying account ${clients.writer.account.address} holds ${ether(balance)}`, `it needs more than ${ether(needed)}; --required-stake and --posting-funds say how much`)
  await untilTime(clients, genesis.timestamp)
  return deploy(plan, clients, { onStep, onDeployed: (file) => writeWhole(join(directory, 'rollup.json'), encodeRollupFile(file)) })
}

async function completeStake(file: RollupFile, clients: L1Clients, onStep: (step: DeploymentStep) => void, output: Output): Promise<void> {
  const paid = await payStake(file, clients)
  if (paid === undefined) output.note('the contracts are there, and the stake is paid: nothing is left to do')
  else onStep(paid)
}

async function readSequencer(directory: string, given: Given): Promise<SequencerKeys> {
  const read = async (name: KeyName): Promise<Address> => {
    const path = keyPath(directory, name)
    const address = await readKeyAddress(path, given)
    if (address === undefined) throw failed(`there is no ${path}`, '`distribute init` writes the sequencer’s keys')
    return address
  }
  return { poster: await read('posting'), signer: await read('signing'), staker: await read('stake') }
}

interface Deployed {
  readonly file: RollupFile
  readonly steps: readonly DeploymentStep[]
  readonly directory: string
}

function report(output: Output, { json, l1Url }: Given, { file, steps, directory }: Deployed): void {
  if (json) {
    output.json({ ...file, steps })
    return
  }
  for (const [name, address] of Object.entries(file.contracts)) output.line(`${name.padEnd(7)} ${address}`)
  output.line(`This stands in ${join(directory, 'rollup.json')}. Next: distribute node --role sequencer --data-dir ${directory} --l1-url ${l1Url}`)
}
