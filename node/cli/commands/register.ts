import { keccak256, stringToHex, type Hex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import { call } from '../../json-rpc.ts'
import { optionalText, resolveSettings } from '../../setting.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { isHash } from '../content-hash.ts'
import { wordsOf } from '../error-words.ts'
import { hexAddress } from '../hex-address.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { parseAddress } from '../parse-address.ts'
import { admit, REGISTRAR_SETTINGS } from '../registrar.ts'
import { readSignerKey } from '../signer.ts'

const settings = {
  ...MEMBER_SETTINGS,
  identity: optionalText('whom the registrar knows: a text, or 32 bytes in hex', '<identity>', { fallbackText: 'the account’s address' }),
  ...REGISTRAR_SETTINGS,
} as const

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
    const { deadline, signature } = await admit(given, { type: 'Membership', fields: [{ name: 'member', type: 'address', value: hexAddress(member) }, { name: 'identity', type: 'bytes32', value: identity }] })
    const hash = await send(given.l2Url, [member, identity, `0x${deadline.toString(16)}`, signature])
    if (given.json) context.output.json({ member, identity, hash })
    else context.output.line(`${member} is a member now: ${hash}`)
  },
}

const identityOf = (text: string): Hex => (isHash(text) ? text : keccak256(stringToHex(text)))

async function send(url: string, params: readonly unknown[]): Promise<string> {
  const answer = await call(url, 'distribute_register', params)
  if ('result' in answer) return String(answer.result)
  const rule = /execution reverted: (\w+)/.exec(answer.error)?.[1]
  if (rule === undefined) throw failed(answer.error, 'ask the sequencer; a replica takes no registrations unless it passes them on')
  const { what, advice } = wordsOf(rule)
  throw failed(`${what} (${rule})`, rule === 'BadSignature' ? `${advice}; the registrar’s key is taken from --registrar-key-file or DISTRIBUTE_REGISTRAR_KEY` : advice)
}
