// `npm run page-list -- [projects]`: the board of a community with a thousand projects of their own texts, in Chromium: how long the page is
// busy, and how long an input waits, while the list grows, is searched and filtered.
import { createWalletClient, encodeFunctionData, http, parseEther, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Page } from 'playwright-core'
import { publicActionsL2, readDistributeChain, systemContracts, walletActionsL2 } from '@distribute/client'
import { rpc, startDevnet, temporaryDirectory, type DevnetLine } from '../e2e/testing/devnet.ts'
import { CHROMIUM, NO_CHROMIUM, openBrowser } from './testing/chromium.ts'
import { furnish } from './testing/furnish.ts'
import { settled } from './testing/settled.ts'

/** A pool takes 64 of an account at a time. */
const CHUNK = 50
/** What the board shows at first, and more each time. */
const CARDS = 60
const WATCH = `
  window.seen = { tasks: [], inputs: [] }
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => seen.inputs.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'event', durationThreshold: 16, buffered: true })`

const count = Number(process.argv[2] ?? 1_000)
if (CHROMIUM === undefined) {
  console.log(NO_CHROMIUM)
} else {
  const directory = await temporaryDirectory()
  const devnet = await startDevnet(directory.path, ['--no-replica', '--window', '30', '--batch-interval', '500'])
  const browser = await openBrowser()
  try {
    await furnish(devnet)
    await propose(devnet)
    const page = await (await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } })).newPage()
    await page.addInitScript(WATCH)
    await page.goto(`${devnet.l2}/projects`)
    await settled(page)
    await measure(page)
  } finally {
    await browser.close()
    await devnet.stop()
    await directory.remove()
  }
}

/** From the first member, who holds enough for so many collaterals. */
async function propose(devnet: DevnetLine): Promise<void> {
  const chain = await readDistributeChain(devnet.l2)
  const account = privateKeyToAccount(devnet.accounts[4]?.privateKey ?? '0x')
  const client = createWalletClient({ account, chain, transport: http(devnet.l2) }).extend(publicActionsL2()).extend(walletActionsL2())
  const start = BigInt(await rpc<Hex>(devnet.l2, 'eth_getTransactionCount', [account.address, 'latest']))
  for (let from = 0; from < count; from += CHUNK) {
    const size = Math.min(CHUNK, count - from)
    const hashes: Hex[] = []
    for (let i = from; i < from + size; i++) {
      const contentHash = await client.uploadFile({ bytes: new TextEncoder().encode(`Garden bed ${i}\n\nDig, fill with soil and plant what grows in shade, number ${i}.`) })
      const data = encodeFunctionData({ ...systemContracts.projects, functionName: 'propose', args: [parseEther('0.001'), 86_400n * 7n, 0, contentHash, ''] })
      const raw = await account.signTransaction({ type: 'eip1559', chainId: chain.id, nonce: Number(start) + i, gas: 2_000_000n, maxFeePerGas: 4n, maxPriorityFeePerGas: 0n, to: systemContracts.projects.address, data })
      hashes.push(await rpc<Hex>(devnet.l2, 'eth_sendRawTransaction', [raw]))
    }
    await client.waitForCall({ hash: hashes.at(-1) ?? '0x' })
    process.stderr.write(`\r${from + hashes.length} of ${count} projects`)
  }
  process.stderr.write('\n')
}

interface Seen {
  readonly tasks: readonly number[]
  readonly inputs: readonly number[]
}

async function measure(page: Page): Promise<void> {
  const rows: object[] = []
  const step = async (what: string, act: () => Promise<void>): Promise<void> => {
    await page.evaluate('void (window.seen = { tasks: [], inputs: [] })')
    const start = performance.now()
    await act()
    await page.waitForTimeout(1_000)
    const { tasks, inputs } = await page.evaluate<Seen>('window.seen')
    const longest = (of: readonly number[]): number => Math.round(Math.max(0, ...of))
    rows.push({ what, 'longest task, ms': longest(tasks), 'slowest input, ms': longest(inputs), 'all, s': ((performance.now() - start - 1_000) / 1_000).toFixed(1) })
  }
  const more = page.getByRole('button', { name: 'Show older ones' })
  for (let shown = CARDS; shown < count; shown += CARDS) {
    await step(`${Math.min(count, shown + CARDS)} cards`, async () => {
      await more.click()
      await page.locator('article').nth(Math.min(count, shown + CARDS) - 1).waitFor({ state: 'attached' })
    })
  }
  await step('a search, letter by letter', () => page.getByRole('searchbox').pressSequentially('bed 77', { delay: 60 }))
  await step('the search is taken back', () => page.getByRole('searchbox').fill(''))
  await step('a filter', () => page.getByRole('button', { name: 'Complete', pressed: false }).click())
  await step('all again', () => page.getByRole('button', { name: 'All', pressed: false }).click())
  await step('scrolled to its end', () => page.keyboard.press('End'))
  console.table(rows)
}
