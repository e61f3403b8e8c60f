import { secp256k1 } from '@noble/curves/secp256k1'
import type { Argument } from '../codec/argument.ts'
import { bigintToBytes, concat } from '../codec/bytes.ts'
import type { Recover } from '../codec/recover.ts'
import type { ParameterName } from '../params.ts'
import { membershipDigest, recoveryDigest } from '../rules/typed-data.ts'
import type { Genesis } from '../state/genesis.ts'
import type { Ledger } from '../state/ledger.ts'
import type { Random } from '../tree/testing/scenario.ts'
import { accountOfKey } from './chain.ts'
import { PEOPLE, type Deed } from './random-deeds.ts'
import { oneIn, pick } from './traffic.ts'
import { DAY, ETHER, genesisOf, identityOf, worldOver, type World } from './world.ts'

/** Signs for new members and recoveries; the key after it signs wrongly at times. */
const REGISTRAR_KEY = 7
const ORDER = secp256k1.CURVE.n

/** r ‖ s ‖ v by the registrar; one in eight is not quite what it should be. */
function signatureOf(digest: Uint8Array, random: Random): Uint8Array {
  const { r, s, recovery } = secp256k1.sign(digest, bigintToBytes(BigInt(oneIn(random, 16) ? 8 : REGISTRAR_KEY), 32))
  const signature = concat(bigintToBytes(r, 32), bigintToBytes(s, 32), Uint8Array.of(27 + recovery))
  if (!oneIn(random, 8)) return signature
  return pick(random, [
    concat(bigintToBytes(r, 32), bigintToBytes(ORDER - s, 32), Uint8Array.of(28 - recovery)),
    concat(bigintToBytes(r, 32), bigintToBytes(s, 32), Uint8Array.of(recovery)),
    concat(bigintToBytes(0n, 32), bigintToBytes(s, 32), Uint8Array.of(27)),
    concat(bigintToBytes(ORDER, 32), bigintToBytes(s, 32), Uint8Array.of(28)),
    concat(bigintToBytes(r, 32), bigintToBytes(0n, 32), Uint8Array.of(27)),
    concat(bigintToBytes(5n, 32), bigintToBytes(s, 32), Uint8Array.of(27)),
    concat(signature, Uint8Array.of(0)),
    signature.subarray(0, 64),
    new Uint8Array(0),
  ])
}

const isBytes = (value: Argument | undefined): value is Uint8Array => value instanceof Uint8Array

/** A deed whose signature, if it has one, is the registrar's in truth. */
export function signed({ kind, args, ...rest }: Deed, { chainId }: Genesis, random: Random): Deed {
  const [first, second, deadline] = args
  if (typeof first !== 'string' || typeof deadline !== 'bigint') return { kind, args, ...rest }
  if (kind === 'register' && isBytes(second)) {
    return { ...rest, kind, args: [first, second, deadline, signatureOf(membershipDigest(chainId, first, second, deadline), random)] }
  }
  if (kind !== 'startRecovery' || typeof second !== 'string') return { kind, args, ...rest }
  return { ...rest, kind, args: [first, second, deadline, signatureOf(recoveryDigest(chainId, first, second, deadline), random)] }
}

/** wei that everybody brings; in one community of three it is such that products pass 256 bits. */
export const wealthOf = (seed: number): bigint => (seed % 3 === 0 ? 1n << 92n : 1_000n * ETHER)

/** Who is rich buys more than a random deed does. */
export function lavish(deed: Deed, { account }: World, seed: number, random: Random): Deed {
  const wealth = wealthOf(seed)
  if (deed.kind !== 'mint' || wealth === 1_000n * ETHER || oneIn(random, 4)) return deed
  return { ...deed, args: [wealth >> BigInt(2 + random(30))], value: account(deed.sender).ether >> BigInt(random(3)) }
}

export interface FoundingOptions {
  readonly parameters: { readonly [name in ParameterName]?: bigint }
  /** wei that everybody brings. */
  readonly wealth: bigint
  readonly random: Random
  /** Where it is founded. */
  readonly ledger: Ledger
  readonly recover: Recover
  /** Whether anybody buys some. */
  readonly tokens?: boolean
}

/** A community of nine, seven of them members, with tokens and a pool, as in project-history.ts; but its signatures are real. */
export function founded({ parameters, wealth, random, ledger, recover, tokens: isSold = true }: FoundingOptions): World {
  const genesis = genesisOf({ dividendPeriod: 5n * DAY, recoveryDelay: DAY, ...parameters }, { registrar: accountOfKey(REGISTRAR_KEY) })
  const world = worldOver(ledger, { genesis, recover })
  for (const person of PEOPLE) world.deposit(person, wealth)
  PEOPLE.slice(0, 7).forEach((person, i) => {
    const args = [person, identityOf(100 + i), world.now + 1n, new Uint8Array(0)]
    while (world.account(person).member === 0n) world.call(person, 'register', signed({ sender: person, kind: 'register', args, value: 0n }, genesis, random).args)
  })
  const affordable = (wealth * ETHER) / (200n * genesis.parameters.basePrice)
  const tokens = affordable < wealth / 4n ? affordable : wealth / 4n
  for (const person of isSold ? PEOPLE : []) world.call(person, 'mint', [tokens], { value: wealth / 10n })
  for (const person of PEOPLE.slice(7)) world.call(person, 'donate', [], { value: wealth / 20n })
  return world
}
