import type { Browser, Page } from 'playwright-core'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { readDistributeChain, walletActionsL2 } from '@distribute/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PATIENCE } from '../budget.ts'
import { rpc, startDevnet, temporaryDirectory, type RunningDevnet } from '../e2e/testing/devnet.ts'
import { CHROMIUM, NO_CHROMIUM, openBrowser } from './testing/chromium.ts'
import { comeBackAs } from './testing/come-back.ts'
import { furnish, type Furnished } from './testing/furnish.ts'
import { injectWallet, type InjectedWallet } from './testing/injected-wallet.ts'
import { pathOf, SCREENS } from './testing/screens.ts'
import { goOn, settled } from './testing/settled.ts'
import { violationsOf } from './testing/violations.ts'

// The members' page as a member has it: Chromium, on a devnet that `npm start` would have started.

const MINUTES = 180_000 * PATIENCE
/** For what takes an L1 block, or a few. */
const PATIENCE_MS = 60_000 * PATIENCE
const PASSPHRASE = 'a sentence that I keep'

if (CHROMIUM === undefined) console.warn(NO_CHROMIUM)

describe.skipIf(CHROMIUM === undefined)('the members’ page', { timeout: MINUTES }, () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let devnet: RunningDevnet
  let browser: Browser
  let names: Furnished

  beforeAll(async () => {
    directory = await temporaryDirectory()
    ;[devnet, browser] = await Promise.all([startDevnet(directory.path, ['--no-replica', '--window', '2', '--batch-interval', '300']), openBrowser()])
    names = await furnish(devnet)
  }, MINUTES)

  afterAll(async () => {
    await browser.close()
    await devnet.stop()
    await directory.remove()
  })

  /** A page that counts what it asks of others, and what it complains about. */
  async function visit(path: string, account: number | undefined, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ readonly page: Page; readonly foreign: readonly string[]; readonly complaints: readonly string[] }> {
    const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    if (account !== undefined) await comeBackAs(page, devnet, account)
    const foreign: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(`${devnet.l2}/`) && !/^(data|blob):/.test(request.url())) foreign.push(request.url())
    })
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(devnet.l2 + path)
    await settled(page)
    return { page, foreign, complaints }
  }

  test('no screen breaks a rule of accessibility, asks anybody but the node, or complains: in both themes and both languages', async () => {
    const look = async (as: 'guest' | 'member', theme: 'light' | 'dark', language: 'en' | 'de', width: number): Promise<void> => {
      const { page, foreign, complaints } = await visit('/', as === 'member' ? 1 : undefined, { colorScheme: theme, locale: language, viewport: { width, height: 844 } })
      for (const { name, path } of SCREENS.filter((screen) => screen.as === as)) {
        await goOn(page, pathOf(path, names))
        const where = `${name}, ${theme}, ${language}`
        expect(await violationsOf(page), where).toEqual([])
        // No rule but this one looks at colours.
        await page.emulateMedia({ colorScheme: theme === 'light' ? 'dark' : 'light' })
        expect(await violationsOf(page, ['color-contrast']), `${where}, the other theme`).toEqual([])
        await page.emulateMedia({ colorScheme: theme })
        expect([foreign, complaints], where).toEqual([[], []])
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), `${where}: nothing beside the screen`).toBe(true)
        expect(await page.evaluate('document.documentElement.lang')).toBe(language)
      }
      await page.context().close()
    }
    for (const as of ['guest', 'member'] as const) await Promise.all([look(as, 'light', 'en', 1280), look(as, 'dark', 'de', 390)])
  })

  test('on the wrong chain the wallet is told of this one; what is refused is not sent; what is signed is promised, safe and final', async () => {
    const { page, wallet } = await guest('/money', 2, { knowsChain: false })
    await page.getByRole('button', { name: 'Test wallet' }).first().click()
    await page.getByLabel('How many tokens').fill('12.5')
    await page.getByRole('button', { name: 'Buy tokens' }).click()
    const dialog = page.getByRole('dialog', { name: 'Buy 12.5 tokens' })
    await dialog.getByText('+12.5').waitFor()
    wallet.refuseNext()
    await dialog.getByRole('button', { name: 'Sign and send' }).click()
    await dialog.getByRole('alert').filter({ hasText: 'declined' }).waitFor()
    expect(wallet.asked).toContain('wallet_addEthereumChain')
    expect(wallet.chainId()).toBe(devnet.chainId)
    const before = await rpc<string>(devnet.l2, 'eth_getTransactionCount', [devnet.accounts[2]?.address, 'latest'])
    await dialog.getByRole('button', { name: 'Sign and send' }).click()
    await dialog.locator('[data-stage=final]').waitFor({ timeout: PATIENCE_MS })
    expect(BigInt(await rpc<string>(devnet.l2, 'eth_getTransactionCount', [devnet.accounts[2]?.address, 'latest']))).toBe(BigInt(before) + 1n)
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('Minted 12.5 tokens').waitFor()
    await page.context().close()
  })

  test('what breaks a rule says so before it is signed, with what to do', async () => {
    const { page } = await guest('/money', 2, { knowsChain: true })
    await page.getByRole('button', { name: 'Test wallet' }).first().click()
    await page.getByRole('button', { name: 'Sell', exact: true }).click()
    await page.getByLabel('How many tokens').fill('999999')
    await page.getByRole('button', { name: 'Sell tokens' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('alert').filter({ hasText: 'does not hold so much' }).waitFor()
    expect(await dialog.getByRole('button', { name: 'Sign and send' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('ether comes from L1 and goes back to it, each by its clock', async () => {
    const { page } = await guest('/money', 3, { knowsChain: true })
    await page.getByRole('button', { name: 'Test wallet' }).first().click()
    const bring = page.getByRole('region', { name: 'Bring ether from Ethereum' })
    await bring.getByLabel('Ether').fill('1.25')
    await bring.getByRole('button').click()
    await page.getByRole('button', { name: 'Sign and send' }).click()
    await page.getByRole('dialog').getByText('It is here.').waitFor({ timeout: PATIENCE_MS })
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('Received 1.25 ether from L1').waitFor({ timeout: PATIENCE_MS })

    const take = page.getByRole('region', { name: 'Take ether to Ethereum' })
    await take.getByLabel('Ether').fill('0.75')
    await take.getByRole('button').click()
    await page.getByRole('button', { name: 'Sign and send' }).click()
    await page.getByRole('dialog').getByRole('button', { name: /Close|background/ }).last().click()
    const line = page.getByRole('region', { name: 'On its way' }).locator('[data-stage]')
    await line.getByRole('button', { name: 'Have it paid' }).click({ timeout: PATIENCE_MS })
    await page.getByRole('button', { name: 'Sign and send' }).click()
    await page.getByRole('dialog').getByText('Sent to Ethereum.').waitFor({ timeout: PATIENCE_MS })
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await page.locator('[data-stage=claimed]').waitFor({ timeout: PATIENCE_MS })
    await page.context().close()
  })

  test('who has no wallet makes a key by keyboard alone, joins without any ether, and can open it again', async () => {
    const { page } = await visit('/', undefined)
    await page.keyboard.press('Tab')
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await reach(page, 'Become a member')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Join' }).waitFor()
    await reach(page, 'A key of this page')
    await page.keyboard.press('Enter')
    await reach(page, 'Passphrase')
    await page.keyboard.type(PASSPHRASE)
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSPHRASE)
    await page.keyboard.press('Enter')
    await page.getByText('Save your key now').waitFor({ timeout: PATIENCE_MS })
    await reach(page, 'Join the community')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('It costs nothing').waitFor()
    await reach(page, 'Go on')
    await page.keyboard.press('Enter')
    await page.getByText('You are a member').waitFor({ timeout: PATIENCE_MS })

    await page.reload()
    await page.goto(`${devnet.l2}/money`)
    await settled(page)
    await reach(page, 'How many tokens')
    await page.keyboard.type('0.001')
    await reach(page, 'Buy tokens')
    await page.keyboard.press('Enter')
    await reach(page, 'Passphrase')
    await page.keyboard.type('not this one')
    await page.keyboard.press('Enter')
    await page.getByText('this is not the passphrase', { exact: false }).waitFor({ timeout: PATIENCE_MS })
    await reach(page, 'Passphrase')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(PASSPHRASE)
    await page.keyboard.press('Enter')
    await reach(page, 'Sign and send')
    await page.keyboard.press('Enter')
    await page.locator('[data-stage=promised], [data-stage=safe], [data-stage=final]').waitFor({ timeout: PATIENCE_MS })
    await page.context().close()
  })

  test('an own L1 is asked once it was entered, and nobody before', async () => {
    const { page, foreign } = await visit('/', undefined)
    await page.getByRole('button', { name: 'Settings' }).click()
    await expect.poll(() => page.getByLabel('Address of an Ethereum node').inputValue()).toBe(devnet.l1)
    expect(foreign).toEqual([])
    const ask = (): Promise<unknown> => page.evaluate(`fetch('${devnet.l1}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}' }).then(({ status }) => status, () => 'refused')`)
    expect(await ask()).toBe('refused')
    await page.getByRole('button', { name: 'Use it' }).click()
    await page.waitForLoadState('load')
    await expect.poll(ask).toBe(200)
    await page.context().close()
  })

  test('whatever the chain holds is found by its number, hash or address, told in words, and live', async () => {
    const { page, complaints } = await visit('/explorer', undefined)
    const search = async (text: string): Promise<void> => {
      await page.getByRole('searchbox').fill(text)
      await page.keyboard.press('Enter')
    }
    await search('1')
    await page.getByRole('heading', { name: 'Several things have the number 1' }).waitFor()
    await page.getByRole('link', { name: 'Batch 1' }).click()
    await page.getByRole('heading', { level: 1, name: 'Batch 1' }).waitFor()
    // Four entries of the inbox, each as the dearest call there is: what the node says stands there.
    const [segment] = await rpc<{ proofGas: string }[]>(devnet.l2, 'rollup_getSegments', ['0x1'])
    await page.getByText(`${Number(segment?.proofGas).toLocaleString('en')} gas`).first().waitFor()
    await page.getByText('The batch lies in calldata.').waitFor()
    await page.goto(`${devnet.l2}/explorer`)
    await search(names['{failed}'])
    await page.getByRole('heading', { level: 1, name: /^Could not burn 1000000 tokens/ }).waitFor()
    await page.getByText('Give less: what is staked', { exact: false }).waitFor()
    await page.getByRole('link', { name: /^number 1 in block/ }).click()
    await page.getByRole('heading', { level: 1, name: /^Block \d+$/ }).waitFor()
    await page.goto(`${devnet.l2}/explorer/find/${names['{account}'].slice(2).toUpperCase()}`)
    await page.getByText('Received 100 ether from L1').waitFor()
    for (const [text, words] of [['0x1234', '0x1234'], ['999999999', '999999999'], [`0x${'77'.repeat(32)}`, '0x7777777777…']] as const) {
      await page.goto(`${devnet.l2}/explorer/find/${text}`)
      await page.getByText(`account “${words}”`).waitFor()
    }
    await page.getByRole('link', { name: 'Explorer' }).last().click()
    const client = await donor(5)
    const hash = await client.communityToken.donate({ value: 123_456_789n })
    await page.getByRole('link', { name: 'Donated 0.000000000123456789 ether to the pool' }).click()
    await page.getByRole('heading', { level: 1, name: /^Donated/ }).waitFor()
    expect(page.url()).toBe(`${devnet.l2}/explorer/tx/${hash}`)
    await page.locator('[data-stage=promised], [data-stage=safe], [data-stage=final]').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('in German history is told in German, from the parts of what happened; and the node tells how it is', async () => {
    const { page } = await visit(`/explorer/address/${names['{account}']}`, undefined, { locale: 'de' })
    for (const words of ['2.000 Anteile für 0,2 ETH gekauft', '4 ETH in die Kasse gegeben', 'Mitglied geworden', '100 ETH von Ethereum erhalten']) await page.getByText(words).waitFor()
    await page.getByText('Nicht gelungen: 1.000.000 Anteile für mindestens 0 ETH verkaufen', { exact: false }).click()
    await page.getByText('Was zu tun ist:').waitFor()
    await page.goto(`${devnet.l2}/operator`)
    await page.locator('[data-ready=true]').waitFor()
    await page.getByText(/^Auf Ethereum ausgegeben für/).waitFor()
    const { lastBatch } = await rpc<{ lastBatch: { index: string } }>(devnet.l2, 'rollup_status', [])
    await page.getByRole('link', { name: new Intl.NumberFormat('de').format(BigInt(lastBatch.index)), exact: true }).first().waitFor()
    await page.goto(`${devnet.l2}/projects?stage=complete`)
    await page.getByRole('button', { name: 'Abgeschlossen', pressed: true }).waitFor()
    await page.getByRole('button', { name: 'Vorgeschlagen' }).click()
    await page.getByRole('link', { name: 'A new roof for the boat shed' }).waitFor()
    expect(page.url()).toMatch(/\/projects\/?\?stage=proposed$/)
    await page.context().close()
  })

  // The last one: it ends the node.
  test('a node that is gone is told, what it said stays, and when it is back that is told too', async () => {
    const { page } = await visit('/', undefined)
    await devnet.kill()
    await page.getByText('The node does not answer.', { exact: false }).waitFor({ timeout: PATIENCE_MS })
    expect(await page.getByText('In the pool').first().isVisible()).toBe(true)
    const port = new URL(devnet.l2).port
    devnet = await startDevnet(directory.path, ['--no-replica', '--l2-port', port])
    await page.getByText('The node is back.').waitFor({ timeout: PATIENCE_MS })
    await page.context().close()
  })

  /** Somebody who does something beside the page. */
  async function donor(account: number) {
    const chain = await readDistributeChain(devnet.l2)
    return createWalletClient({ account: privateKeyToAccount(devnet.accounts[account]?.privateKey ?? '0x'), chain, transport: http(devnet.l2) }).extend(walletActionsL2())
  }

  /** By Tab alone to the element of this name. */
  async function reach(page: Page, name: string): Promise<void> {
    for (let i = 0; i < 40; i++) {
      const found = String(await page.evaluate('!document.activeElement.matches("a, button, input, textarea, select") ? "" : (document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent) || ""'))
      if (found.includes(name)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`by keyboard nobody comes to ${name}`)
  }

  /** Somebody with a wallet that has never been here. */
  async function guest(path: string, account: number, { knowsChain }: { readonly knowsChain: boolean }): Promise<{ readonly page: Page; readonly wallet: InjectedWallet }> {
    const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    const known = { [devnet.l1ChainId]: devnet.l1, ...(knowsChain ? { [devnet.chainId]: devnet.l2 } : {}) }
    const wallet = await injectWallet(page, devnet.accounts[account]?.privateKey ?? '0x', { known, start: devnet.l1ChainId })
    await page.goto(devnet.l2 + path)
    await settled(page)
    return { page, wallet }
  }
})
