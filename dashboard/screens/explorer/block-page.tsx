import { Blocks } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { numberToHex } from 'viem'
import { getBlock } from 'viem/actions'
import { Link } from 'wouter'
import { useChain, useStatus } from '../../chain/reads.ts'
import type { L2Client } from '../../chain/connection.tsx'
import { Card, Screen } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { HashText } from '../../ui/hash.tsx'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import type { ListedBlock } from './blocks.tsx'
import { hashOf, numberOf } from './names.ts'
import { NothingFound } from './nothing-found.tsx'
import { Pager, Place } from './place.tsx'
import { Reached } from './reached.tsx'
import { ToldTransactions } from './told-transactions.tsx'

const STEP = 10

async function readBlock(l2: L2Client, text: string) {
  const [number, blockHash] = [numberOf(text), hashOf(text)]
  const block = await (number !== undefined ? getBlock(l2, { blockNumber: number }) : getBlock(l2, { blockHash: blockHash ?? '0x' })).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'BlockNotFoundError') return null
    throw error
  })
  if (block === null) return null
  return { block, batch: await l2.rollup.getBatchByBlock(numberToHex(block.number)) }
}
type Read = NonNullable<Awaited<ReturnType<typeof readBlock>>>

/** A block by its number or its hash. */
export function BlockPage({ block: text }: { readonly block: string }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const { data: status } = useStatus()
  const number = numberOf(text)
  const isName = number !== undefined || hashOf(text) !== undefined
  const read = useChain('block', [text], (l2) => readBlock(l2, text), isName)
  const head = status?.heads.latest.number
  if (!isName) return <Place><NothingFound text={text} /></Place>
  return (
    <Place>
      <Query of={read} lines={8}>{(data) => {
        if (data !== null) return <Whole {...data} head={head} />
        return number === undefined || head === undefined ? <NothingFound text={text} /> : <Empty icon={Blocks} title={<h1>{t('block.missing')}</h1>} action={<Link href={`~/explorer/block/${head}`} className="button button-quiet">{t('block.title', { number: format.count(head) })}</Link>}>{t('block.missingText', { number: format.count(head) })}</Empty>
      }}</Query>
    </Place>
  )
}

function Whole({ block, batch, head }: Read & { readonly head: bigint | undefined }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const { number, hash, parentHash, stateRoot, timestamp, gasUsed } = block
  return (
    <Screen title={t('block.title', { number: format.count(number) })} actions={<Reached block={number} />}>
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <Card title={t('block.transactions')} aside={<span className="badge number">{block.transactions.length}</span>}>
          {number === 0n ? <p className="text-soft">{t('block.genesis')}</p> : <Held block={block} />}
        </Card>
        <Card title={t('transaction.facts')}>
          <Facts>
            <Fact name={t('block.time')}>{format.time(timestamp)}</Fact>
            <Fact name={t('block.hash')}><HashText of={hash} copy /></Fact>
            {number === 0n ? null : <Fact name={t('block.parent')}><HashText of={parentHash} href={`/explorer/block/${number - 1n}`} /></Fact>}
            <Fact name={t('block.state')}><HashText of={stateRoot} copy /></Fact>
            <Fact name={t('block.gas')}><span className="number">{format.count(gasUsed)}</span></Fact>
            <Fact name={t('block.batch')}>{batch === null ? t('block.noBatch') : <Link href={`~/explorer/batch/${batch.index}`} className="link number">{format.count(batch.index)}</Link>}</Fact>
          </Facts>
          <Pager newer={head !== undefined && number < head ? `/explorer/block/${number + 1n}` : undefined} older={number === 0n ? undefined : `/explorer/block/${number - 1n}`} />
        </Card>
      </div>
    </Screen>
  )
}

function Held({ block: { transactions } }: { readonly block: Pick<ListedBlock, 'transactions'> }) {
  const { t } = useTranslation('explorer')
  const [shown, setShown] = useState(STEP)
  if (transactions.length === 0) return <p className="text-soft">{t('block.none')}</p>
  return (
    <>
      <ToldTransactions hashes={transactions.slice(0, shown)} />
      {shown < transactions.length ? <button type="button" className="button button-quiet mt-4 w-full" onClick={() => setShown(shown + STEP)}>{t('more')}</button> : null}
    </>
  )
}
