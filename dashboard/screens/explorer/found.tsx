import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { numberToHex } from 'viem'
import { getBlock, getTransaction } from 'viem/actions'
import { Link, Redirect } from 'wouter'
import type { Entry } from '@distribute/client/words'
import type { L2Client } from '../../chain/connection.tsx'
import { useChain } from '../../chain/reads.ts'
import { Card, Screen } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { HashText } from '../../ui/hash.tsx'
import { Query } from '../../ui/query.tsx'
import { addressOf, hashOf, typedNumber } from './names.ts'
import { NothingFound } from './nothing-found.tsx'
import { Place } from './place.tsx'

type Thing = { readonly kind: 'there'; readonly path: string } | { readonly kind: 'number'; readonly number: bigint } | { readonly kind: 'l1'; readonly entries: readonly Entry[] } | { readonly kind: 'nothing' }

const there = (path: string): Thing => ({ kind: 'there', path: `~/explorer/${path}` })

/** Undefined for what viem says is not there; anything else that fails is told. */
async function orNothing<T>(question: Promise<T>): Promise<T | undefined> {
  try {
    return await question
  } catch (error) {
    if (error instanceof Error && /NotFoundError$/.test(error.name)) return undefined
    throw error
  }
}

async function byHash(l2: L2Client, hash: Hex): Promise<Thing> {
  const [transaction, block] = await Promise.all([orNothing(getTransaction(l2, { hash })), orNothing(getBlock(l2, { blockHash: hash }))])
  if (transaction !== undefined) return there(`tx/${hash}`)
  if (block !== undefined) return there(`block/${hash}`)
  // Where Ethereum does not answer nothing was found all the same.
  const entries = await l2.rollup.getDeposit(hash).catch(() => [])
  return entries.length === 0 ? { kind: 'nothing' } : { kind: 'l1', entries }
}

async function byNumber(l2: L2Client, number: bigint): Promise<Thing> {
  const { heads, lastBatch } = await l2.rollup.status()
  const [isBlock, isBatch] = [number <= heads.latest.number, lastBatch !== null && number <= lastBatch.index && (await l2.rollup.getBatch(numberToHex(number))) !== null]
  if (isBlock && isBatch) return { kind: 'number', number }
  if (isBlock) return there(`block/${number}`)
  return isBatch ? there(`batch/${number}`) : { kind: 'nothing' }
}

/** What a member may have meant. An account is one whether or not the chain has met it. */
async function find(l2: L2Client, text: string): Promise<Thing> {
  const [number, address, hash] = [typedNumber(text), addressOf(text), hashOf(text)]
  if (number !== undefined) return byNumber(l2, number)
  if (address !== undefined) return there(`address/${address}`)
  return hash === undefined ? { kind: 'nothing' } : byHash(l2, hash)
}

/** Leads to what was searched; shows it where it is several things, and says so where it is none. */
export function Found({ text }: { readonly text: string }) {
  const { t } = useTranslation('explorer')
  const found = useChain('find', [text], (l2) => find(l2, text))
  return (
    <Place>
      <Query of={found} lines={4}>{(thing) => {
        if (thing.kind === 'there') return <Redirect to={thing.path} replace />
        if (thing.kind === 'nothing') return <NothingFound text={text} />
        return thing.kind === 'number' ? <Several number={thing.number} /> : <Screen title={t('found.title')}><OnL1 entries={thing.entries} /></Screen>
      }}</Query>
    </Place>
  )
}

function Several({ number }: { readonly number: bigint }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const shown = format.count(number)
  return (
    <Screen title={t('found.title')}>
      <Card title={t('found.number', { number: shown })}>
        <ul className="grid gap-3 sm:grid-cols-2">
          <li><Link href={`~/explorer/block/${number}`} className="button button-quiet w-full">{t('block.title', { number: shown })}</Link></li>
          <li><Link href={`~/explorer/batch/${number}`} className="button button-quiet w-full">{t('batch.title', { number: shown })}</Link></li>
        </ul>
      </Card>
    </Screen>
  )
}

function OnL1({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useTranslation('explorer')
  return (
    <Card>
      <p>{t('found.l1')}</p>
      <ul className="mt-3 grid gap-2">
        {entries.map(({ index, stage, transactionHash }) => (
          <li key={index}>{transactionHash === undefined ? t(stage === 'skipped' ? 'found.skipped' : 'found.waits') : <HashText of={transactionHash} href={`/explorer/tx/${transactionHash}`} copy />}</li>
        ))}
      </ul>
    </Card>
  )
}
