import { fromHex, keccak256, type Address } from '@distribute/state-machine'
import { toHex, type Hex } from 'viem'
import { readIfThere } from '../files.ts'
import type { PrivateKey } from '../setting.ts'
import { signRegistrarMessage } from './sign-message.ts'

/** What the chain is sent for a member. */
export interface SignedAdmission {
  readonly identity: Uint8Array
  /** Unix seconds. */
  readonly deadline: bigint
  readonly signature: Uint8Array
}

export type Admission =
  | { readonly ok: true; readonly admission: SignedAdmission }
  | { readonly ok: false; readonly code: 'UnknownInvitation' | 'TooMany'; readonly words: string }

/** Admits members in the registrar's name. */
export interface Relay {
  readonly admits: 'invited' | 'anybody'
  admit(member: Address, invitation: string): Promise<Admission>
}

export interface RelayOptions {
  readonly admits: 'invited' | 'anybody'
  readonly key: PrivateKey
  readonly chainId: bigint
  readonly invitationsFile: string
  /** Signatures an hour. */
  readonly perHour: number
}

export interface RelayDependencies {
  /** Chain time in seconds. */
  readonly now: () => bigint
  /** Milliseconds that only go forward. */
  readonly milliseconds?: () => number
}

/** A shorter one could be guessed. */
export const INVITATION_LENGTH = 16
const GOOD_FOR_SECONDS = 3_600n
const HOUR_MS = 3_600_000

/**
 * The identity that an invitation, or without one the account, stands for. The chain admits each identity once, so an invitation is
 * used up by the chain itself, whatever becomes of the node that took it.
 */
const identityOf = (member: Address, invitation: string): Uint8Array =>
  keccak256(new TextEncoder().encode(invitation === '' ? `account:${member}` : `invitation:${invitation}`))

/** Whether the file lists the invitation; it is read anew each time, so that a registrar may add to it. */
async function isListed(file: string, invitation: string): Promise<boolean> {
  if (invitation.length < INVITATION_LENGTH) return false
  const lines = (await readIfThere(file))?.split('\n') ?? []
  return lines.some((line) => line.trim() === invitation)
}

/** So many in every hour. */
function createHourly(perHour: number, milliseconds: () => number): () => boolean {
  const given: number[] = []
  return () => {
    const since = milliseconds() - HOUR_MS
    while (given[0] !== undefined && given[0] <= since) given.shift()
    if (given.length >= perHour) return false
    given.push(milliseconds())
    return true
  }
}

const refuse = (code: 'UnknownInvitation' | 'TooMany', words: string): Admission => ({ ok: false, code, words })

/** A registrar that answers by itself: whoever is invited, or whoever asks. */
export function createRelay({ admits, key, chainId, invitationsFile, perHour }: RelayOptions, { now, milliseconds = () => performance.now() }: RelayDependencies): Relay {
  const mayAdmit = createHourly(perHour, milliseconds)
  const signed = async (member: Address, identity: Uint8Array): Promise<SignedAdmission> => {
    const deadline = now() + GOOD_FOR_SECONDS
    const fields = [{ name: 'member', type: 'address', value: member as Hex }, { name: 'identity', type: 'bytes32', value: toHex(identity) }] as const
    return { identity, deadline, signature: fromHex(await signRegistrarMessage(key, chainId, { type: 'Membership', fields, deadline })) }
  }
  return {
    admits,
    async admit(member, given) {
      const invitation = admits === 'anybody' ? '' : given.trim()
      if (admits === 'invited' && !(await isListed(invitationsFile, invitation))) {
        return refuse('UnknownInvitation', 'this invitation is not known: check it against what the registrar gave you')
      }
      if (!mayAdmit()) return refuse('TooMany', `${perHour} members were admitted within an hour: ask again later`)
      return { ok: true, admission: await signed(member, identityOf(member, invitation)) }
    },
  }
}
