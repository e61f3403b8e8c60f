import { useTranslation } from 'react-i18next'
import { encodeCall, findOrDerive, findSecret, keepSecret, type Ballot as BallotPlace, type BallotSecret } from '@distribute/client'
import type { Ballot } from '@distribute/client/words'
import { useConnection } from '../../chain/connection.tsx'
import { useTransactions } from '../../transactions/transactions.tsx'
import { useFormat } from '../../ui/format.ts'
import { WalletError } from '../../wallet/wallet-error.ts'
import { useWallet } from '../../wallet/wallet.tsx'
import { secretStore } from './secrets.ts'

export function usePlace({ project, index: task, account: voter, currency }: Ballot): BallotPlace {
  const { chain } = useConnection()
  return { chainId: chain.id, project, task, voter, currency }
}

/** Stands for the salt while it is not known: a locked key has to be opened first, which the dialog does. */
const NO_SALT = `0x${'00'.repeat(32)}` as const

/** Proposes to open a ballot. Throws what the wallet says where it is asked for the secret, and WalletError `SecretLost`. */
export function useReveal(ballot: Ballot): () => Promise<void> {
  const { t } = useTranslation('votes')
  const units = useTranslation().t
  const format = useFormat()
  const { propose } = useTransactions()
  const { wallet, openL2 } = useWallet()
  const place = usePlace(ballot)
  const { project: id, index, currency, amount, secretHash: committed } = ballot
  const words = t('revealWords', { id: String(id), task: String(index + 1n) })

  const derive = async (): Promise<BallotSecret> => {
    const signer = await openL2()
    const secret = await findOrDerive({ signTypedData: (data) => signer.signTypedData(data) }, secretStore, { ballot: place, committed })
    if (secret === undefined) throw new WalletError('SecretLost', 'neither the browser nor the wallet has the secret of this vote')
    await keepSecret(secretStore, place, secret)
    return secret
  }
  const known = ({ choice, salt }: BallotSecret): void => {
    const shown = `${format.amount(amount)} ${units(`units.${currency}`)}`
    propose({
      on: 'chain', words,
      details: <p>{t('revealChoice', { choice: t(choice ? 'yes' : 'no'), amount: shown })}</p>,
      call: encodeCall('voting', 'reveal', { id, index, currency, choice, salt }),
    })
  }
  const unknown = (): void => propose({
    on: 'chain', words, isUntried: true,
    details: <p className="text-soft">{t('revealText')}</p>,
    call: encodeCall('voting', 'reveal', { id, index, currency, choice: true, salt: NO_SALT }),
    send: (opened) => opened.revealVote({ id, index, currency, store: secretStore }),
  })
  return async () => {
    const kept = await findSecret(secretStore, place, committed)
    if (kept !== undefined) return known(kept)
    if (wallet === undefined || (wallet.kind === 'page' && wallet.key === undefined)) return unknown()
    known(await derive())
  }
}
