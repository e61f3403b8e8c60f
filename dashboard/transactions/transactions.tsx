import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useMemo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { useConnection } from '../chain/connection.tsx'
import { CHAIN } from '../chain/reads.ts'
import { useExplain } from '../language/explain.ts'
import { WalletError } from '../wallet/wallet-error.ts'
import { useWallet } from '../wallet/wallet.tsx'
import type { Intent } from './intent.ts'
import type { Send, Sent } from './sent.ts'
import { TransactionDialog } from './transaction-dialog.tsx'

export interface Transactions {
  /** Shows what it would do, and has it signed and sent if the member wants that. */
  readonly propose: (intent: Intent) => void
  /** Of this visit, the newest first. */
  readonly sent: readonly Sent[]
}

const Context = createContext<Transactions | undefined>(undefined)

/** The one way in which anything is sent. */
export function TransactionsProvider({ children }: { readonly children: ReactNode }) {
  const [intent, setIntent] = useState<Intent>()
  const [round, setRound] = useState(0)
  const [sent, setSent] = useState<readonly Sent[]>([])
  const [told, setTold] = useState('')
  const send = useSend(setSent, setTold)
  const value = useMemo((): Transactions => ({
    sent,
    propose: (next) => {
      setIntent(next)
      setRound((before) => before + 1)
    },
  }), [sent])
  return (
    <Context value={value}>
      {children}
      {intent === undefined ? null : <TransactionDialog key={round} intent={intent} send={send} sent={sent} onClose={() => setIntent(undefined)} />}
      <div role="status" aria-live="polite" className="sr-only">{told}</div>
    </Context>
  )
}

/** Signs, sends, and follows it until it stands in a block. Answers its id among those that were sent. */
function useSend(setSent: (change: (before: readonly Sent[]) => readonly Sent[]) => void, tell: (words: string) => void): Send {
  const { t } = useTranslation('transaction')
  const { l2 } = useConnection()
  const { openL1, openL2 } = useWallet()
  const queries = useQueryClient()
  const explain = useExplain()
  const last = useRef(0)
  const hashOf = async (intent: Intent): Promise<Hex> => {
    if (intent.on === 'relay') return intent.send()
    if (intent.on === 'l1') return intent.send(await openL1())
    const wallet = await openL2()
    const { to, data, value, gas } = intent.call
    return intent.send === undefined ? wallet.sendTransaction({ to, data, value, gas }) : intent.send(wallet)
  }
  const follow = async (id: number, intent: Intent, hash: Hex): Promise<void> => {
    const change = (facts: Partial<Sent>): void => setSent((before) => before.map((each) => (each.id === id ? { ...each, ...facts } : each)))
    try {
      const { receipt, events } = await l2.waitForCall({ hash })
      change({ block: receipt.blockNumber, events })
      tell(t('told.promised', { words: intent.words }))
      intent.onDone?.()
    } catch (error) {
      change({ error })
      tell(t('told.refused', { words: intent.words, why: explain(error).what }))
    }
    await Promise.all([queries.invalidateQueries({ queryKey: [CHAIN] }), queries.invalidateQueries({ queryKey: ['status'] })])
  }
  return async (intent) => {
    const hash = await hashOf(intent)
    last.current += 1
    const id = last.current
    setSent((before) => [{ id, words: intent.words, hash, on: intent.on === 'l1' ? 'l1' : 'chain' }, ...before])
    tell(t('told.sent', { words: intent.words }))
    if (intent.on === 'l1') intent.onDone?.()
    else void follow(id, intent, hash)
    return id
  }
}

/** Below TransactionsProvider alone. */
export function useTransactions(): Transactions {
  const transactions = useContext(Context)
  if (transactions === undefined) throw new WalletError('NoWallet', 'no TransactionsProvider above')
  return transactions
}
