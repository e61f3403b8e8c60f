import { isValidReceiver, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { RECOVERY } from '../params.ts'
import { broken, DONE, type CallContext, type Verdict } from './context.ts'
import { refillCredits } from './credits.ts'
import { enrol } from './reputation.ts'
import { moveHeld } from './streams.ts'
import { recoveryDigest, signerOf } from './typed-data.ts'

const isMember = ({ ledger }: CallContext, account: Address): boolean => ledger.get('account', account).member === 1n

/**
 * startRecovery(from, to, deadline, signature): announces, under the registrar's signature, that `from`'s membership will move to
 * `to` after recoveryDelay. Each start needs a later deadline than the last one. protocol.md section 3. Without a registrar
 * nobody can sign, so nobody can take an account over.
 */
export const startRecovery = (
  context: CallContext,
  from: Address,
  to: Address,
  deadline: bigint,
  signature: Uint8Array,
): Verdict => {
  const { ledger, genesis, now } = context
  if (!isValidReceiver(to)) return broken('InvalidReceiver')
  if (now >= deadline) return broken('SignatureExpired')
  const signer = signerOf(context.recover, recoveryDigest(genesis.chainId, from, to, deadline), signature)
  if (signer === undefined || signer !== genesis.registrar) return broken('BadSignature')
  if (deadline <= ledger.get('recovery', from).lastDeadline) return broken('SignatureExpired')
  if (!isMember(context, from)) return broken('NotAMember')
  if (isMember(context, to)) return broken('AlreadyMember')
  const readyAt = now + genesis.parameters.recoveryDelay
  ledger.put('recovery', { to, readyAt, state: RECOVERY.pending, lastDeadline: deadline }, from)
  context.emit({ name: 'RecoveryStarted', contract: 'reputation', args: [from, to, readyAt] })
  return DONE
}

/** cancelRecovery(): the member whose account is about to move keeps it. */
export const cancelRecovery = (context: CallContext): Verdict => {
  const recovery = context.ledger.get('recovery', context.sender)
  if (recovery.state !== RECOVERY.pending) return broken('NoRecovery')
  const none = { ...recovery, to: ZERO_ADDRESS, readyAt: 0n, state: RECOVERY.none }
  context.ledger.put('recovery', none, context.sender)
  context.emit({ name: 'RecoveryCancelled', contract: 'reputation', args: [context.sender] })
  return DONE
}

const moveMembership = (context: CallContext, from: Address, to: Address): void => {
  const { ledger, genesis, now } = context
  const leaving = refillCredits(ledger.get('account', from), now, genesis.parameters)
  ledger.put('account', { ...leaving, member: 0n, identity: new Uint8Array(32) }, from)
  enrol(context, to, leaving.identity)
  ledger.put('recovery', { ...ledger.get('recovery', from), state: RECOVERY.finished }, from)
}

/** Moves free reputation, and reputation rights above `high`, to the new account's free reputation. Returns how much. */
const moveReputation = (context: CallContext, from: Address, to: Address): bigint => {
  const { ledger } = context
  const rights = ledger.get('rights', from)
  const account = ledger.get('account', from)
  const freed = rights.reputation - rights.reputationHigh
  const amount = account.reputation + freed
  if (amount === 0n) return 0n
  ledger.put('rights', { ...rights, reputation: rights.reputationHigh }, from)
  ledger.put('account', { ...account, reputation: 0n }, from)
  const receiver = ledger.get('account', to)
  ledger.put('account', { ...receiver, reputation: receiver.reputation + amount }, to)
  moveHeld(context, from, to, 'reputation', amount)
  context.emit({ name: 'Transfer', contract: 'reputation', args: [from, to, amount] })
  return amount
}

/**
 * finishRecovery(from), by anybody after the delay: membership, identity and free reputation go to the new account. Again later
 * for what has been freed since (NothingDue if nothing has). protocol.md section 3.
 */
export const finishRecovery = (context: CallContext, from: Address): Verdict => {
  const { state, to, readyAt } = context.ledger.get('recovery', from)
  if (state === RECOVERY.none) return broken('NoRecovery')
  if (state === RECOVERY.pending) {
    if (context.now < readyAt) return broken('RecoveryPending')
    if (!isMember(context, from)) return broken('NotAMember')
    if (isMember(context, to)) return broken('AlreadyMember')
    moveMembership(context, from, to)
  }
  const amount = moveReputation(context, from, to)
  if (state === RECOVERY.finished && amount === 0n) return broken('NothingDue')
  context.emit({ name: 'RecoveryFinished', contract: 'reputation', args: [from, to, amount] })
  return DONE
}
