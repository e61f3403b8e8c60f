import { join, resolve } from 'node:path'
import { keccak256, stringToHex, type Hex } from 'viem'
import { privateKeyToAccount, privateKeyToAddress } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import { systemContracts } from '@distribute/bridge-contracts'
import { call } from '../../json-rpc.ts'
import { keyPath, passwordPath, readKey } from '../../key-files.ts'
import { optionalInteger, optionalText, resolveSettings, secretKeySetting, type PrivateKey, type SettingValues } from '../../setting.ts'
import { failed, usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { hexAddress } from '../hex-address.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { parseAddress } from '../parse-address.ts'
import { readStatus } from '../rollup-rpc.ts'
import { wordsOf } from '../error-words.ts'
import { readSignerKey } from '../signer.ts'

const settings = {
  ...MEMBER_SETTINGS,
  identity: optionalText('whom the registrar knows: a text, or 32 bytes in hex', '<identity>', { fallbackText: 'the account’s address' }),
  signature: optionalText('the registrar’s signature, if it was given to you', '<hex>'),
  deadline: optionalInteger('until when that signature is good, in Unix seconds', '<time>', { min: 1, max: 2 ** 39 }),
  registrarKeyFile: optionalText('the registrar’s key, if you have it', '<file>', { fallbackText: 'keys/registrar.json in the data directory' }),
  registrarKey: secretKeySetting('the registrar’s key itself'),
} as const
type Given = SettingValues<typeof settings>

const GOOD_FOR_SECONDS = 3_600n
const NO_SIGNATURE = '0x'

export const register: CommandSpec = {
  description: 'Makes an account a member. The registrar signs; the sequencer takes it without a fee, so no ether is needed.',
  arguments: [{ name: 'account', help: 'the new member; your own if left out', optional: true }],
  settings,
  examples: [
    { line: 'distribute register --account 0', does: 'on a devnet, whose directory holds the registrar’s key' },
    { line: 'distribute register 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --identity "Ada Lovelace" --signature 0x… --deadline 1800000000', does: 'with a signature that the registrar has sent' },
  ],
  run: async (context, [whose]) => {
    const given = resolveSettings(settings, context)
    const member = whose === undefined ? Address(privateKeyToAddress(await readSignerKey(given))) : parseAddress(whose, 'the account')
    const identity = identityOf(given.identity ?? member)
    const { deadline, signature } = await admission(given, member, identity)
    const hash = await send(given.l2Url, [member, identity, `0x${deadline.toString(16)}`, signature])
    if (given.json) context.output.json({ member, identity, hash })
    else context.output.line(`${member} is a member now: ${hash}`)
  },
}

const identityOf = (text: string): Hex => (/^0x[0-9a-fA-F]{64}$/.test(text) ? `0x${text.slice(2)}` : keccak256(stringToHex(text)))

async function admission(given: Given, member: Address, identity: Hex): Promise<{ readonly deadline: bigint; readonly signature: Hex }> {
  if (given.signature !== undefined) {
    if (given.deadline === undefined) throw usage('--signature is given without --deadline', 'give the deadline that the registrar signed')
    if (!/^0x([0-9a-fA-F]{2})*$/.test(given.signature)) throw usage('--signature is not hexadecimal', 'expected 0x and 130 hexadecimal digits')
    return { deadline: BigInt(given.deadline), signature: `0x${given.signature.slice(2)}` }
  }
  const { chainId, heads, l1 } = await readStatus(given.l2Url)
  const wall = BigInt(Math.floor(Date.now() / 1_000))
  // A devnet's clock may have been set forward, and a block's time can be L1's.
  const latest = [wall, heads.latest.timestamp, l1.head?.timestamp ?? 0n].reduce((a, b) => (a > b ? a : b))
  const deadline = latest + GOOD_FOR_SECONDS
  const registrar = given.registrarKey ?? (await readRegistrarKey(given))
  return { deadline, signature: registrar === undefined ? NO_SIGNATURE : await sign(registrar, chainId, { member: hexAddress(member), identity, deadline }) }
}

/** Undefined where there is none: a chain whose registrar is address zero takes an empty signature. */
function readRegistrarKey(given: Given): Promise<PrivateKey | undefined> {
  const directory = resolve(given.dataDir)
  const path = given.registrarKeyFile === undefined ? keyPath(directory, 'registrar') : join(resolve(given.registrarKeyFile))
  return readKey(path, given.passwordFile ?? passwordPath(directory))
}

function sign(registrar: PrivateKey, chainId: bigint, message: { readonly member: Hex; readonly identity: Hex; readonly deadline: bigint }): Promise<Hex> {
  return privateKeyToAccount(registrar).signTypedData({
    domain: { name: 'Distribute', version: '1', chainId, verifyingContract: hexAddress(systemContracts.reputation.address) },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message,
  })
}

async function send(url: string, params: readonly unknown[]): Promise<string> {
  const answer = await call(url, 'distribute_register', params)
  if ('result' in answer) return String(answer.result)
  const rule = /execution reverted: (\w+)/.exec(answer.error)?.[1]
  if (rule === undefined) throw failed(answer.error, 'ask the sequencer; a replica takes no registrations unless it passes them on')
  const { what, advice } = wordsOf(rule)
  throw failed(`${what} (${rule})`, rule === 'BadSignature' ? `${advice}; the registrar’s key is taken from --registrar-key-file or DISTRIBUTE_REGISTRAR_KEY` : advice)
}
