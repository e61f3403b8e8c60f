import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page, Route } from 'playwright-core'
import { createPublicClient, createWalletClient, encodeFunctionData, http, parseEther, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { publicActionsL2, readDistributeChain, systemContracts, walletActionsL2 } from '@distribute/client'
import { bridgeAbi, readConvictions, readStake } from '@distribute/bridge-contracts'
import { Address } from '@distribute/state-machine'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PATIENCE } from '../budget.ts'
import { eventually, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from '../e2e/testing/devnet.ts'
import { orderLie } from '../e2e/testing/lies.ts'
import { CHROMIUM, openBrowser } from './testing/chromium.ts'
import { injectWallet } from './testing/injected-wallet.ts'
import { takePictures } from './testing/pictures.ts'
import { settled } from './testing/settled.ts'
import { violationsOf } from './testing/violations.ts'

// A member believes nobody: her balance against L1, a batch run again, and a lying sequencer convicted, all in the page.

const MINUTES = 120_000 * PATIENCE
const PATIENCE_MS = 60_000 * PATIENCE
const UNIT = 10n ** 18n
/** Of anvil's accounts: one who acts, one who checks, and who is stolen for. */
const [MEMBER, CHECKER, THIEF] = [1, 2, 3] as const

const withdrawTo = (to: Hex): Hex => encodeFunctionData({ abi: bridgeAbi, functionName: 'withdraw', args: [to] })

describe.skipIf(CHROMIUM === undefined)('check it yourself', { timeout: MINUTES }, () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let devnet: RunningDevnet
  let browser: Browser
  let lieFile: string

  beforeAll(async () => {
    directory = await temporaryDirectory()
    lieFile = join(directory.path, 'lie')
    const liar = { node: ['--import', fileURLToPath(new URL('../e2e/testing/lying-sequencer.mjs', import.meta.url))], env: { LIE_FILE: lieFile } }
    // No replica: it would convict before the member does.
    ;[devnet, browser] = await Promise.all([startDevnet(join(directory.path, 'devnet'), ['--no-replica', '--window', '600', '--batch-interval', '300'], liar), openBrowser()])
    await mint(MEMBER, 20n)
    await eventually('a batch', 20, async () => (await statusOf()).lastBatch !== null && BigInt((await statusOf()).lastBatch?.lastBlock ?? 0) >= BigInt(await rpc<string>(devnet.l2, 'eth_blockNumber')))
  }, MINUTES)

  afterAll(async () => {
    await browser.close()
    await devnet.stop()
    await directory.remove()
  })

  interface Status {
    readonly lastBatch: { readonly index: string; readonly lastBlock: string } | null
    readonly wrongRoots: readonly unknown[]
  }
  const statusOf = (): Promise<Status> => rpc<Status>(devnet.l2, 'rollup_status')
  const accountOf = (place: number) => privateKeyToAccount(devnet.accounts[place]?.privateKey ?? '0x')
  const clientOf = async (place: number) => {
    const chain = await readDistributeChain(devnet.l2)
    return createWalletClient({ account: accountOf(place), chain, transport: http(devnet.l2), pollingInterval: 50 }).extend(publicActionsL2()).extend(walletActionsL2())
  }
  async function mint(place: number, tokens: bigint): Promise<void> {
    const member = await clientOf(place)
    await member.waitForCall({ hash: await member.communityToken.mint({ amount: tokens * UNIT, value: parseEther('1') }) })
  }

  /** Somebody at the screen, and whom the page has asked besides the node. */
  async function visit({ own, wallet = false, lie }: { readonly own: boolean; readonly wallet?: boolean; readonly lie?: (body: string) => string }): Promise<{ readonly page: Page; readonly foreign: ReadonlySet<string> }> {
    const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce', viewport: { width: 1280, height: 1000 } })
    const page = await context.newPage()
    const foreign = new Set<string>()
    page.on('request', (request) => {
      if (!request.url().startsWith(`${devnet.l2}/`)) foreign.add(new URL(request.url()).origin)
    })
    if (wallet) await injectWallet(page, devnet.accounts[CHECKER]?.privateKey ?? '0x', { known: { [devnet.l1ChainId]: devnet.l1 }, start: devnet.l1ChainId })
    if (lie !== undefined) await page.route(`${devnet.l2}/`, (route) => lieTo(route, lie).catch(() => undefined))
    await page.goto(`${devnet.l2}/check`)
    await settled(page)
    if (own) {
      await page.getByRole('button', { name: 'Use it' }).click()
      await page.getByText('Ethereum itself', { exact: true }).waitFor()
    }
    return { page, foreign }
  }

  /** What is asked while the page closes has no answer any more. */
  async function lieTo(route: Route, lie: (body: string) => string): Promise<void> {
    if (route.request().method() !== 'POST') return route.continue()
    const response = await route.fetch()
    return route.fulfill({ response, body: lie(await response.text()) })
  }

  async function checkBalance(page: Page): Promise<void> {
    await page.getByLabel('Account').fill(accountOf(MEMBER).address)
    await page.getByRole('button', { name: 'Check the balance' }).click()
  }
  const stateOf = (page: Page, region: string, step: string): Promise<string | null> => page.getByRole('region', { name: region, exact: true }).locator(`[data-step=${step}]`).getAttribute('data-state')

  test('a balance and a batch are checked as the node reports L1, and nobody else is asked', async () => {
    const { page, foreign } = await visit({ own: false })
    await checkBalance(page)
    await page.getByText('It fits, as the node reports Ethereum').waitFor({ timeout: PATIENCE_MS })
    await page.getByRole('button', { name: 'Run it again' }).click()
    await page.locator('[data-verdict=right]').waitFor({ timeout: PATIENCE_MS })
    await takePictures(page, 'check-told')
    expect(await stateOf(page, 'A balance', 'standing')).toBe('told')
    expect(await violationsOf(page)).toEqual([])
    expect([...foreign]).toEqual([])

    // The contract is the node's word: a browser that has known another one says so.
    await page.evaluate(`localStorage.setItem('distribute.rollup', JSON.stringify({ rollup: '0x${'ab'.repeat(20)}', since: 1 }))`)
    await page.reload()
    await page.getByRole('alert').filter({ hasText: 'named another contract' }).getByRole('button', { name: 'this is ours' }).click()
    await page.getByText('This browser has known this contract').waitFor()
    await page.context().close()
  })

  test('against L1 itself each step has a tick; a batch runs again in the browser to the roots that were claimed', async () => {
    const { page, foreign } = await visit({ own: true })
    await checkBalance(page)
    const result = page.getByRole('region', { name: 'The balance' })
    await result.waitFor({ timeout: PATIENCE_MS })
    expect(await result.innerText()).toMatch(/Proven against Ethereum[^]*Free tokens\s+20 tokens/)
    for (const step of ['standing', 'root', 'proof']) expect(await stateOf(page, 'A balance', step), step).toBe('good')
    await page.getByRole('button', { name: 'Run it again' }).click()
    await page.locator('[data-verdict=right]').waitFor({ timeout: PATIENCE_MS })
    for (const step of ['standing', 'parent', 'genesis', 'data', 'records', 'run']) expect(await stateOf(page, 'A batch', step), step).toBe('good')
    await takePictures(page, 'check-good')
    expect(await violationsOf(page)).toEqual([])
    expect([...foreign]).toEqual([devnet.l1])
    await page.context().close()
  })

  /** What a node can lie about: part of an answer, and where and in what words the page says so. */
  const LIES = [
    [/("multiproof":"0x[0-9a-f]*)([0-9a-f])"/, 'A balance', 'proof', 'does not lead to the root'],
    [/("lastRoot":"0x[0-9a-f]*)([0-9a-f])"/, 'A balance', 'root', 'not the claim that stands'],
    [/("multiproof":"0x[0-9a-f]*)([0-9a-f])"/, 'A batch', 'run', 'do not fit the root'],
    [/("segments":\[\{"bytes":"0x[0-9a-f]*)([0-9a-f])"/, 'A batch', 'data', 'do not have the hash'],
    [/("firstEntry":"0x0","entries":\[\{[^}]*"value":"0x[0-9a-f]*)([0-9a-f])"/, 'A batch', 'records', 'not those in Ethereum’s inbox'],
    [/(\\"baseFee\\":\\")([0-9])/, 'A batch', 'genesis', 'not your community’s'],
  ] as const

  test('where the node flips a digit there is a cross, with the reason, and no verdict', async () => {
    let part: RegExp = /(never)(0)/
    const flip = (body: string): string => body.replace(part, (whole, before: string, digit: string) => before + (digit === '2' ? '3' : '2') + whole.slice(before.length + 1))
    const { page } = await visit({ own: true, lie: flip })
    await page.getByLabel('Number of the batch').fill('1')
    for (const [lie, region, step, words] of LIES) {
      part = lie
      if (region === 'A balance') await checkBalance(page)
      else await page.getByRole('button', { name: 'Run it again' }).click()
      await page.getByRole('alert').filter({ hasText: words }).waitFor({ timeout: PATIENCE_MS })
      expect(await stateOf(page, region, step), words).toBe('bad')
    }
    part = /(never)(0)/
    await page.route(`${devnet.l1}/`, (route) => route.abort())
    await checkBalance(page)
    await page.getByRole('alert').filter({ hasText: 'No answer' }).waitFor({ timeout: PATIENCE_MS })
    expect(await stateOf(page, 'A balance', 'standing')).toBe('bad')
    await takePictures(page, 'check-bad')
    expect(await page.locator('[data-verdict]').count() + (await page.getByRole('region', { name: 'The balance' }).count())).toBe(0)
    await page.context().close()
  })

  // The last one: its sequencer posts nothing more.
  test('a lying sequencer is convicted from the page, in the transaction that the member’s wallet signs', async () => {
    orderLie(lieFile, { lie: 'doubled mint', member: Address(accountOf(MEMBER).address), receiver: Address(accountOf(THIEF).address), thief: Address(accountOf(THIEF).address), accomplice: devnet.accounts[THIEF]?.privateKey ?? '0x' })
    await mint(MEMBER, 5n)
    const member = await clientOf(MEMBER)
    await member.waitForCall({ hash: await member.sendTransaction({ to: systemContracts.bridge.address, data: withdrawTo(accountOf(MEMBER).address), value: 1n, gas: 400_000n }) })
    await eventually('the lie', 30, async () => (await statusOf()).wrongRoots.length > 0)
    const { page, foreign } = await visit({ own: true, wallet: true })
    await page.getByRole('button', { name: 'Run this batch again' }).click()
    const verdict = page.locator('[data-verdict=wrong]')
    await verdict.waitFor({ timeout: PATIENCE_MS })
    expect(await stateOf(page, 'A batch', 'run')).toBe('bad')
    await verdict.getByRole('button', { name: 'Test wallet' }).click()
    await verdict.getByText('would convict').waitFor({ timeout: PATIENCE_MS })
    await takePictures(page, 'check-wrong')
    expect(await violationsOf(page)).toEqual([])
    await verdict.getByRole('button', { name: 'At once' }).click()
    await verdict.getByRole('button', { name: 'Convict the claimant' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign and send' }).click()
    await page.getByRole('dialog').getByText('Convicted: the claim of batch').waitFor({ timeout: PATIENCE_MS })
    await takePictures(page, 'check-convicted')
    expect(await page.getByRole('dialog').innerText()).toContain('burned: nobody had committed')
    expect([...foreign]).toEqual([devnet.l1])

    const l1 = createPublicClient({ transport: http(devnet.l1) })
    const { challenges, stakes } = devnet.contracts
    const [conviction, ...more] = await readConvictions(l1, Address(challenges), { fromBlock: 0n, toBlock: await l1.getBlockNumber() })
    if (conviction === undefined) return expect.unreachable()
    expect([more.length, conviction.prover]).toEqual([0, Address(accountOf(CHECKER).address)])
    // It is frozen now, and goes when the window is over.
    expect((await readStake(l1, Address(stakes), conviction.claimant)).amount).toBeGreaterThan(0n)
    await rpc(devnet.l1, 'evm_increaseTime', [700])
    await rpc(devnet.l1, 'evm_mine', [])
    await page.getByRole('dialog').getByRole('button', { name: 'Have the stake taken' }).click({ timeout: PATIENCE_MS })
    await page.getByRole('dialog').getByRole('button', { name: 'Sign and send' }).click()
    await page.getByRole('dialog').getByText('is taken, half of it burned').waitFor({ timeout: PATIENCE_MS })
    expect((await readStake(l1, Address(stakes), conviction.claimant)).amount).toBe(0n)
    await page.context().close()
  })
})
