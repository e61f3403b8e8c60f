import { encodeInboxSegment } from '@distribute/state-machine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { submit } from '../client/call.ts'
import { depositCall } from '../client/inbox-calls.ts'
import { readInboxLength } from '../client/bridge-reads.ts'
import { receiptOf } from '../client/receipt.ts'
import { postBatchCall } from '../client/rollup-calls.ts'
import { addressOfWallet, SOON, startAnvil } from './testing/anvil.ts'
import type { Anvil } from './testing/anvil.ts'
import { emptyBlock, INBOX_DELAY, l1Time, pass, run, startCommunity, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { expectRevert } from './testing/reverts.ts'

let anvil: Anvil
let community: Community

beforeAll(async () => {
  anvil = await startAnvil()
})
afterAll(() => anvil.close())

/** A community with `count` entries that are all overdue, and whose chain is over a day behind. */
async function overdue(count: number): Promise<void> {
  community = await startCommunity(anvil)
  await fill(count)
  await pass(anvil, TERMS.maxLag + INBOX_DELAY + 60n)
}

async function fill(count: number): Promise<void> {
  const { inbox } = community.deployment.contracts
  const wallet = anvil.wallet(5)
  const call = depositCall(inbox, { to: addressOfWallet(wallet), value: 1n })
  const start = await readInboxLength(anvil.reader, inbox)
  const first = await anvil.reader.getTransactionCount({ address: wallet.account.address })
  const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 1n }
  for (let i = 0; i < count; i++) {
    const hash = await submit(wallet, call, { gas: 200_000n, nonce: first + i, ...fees })
    if (i + 1 === count) await receiptOf(anvil.reader, hash, SOON)
  }
  expect(await readInboxLength(anvil.reader, inbox)).toBe(start + BigInt(count))
}

interface Attempt {
  readonly cursor: bigint
  readonly time: bigint
  /** adds a segment for transactions */
  readonly transactions?: true
}

async function attempt({ cursor, time, transactions }: Attempt) {
  const t = await l1Time(anvil)
  const read = encodeInboxSegment({ last: transactions !== true, inbox: true, t }, 4)
  const segments = [...Array<Uint8Array>(64).fill(read), ...(transactions === true ? [emptyBlock(t)] : [])]
  return community.prepare({ segments, state: { cursor, time } })
}

const refused = async (name: string, options: Attempt) => {
  const call = postBatchCall(community.deployment.contracts.rollup, await attempt(options))
  await expectRevert(run(anvil, community.poster, call), name)
}

test('a backlog is worked off by batches that read 256 entries and nothing else', async () => {
  await overdue(513)
  const before = (await l1Time(anvil)) - TERMS.maxLag - 100n
  await refused('EntryOverdue', { cursor: 255n, time: before })
  await refused('EntryOverdue', { cursor: 256n, time: before, transactions: true })
  await refused('EntryOverdue', { cursor: 256n, time: await l1Time(anvil), transactions: true })

  await community.post(await attempt({ cursor: 256n, time: before }))
  await community.post(await attempt({ cursor: 512n, time: before }))
  // One entry is left: no backlog, so it has to be read, and the chain has to catch up.
  await refused('EntryOverdue', { cursor: 512n, time: before })
  await refused('TooFarBehind', { cursor: 513n, time: before })
  await community.post(await attempt({ cursor: 513n, time: await l1Time(anvil) }))
})

test('256 unread entries are no backlog, and one that is read to its end frees no clock', async () => {
  await overdue(256)
  const before = (await l1Time(anvil)) - TERMS.maxLag - 100n
  await refused('TooFarBehind', { cursor: 256n, time: before })
  await refused('EntryOverdue', { cursor: 255n, time: before })

  await fill(1)
  await pass(anvil, INBOX_DELAY + 1n)
  await refused('TooFarBehind', { cursor: 257n, time: before })
  expect((await community.post(await attempt({ cursor: 256n, time: before }))).batch.inboxLength).toBe(257n)
})
