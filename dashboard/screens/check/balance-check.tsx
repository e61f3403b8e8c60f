import { Scale } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isAddress, type Hex } from 'viem'
import { createLightClient, readRecordsAsTold, type HeadKind, type LightStep, type VerifiedHead } from '@distribute/client'
import { useConnection } from '../../chain/connection.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { Field } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { useWallet } from '../../wallet/wallet.tsx'
import { Hash } from './hash.tsx'
import { stateAt, Steps, type ShownStep } from './steps.tsx'
import { useL1 } from './use-l1.ts'
import { useRun, type Run } from './use-run.ts'
import { Why } from './why.tsx'

interface Proven {
  readonly account: Hex
  readonly head: VerifiedHead
  readonly ether: bigint
  readonly tokens: bigint
  readonly reputation: bigint
}

/** What an account has, proven under the root that stands on L1. */
export function BalanceCheck() {
  const { t } = useTranslation('check')
  const { wallet } = useWallet()
  const [text, setText] = useState<string>()
  const [kind, setKind] = useState<HeadKind>('posted')
  const [run, prove] = useBalance()
  const shown = text ?? wallet?.address ?? ''
  const account = isAddress(shown.trim(), { strict: false }) ? shown.trim() : undefined
  const start = (): void => {
    if (account !== undefined) prove(account as Hex, kind)
  }
  return (
    <Card title={<span className="flex items-center gap-2"><Scale aria-hidden className="size-5 text-brand" />{t('balance.title')}</span>}>
      <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); start() }}>
        <p className="text-soft">{t('balance.text')}</p>
        <Field label={t('balance.account')} value={shown} dir="ltr" autoComplete="off" spellCheck={false} placeholder="0x…" hint={wallet === undefined || text !== undefined ? undefined : t('balance.yours')}
          problem={shown !== '' && account === undefined ? t('balance.bad') : undefined} onChange={({ target }) => setText(target.value)} />
        <Choice label={t('balance.under')} value={kind} onChange={setKind} options={[['posted', t('balance.posted')], ['final', t('balance.final')]]} />
        <p className="text-sm text-soft">{t(`balance.${kind}Text`)}</p>
        <button type="submit" className="button button-primary" disabled={account === undefined || run.phase === 'running'}>{t('balance.go')}</button>
      </form>
      <div className="mt-6 grid gap-5 border-t border-line pt-5"><Findings run={run} onRetry={start} /></div>
    </Card>
  )
}

function useBalance(): readonly [Run<LightStep, Proven>, (account: Hex, kind: HeadKind) => void] {
  const { l2, chain } = useConnection()
  const l1 = useL1()
  const [run, start] = useRun<LightStep, Proven>()
  return [run, (account, kind) => start(async (onStep) => {
    const wanted = [{ type: 'account', ids: [account] }] as const
    const options = { head: kind, onStep }
    const { head, records: [record] } = l1 === undefined ? await readRecordsAsTold(l2, wanted, options) : await createLightClient({ l1, l2, chain }).readRecords(wanted, options)
    const { ether = 0n, tokens = 0n, reputation = 0n } = record ?? {}
    return { account, head, ether, tokens, reputation }
  })]
}

const isStanding = (step: LightStep): step is Extract<LightStep, { readonly step: 'standing' }> => step.step === 'standing'
const isRoot = (step: LightStep): step is Extract<LightStep, { readonly step: 'root' }> => step.step === 'root'

function Findings({ run, onRetry }: { readonly run: Run<LightStep, Proven>; readonly onRetry: () => void }) {
  const { t } = useTranslation('check')
  const format = useFormat()
  const isOwn = useL1() !== undefined
  const { phase, steps, result, error } = run
  const [standing, root] = [steps.find(isStanding), steps.find(isRoot)]
  const taken = steps.length + (result === undefined ? 0 : 1)
  const at = (place: number): Pick<ShownStep, 'state'> => ({ state: stateAt(place, { taken, phase, good: isOwn || place > 0 ? 'good' : 'told' }) })
  const why = (place: number) => (phase === 'failed' && place === taken ? <Why error={error} retry={onRetry} /> : undefined)
  return (
    <>
      <Steps label={t('balance.steps')} steps={[
        { name: 'standing', ...at(0), title: isOwn ? t('balance.standing') : t('balance.standingTold'),
          text: standing === undefined ? why(0) : <>{t('balance.standingFound', { batch: format.count(standing.batch), block: format.count(standing.l1Block), time: format.time(standing.l1Time) })} <Hash of={standing.claimId} /></> },
        { name: 'root', ...at(1), title: t('balance.root'), text: root === undefined ? why(1) : <>{t('balance.rootFound')} <Hash of={root.stateRoot} /></> },
        { name: 'proof', ...at(2), title: t('balance.proof'), text: result === undefined ? why(2) : t('balance.proofFound', { block: format.count(result.head.number), time: format.time(result.head.time) }) },
      ]} />
      <div role="status">{result === undefined ? null : <Result proven={result} isOwn={isOwn} />}</div>
    </>
  )
}

function Result({ proven: { ether, tokens, reputation }, isOwn }: { readonly proven: Proven; readonly isOwn: boolean }) {
  const { t } = useTranslation(['check', 'wallet'])
  return (
    <section aria-label={t('balance.result')} className={`grid gap-3 rounded-xl p-4 ${isOwn ? 'bg-good-wash' : 'bg-warn-wash'}`}>
      <p className={`font-semibold ${isOwn ? 'text-good' : 'text-warn'}`}>{isOwn ? t('balance.proven') : t('balance.told')}</p>
      <Facts>
        <Fact name={t('wallet:account.ether')}><Amount value={ether} unit="ether" /></Fact>
        <Fact name={t('wallet:account.tokens')}><Amount value={tokens} unit="tokens" /></Fact>
        <Fact name={t('wallet:account.reputation')}><Amount value={reputation} unit="reputation" /></Fact>
      </Facts>
      <p className="text-sm">{t('balance.newer')}</p>
    </section>
  )
}
