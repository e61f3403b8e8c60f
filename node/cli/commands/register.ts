import { keccak256, stringToHex, type Hex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import { wordsOf } from '@distribute/client/words'
import { call } from '../../json-rpc.ts'
import { optionalText, resolveSettings, type SettingValues } from '../../setting.ts'
import { forcedCommand } from '../call-command.ts'
import type { Planner } from '../call-plan.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { isHash } from '../content-hash.ts'
import { reputation } from '../contracts.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { parseAddress } from '../parse-address.ts'
import { admit, REGISTRAR_SETTINGS, type Admission } from '../registrar.ts'
import { readSignerKey } from '../signer.ts'

const OWN_SETTINGS = {
  identity: optionalText('whom the registrar knows: a text, or 32 bytes in hex', '<identity>', { fallbackText: 'the account’s address' }),
  ...REGISTRAR_SETTINGS,
} as const
const settings = { ...MEMBER_SETTINGS, ...OWN_SETTINGS } as const
type Given = SettingValues<typeof settings>

const MEMBER_ARGUMENT = { name: 'account', help: 'the new member; your own if left out', optional: true } as const
const EXAMPLES = [
  { line: 'distribute register --account 0', does: 'on a devnet, whose directory holds the registrar’s key' },
  { line: 'distribute register 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --identity "Ada Lovelace" --signature 0x… --deadline 1800000000', does: 'with a signature that the registrar has sent' },
]

/** Through L1 it has a sender, who pays the fee on the chain. */
const forced = forcedCommand({
  description: 'Makes an account a member, with the registrar’s signature.',
  arguments: [MEMBER_ARGUMENT],
  settings: OWN_SETTINGS,
  examples: EXAMPLES,
  read: ([whose], given): Planner => {
    const named = whose === undefined ? undefined : parseAddress(whose, 'the account')
    return async ({ writer }) => {
      const member = named ?? Address(writer.account.address)
      const { identity, deadline, signature } = await admission(given, member)
      return {
        call: memberCall({ ...reputation, name: 'register', args: [hexAddress(member), identity, deadline, signature] }),
        will: `makes ${member} a member`,
        done: () => ({ line: `${member} is a member now`, facts: { member, identity } }),
      }
    }
  },
})

export const register: CommandSpec = {
  description: 'Makes an account a member. The registrar signs; the sequencer takes it without a fee, so no ether is needed.',
  arguments: [MEMBER_ARGUMENT],
  settings,
  examples: EXAMPLES,
  forced,
  run: async (context, [whose]) => {
    const given = resolveSettings(settings, context)
    const member = whose === undefined ? Address(privateKeyToAddress(await readSignerKey(given))) : parseAddress(whose, 'the account')
    const { identity, deadline, signature } = await admission(given, member)
    const hash = await send(given.l2Url, [member, identity, `0x${deadline.toString(16)}`, signature])
    if (given.json) context.output.json({ member, identity, hash })
    else context.output.line(`${member} is a member now: ${hash}`)
  },
}

async function admission(given: Given, member: Address): Promise<Admission & { readonly identity: Hex }> {
  const identity = identityOf(given.identity ?? member)
  const fields = [{ name: 'member', type: 'address', value: hexAddress(member) }, { name: 'identity', type: 'bytes32', value: identity }] as const
  return { identity, ...(await admit(given, { type: 'Membership', fields })) }
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
