import type { Browser, Page } from 'playwright-core'
import { createWalletClient, http, parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { publicActionsL2, readDistributeChain, walletActionsL2 } from '@distribute/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from '../e2e/testing/devnet.ts'
import { CHROMIUM, openBrowser } from './testing/chromium.ts'
import { injectWallet } from './testing/injected-wallet.ts'
import { settled } from './testing/settled.ts'
import { violationsOf } from './testing/violations.ts'

// A project from the idea to the pay, by seven members who have nothing but the page and a wallet, each in a browser of her own.

const MINUTES = 240_000
const UNIT = 10n ** 18n
const DAY = 86_400
/** A photo of one grey point. */
const PHOTO = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==', 'base64')
/** Pictures of the way, for who looks at them: `PAGE_PICTURES=folder`. */
const PICTURES = process.env['PAGE_PICTURES']

describe.skipIf(CHROMIUM === undefined)('a whole project in the page', { timeout: MINUTES }, () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let devnet: RunningDevnet
  let browser: Browser

  beforeAll(async () => {
    directory = await temporaryDirectory()
    ;[devnet, browser] = await Promise.all([startDevnet(directory.path, ['--no-replica', '--window', '2', '--batch-interval', '300']), openBrowser()])
    await begin()
  }, MINUTES)

  afterAll(async () => {
    await browser.close()
    await devnet.stop()
    await directory.remove()
  })

  const keyOf = (account: number) => devnet.accounts[account]?.privateKey ?? '0x'
  const clientOf = async (account: number) => {
    const chain = await readDistributeChain(devnet.l2)
    return createWalletClient({ account: privateKeyToAccount(keyOf(account)), chain, transport: http(devnet.l2), pollingInterval: 50 }).extend(publicActionsL2()).extend(walletActionsL2())
  }

  /** Members with tokens, and a pool. */
  async function begin(): Promise<void> {
    for (const account of [0, 1, 2, 3, 4, 5, 6]) {
      const member = await clientOf(account)
      await member.distribute.requestRegistration({ member: member.account.address })
      const amount = (account === 0 ? 4_000n : 500n) * UNIT
      await member.waitForCall({ hash: await member.communityToken.mint({ amount, value: parseEther('3') }) })
    }
    const first = await clientOf(0)
    await first.waitForCall({ hash: await first.communityToken.donate({ value: parseEther('5') }) })
  }

  /** Time goes on, and something happens in it: without work there are no blocks. */
  async function pass(days: number): Promise<void> {
    await rpc(devnet.l2, 'evm_increaseTime', [days * DAY + 60])
    const anybody = await clientOf(7)
    await anybody.waitForCall({ hash: await anybody.communityToken.donate({ value: 1n }) })
  }

  async function visit(account: number, path: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await injectWallet(page, keyOf(account), { known: { [devnet.chainId]: devnet.l2 }, start: devnet.chainId })
    await page.goto(devnet.l2 + path)
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByRole('button', { name: /Test wallet/ }).click()
    await page.getByRole('heading', { name: 'Your account' }).waitFor()
    await page.keyboard.press('Escape')
    await settled(page)
    return page
  }

  /** Signs what the page proposes, and waits until it stands in a block. */
  async function sign(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Sign and send' }).click()
    await page.locator('[data-stage=promised], [data-stage=safe], [data-stage=final]').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  }

  async function accessible(page: Page, name: string): Promise<void> {
    expect(await violationsOf(page), name).toEqual([])
    await look(page, name)
  }

  async function look(page: Page, name: string): Promise<void> {
    if (PICTURES === undefined) return
    await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: `${PICTURES}/${name}-phone.png`, fullPage: true })
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
  }

  test('it is proposed, staked, worked on, disputed, voted on with a secret that was lost, and paid', async () => {
    const ada = await visit(0, '/projects/new')
    await ada.getByLabel('Title').fill('A new roof for the boat shed')
    await ada.getByLabel(/^What, why/).fill('The old one leaks.\n\nNew felt on 40 m², so that the boats stay dry.')
    await ada.getByLabel('Cost in ether').fill('0.5')
    await look(ada, '1-propose')
    await ada.getByRole('button', { name: 'Look at it' }).click()
    await sign(ada)
    await ada.getByRole('link', { name: 'A new roof for the boat shed' }).waitFor()
    await look(ada, '2-board')
    await ada.getByRole('link', { name: 'A new roof for the boat shed' }).click()
    await ada.getByText('The old one leaks.').waitFor()
    const finn = await visit(5, '/projects/1')
    // He stakes first, and she no more than is missing.
    for (const [page, tokens, reputation] of [[finn, '100', '1000'], [ada, '3000', '9000']] as const) {
      for (const [currency, amount] of [['Tokens', tokens], ['Reputation', reputation]] as const) {
        await page.getByRole('radio', { name: currency }).check()
        await page.getByLabel('Amount').fill(amount)
        await page.getByRole('button', { name: 'Stake', exact: true }).click()
        await sign(page)
      }
      if (page === finn) await look(page, '3-staking')
    }
    await ada.getByRole('button', { name: 'Write a task list' }).click()
    await ada.getByLabel('What is to be done').fill('Lay the felt')
    await look(ada, '4-task-list')
    await ada.getByRole('button', { name: 'Hand it in' }).click()
    await sign(ada)
    await finn.getByRole('button', { name: 'Support this list' }).click()
    await sign(finn)
    await finn.context().close()
    await ada.getByRole('button', { name: 'Take it on' }).waitFor()

    const bob = await visit(1, '/projects/1')
    await bob.getByRole('button', { name: 'Take it on' }).click()
    await sign(bob)
    await bob.getByLabel('Photo or document').setInputFiles({ name: 'roof.jpg', mimeType: 'image/jpeg', buffer: PHOTO })
    await accessible(bob, '5-evidence')
    await bob.getByRole('button', { name: 'Hand it in' }).click()
    await sign(bob)
    await bob.getByRole('img', { name: 'Photo, checked against the chain' }).waitFor()

    for (const [account, answer] of [[2, 'It was done'], [3, 'It was not done']] as const) {
      const page = await visit(account, '/projects/1')
      await page.getByRole('button', { name: answer }).click()
      await sign(page)
      await accessible(page, `6-seats-${account}`)
      await page.context().close()
    }
    await pass(7)

    const vote = async (account: number, answer: string, amount: string): Promise<Page> => {
      const page = await visit(account, '/votes')
      await page.getByRole('radio', { name: answer }).check()
      await page.getByLabel('How much').fill(amount)
      await page.getByRole('button', { name: 'Lock them' }).click()
      await sign(page)
      if (account === 4) await accessible(page, '7-vote')
      await page.getByRole('button', { name: 'Vote', exact: true }).click()
      await sign(page)
      await page.getByText('The secret is kept in this browser.').waitFor()
      return page
    }
    const gil = await vote(6, 'No, it was not', '1000')
    const eve = await vote(4, 'Yes, it was done', '8000')
    await look(eve, '8-hidden')
    // The browser forgets all: what opens the vote as well.
    await eve.context().close()
    await pass(7)
    await gil.getByRole('button', { name: 'Open my vote' }).click()
    await sign(gil)
    await gil.getByText(/^Opened: 1,000/).waitFor()
    const again = await visit(4, '/projects')
    await again.getByText('One of your votes must be opened before it counts.').waitFor()
    await look(again, '9-reminder')
    await again.getByRole('link', { name: 'Open', exact: true }).click()
    await again.getByText(/The secret is not in this browser/).waitFor()
    await accessible(again, '10-reveal')
    await again.getByRole('button', { name: 'Open my vote' }).click()
    await sign(again)
    await again.getByText(/^Opened: 8,000/).waitFor()

    const before = (await (await clientOf(1)).distribute.member({ account: privateKeyToAccount(keyOf(1)).address })).ether
    await pass(7)
    await eventually('the project is complete', 20, async () => (await (await clientOf(0)).distribute.project({ id: 1n }))?.stage === 'complete')
    const paid = await eventually('the work is paid', 20, async () => {
      const { ether } = await (await clientOf(1)).distribute.member({ account: privateKeyToAccount(keyOf(1)).address })
      return ether > before && ether - before
    })
    expect(paid).toBe(parseEther('0.5'))
    await bob.getByText('Passed', { exact: true }).waitFor()
    await accessible(bob, '11-paid')
    await again.getByRole('button', { name: /Get 8,000 .* back/ }).click()
    await sign(again)
    await again.getByText('Nothing is locked.').waitFor()
    await look(again, '12-rights')
  })
})
