import { recoverAddress } from '@distribute/state-machine'
import { openChain } from '../chain.ts'
import type { Chain } from '../chain.ts'
import { depositTo, GENESIS, memberAddress, sealBlock } from './community.ts'

/**
 * Appends blocks until it is killed. Each line on stdout says what had happened when it was written: `block <number>
 * <hash>` after an append, `rewinding <to>` before a rewind, `heads <finalized>` after heads were set.
 */
const [directory = '', mode = ''] = process.argv.slice(2)
const say = (line: string): boolean => process.stdout.write(`${line}\n`)

const chain = await openChain({ directory, genesis: GENESIS, recover: recoverAddress, historyMargin: 2n })
say('open')
for (let i = 0; ; i++) {
  await appendOne(chain, i)
  if (i % 5 === 4) await finalize(chain)
  if (mode === 'rewind' && i % 7 === 6) await goBack(chain)
}

async function appendOne(chain: Chain, i: number): Promise<void> {
  const number = Number(chain.head().header.number)
  const entries = Array.from({ length: i % 9 }, (_, j) => depositTo(memberAddress((number + j) % 50), BigInt(number + j + 1)))
  await chain.inbox.append(entries)
  const block = sealBlock(chain, { entries: entries.length })
  const promise = { l1Number: BigInt(number), l1Hash: new Uint8Array(32), signature: new Uint8Array(65).fill(number) }
  const { header, hash } = await (mode === 'sign' ? chain.append(block, async () => promise) : chain.append(block))
  say(`block ${header.number} ${Buffer.from(hash).toString('hex')}`)
}

async function finalize(chain: Chain): Promise<void> {
  const { latest, finalized: before } = chain.heads()
  const finalized = latest - 12n > before ? latest - 12n : before
  await chain.setHeads({ safe: latest, finalized })
  say(`heads ${finalized}`)
}

async function goBack(chain: Chain): Promise<void> {
  const { latest, finalized } = chain.heads()
  const to = latest - 4n > finalized ? latest - 4n : finalized
  say(`rewinding ${to}`)
  await chain.rewind(to)
}
