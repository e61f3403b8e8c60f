import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { useConnection } from '../../chain/connection.tsx'
import { useChain } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { AddressText } from '../../ui/address.tsx'
import { Field } from '../../ui/field.tsx'
import { Query } from '../../ui/query.tsx'

/** The way in that this node offers: it registers by itself, or the registrar's signature is pasted. */
export function Admission({ member }: { readonly member: Hex }) {
  const relay = useChain('relay', [], (l2) => l2.distribute.relay())
  return <Query of={relay}>{({ admits }) => (admits === 'nobody' ? <Signed member={member} /> : <Asked member={member} isInvited={admits === 'invited'} />)}</Query>
}

function useJoin(): (send: () => Promise<Hex>) => void {
  const { t } = useTranslation('join')
  const { chain } = useConnection()
  const { propose } = useTransactions()
  return (send) => propose({ on: 'relay', words: t('words', { name: chain.name }), send })
}

function Asked({ member, isInvited }: { readonly member: Hex; readonly isInvited: boolean }) {
  const { t } = useTranslation('join')
  const { l2 } = useConnection()
  const join = useJoin()
  const [invitation, setInvitation] = useState('')
  const ask = (): void => join(() => l2.distribute.requestRegistration(isInvited ? { member, invitation: invitation.trim() } : { member }))
  return (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); ask() }}>
      <p>{isInvited ? t('invited') : t('open')}</p>
      {isInvited ? <Field label={t('invitation')} hint={t('invitationHint')} value={invitation} autoComplete="off" onChange={({ target }) => setInvitation(target.value)} /> : null}
      <Go isReady={!isInvited || invitation.trim() !== ''} />
    </form>
  )
}

const isHex = (text: string, bytes?: number): text is Hex => (bytes === undefined ? /^0x([0-9a-fA-F]{2})+$/ : new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`)).test(text)

function Signed({ member }: { readonly member: Hex }) {
  const { t } = useTranslation('join')
  const { l2 } = useConnection()
  const join = useJoin()
  const [given, setGiven] = useState({ identity: '', deadline: '', signature: '' })
  const { identity, deadline, signature } = given
  const isReady = isHex(identity, 32) && /^\d{1,12}$/.test(deadline) && isHex(signature)
  const field = (name: keyof typeof given) => ({ label: t(name), value: given[name], dir: 'ltr', autoComplete: 'off', onChange: ({ target }: { readonly target: { readonly value: string } }) => setGiven({ ...given, [name]: target.value.trim() }) })
  const ask = (): void => {
    if (isHex(identity, 32) && isHex(signature)) join(() => l2.distribute.register({ member, identity, deadline: BigInt(deadline), signature }))
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); ask() }}>
      <p>{t('manual')}</p>
      <p className="flex flex-wrap items-center gap-2 rounded-xl bg-sunk p-3">{t('request')} <AddressText of={member} copy link={false} /></p>
      <Field {...field('identity')} placeholder="0x" problem={identity !== '' && !isHex(identity, 32) ? t('bad') : undefined} />
      <Field {...field('deadline')} inputMode="numeric" />
      <Field {...field('signature')} placeholder="0x" problem={signature !== '' && !isHex(signature) ? t('bad') : undefined} />
      <Go isReady={isReady} />
    </form>
  )
}

function Go({ isReady }: { readonly isReady: boolean }) {
  const { t } = useTranslation('join')
  return <button type="submit" className="button button-primary justify-self-start" disabled={!isReady}><UserPlus aria-hidden className="size-5" />{t('go')}</button>
}
