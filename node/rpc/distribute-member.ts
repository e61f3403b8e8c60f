import { RECOVERY, rightsIn, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address, Currency } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { account, fields, required } from './distribute-params.ts'
import { readHead } from './distribute-reading.ts'
import type { Reading } from './distribute-reading.ts'
import { hashOrNull } from './distribute-shows.ts'
import { creditsOf, owedDividend } from './distribute-views.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'

/** What an account has of a currency: free, in all its records, and as voting rights. */
function holding({ ledger }: Reading, who: Address, currency: Currency): unknown {
  const record = ledger.get('account', who)
  const { amount, high, open } = rightsIn(ledger.get('rights', who), currency)
  return {
    free: quantity(record[currency]),
    held: quantity(currency === 'tokens' ? record.heldTokens : record.heldReputation),
    rights: { amount: quantity(amount), committed: quantity(high), openBallots: quantity(open) },
  }
}

function recovery({ ledger }: Reading, who: Address): unknown {
  const { state, to, readyAt } = ledger.get('recovery', who)
  if (state === RECOVERY.none || to === ZERO_ADDRESS) return null
  return { to, readyAt: quantity(readyAt), finished: state === RECOVERY.finished }
}

/** The profile of an account, member or not. */
function member({ deps }: RpcContext, who: Address): unknown {
  const reading = readHead(deps)
  const record = reading.ledger.get('account', who)
  const [available, capacity] = creditsOf(reading, who)
  return {
    account: who,
    isMember: record.member === 1n,
    identity: hashOrNull(record.identity),
    nonce: quantity(record.nonce),
    ether: quantity(record.ether),
    tokens: holding(reading, who, 'tokens'),
    reputation: holding(reading, who, 'reputation'),
    credits: { available: quantity(available), capacity: quantity(capacity) },
    owedDividend: quantity(owedDividend(reading, who)),
    recovery: recovery(reading, who),
  }
}

export const distributeMember: MethodTable = {
  distribute_member: method([fields({ account })], (context, filter) => member(context, required(filter.account, 'account'))),
}
