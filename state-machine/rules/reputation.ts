import { isValidReceiver, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { AMOUNT_LIMIT, RECOVERY } from '../params.ts'
import { max, min } from './arithmetic.ts'
import { broken, DONE, type CallContext, type Verdict } from './context.ts'
import { capacityOf, refillCredits, withCapacityOf } from './credits.ts'
import { changeEther } from './ether.ts'
import { changePoolEther } from './pool.ts'
import { changeHeld, streamOf } from './streams.ts'
import { membershipDigest, signerOf } from './typed-data.ts'

/** transfer, approve and transferFrom of reputation. */
export const notTransferable = (): Verdict => broken('NotTransferable')

/**
 * Mints reputation to an account: min(amount, what is left below 2^96). protocol.md section 1. What earns dividends is a total too, and
 * above the supply while stakes of a failed project are not settled.
 */
export const grantReputation = (context: CallContext, member: Address, amount: bigint): void => {
  const { ledger } = context
  const pool = ledger.get('pool')
  const granted = min(amount, AMOUNT_LIMIT - 1n - max(pool.reputation, streamOf(context, 'reputation').earning))
  if (granted === 0n) return
  ledger.put('pool', { ...pool, reputation: pool.reputation + granted })
  changeHeld(context, member, 'reputation', granted)
  const account = ledger.get('account', member)
  ledger.put('account', { ...account, reputation: account.reputation + granted }, member)
  context.emit({ name: 'Transfer', contract: 'reputation', args: [ZERO_ADDRESS, member, granted] })
}

const isRegistered = (context: CallContext, member: Address, identity: Uint8Array, deadline: bigint, signature: Uint8Array): boolean => {
  const { registrar, chainId } = context.genesis
  if (registrar === ZERO_ADDRESS) return signature.length === 0
  return signerOf(context.recover, membershipDigest(chainId, member, identity, deadline), signature) === registrar
}

/** Makes `account` a member under `identity`; a finished recovery of that account ends. protocol.md section 3. */
export const enrol = (context: CallContext, member: Address, identity: Uint8Array): void => {
  const { ledger, genesis, now } = context
  const account = refillCredits(ledger.get('account', member), now, genesis.parameters)
  ledger.put('account', withCapacityOf(account, { ...account, member: 1n, identity }, now, genesis.parameters), member)
  ledger.put('identity', { account: member, used: 1n }, identity)
  const recovery = ledger.get('recovery', member)
  if (recovery.state === RECOVERY.finished) {
    ledger.put('recovery', { ...recovery, to: ZERO_ADDRESS, readyAt: 0n, state: RECOVERY.none }, member)
  }
}

const payStipend = (context: CallContext, member: Address): void => {
  const { ledger, genesis, now } = context
  const stipend = genesis.parameters.registrationStipend
  if (ledger.get('pool').ether < stipend) return
  changePoolEther(ledger, -stipend, now, genesis.parameters)
  changeEther(context, member, stipend)
}

/**
 * register(member, identity, deadline, signature): under the registrar's signature, once a member and once an identity. Grants
 * reputation, the stipend where the pool holds it whole, and a day's credits. protocol.md section 3 and 8.
 */
export const register = (
  context: CallContext,
  member: Address,
  identity: Uint8Array,
  deadline: bigint,
  signature: Uint8Array,
): Verdict => {
  const { ledger, genesis, now } = context
  if (!isValidReceiver(member)) return broken('InvalidReceiver')
  if (now >= deadline) return broken('SignatureExpired')
  if (!isRegistered(context, member, identity, deadline, signature)) return broken('BadSignature')
  if (ledger.get('account', member).member === 1n) return broken('AlreadyMember')
  if (ledger.get('identity', identity).used === 1n) return broken('IdentityUsed')
  enrol(context, member, identity)
  const account = ledger.get('account', member)
  const credits = min(account.credits + genesis.parameters.memberCredits, capacityOf(account, genesis.parameters))
  ledger.put('account', { ...account, credits }, member)
  grantReputation(context, member, genesis.parameters.registrationGrant)
  payStipend(context, member)
  context.emit({ name: 'Registered', contract: 'reputation', args: [member, identity] })
  return DONE
}
