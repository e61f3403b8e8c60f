import type { Browser, Page } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDevnet, temporaryDirectory, type RunningDevnet } from '../e2e/testing/devnet.ts'
import { CHROMIUM, NO_CHROMIUM, openBrowser } from './testing/chromium.ts'
import { furnish } from './testing/furnish.ts'
import { SCREENS } from './testing/screens.ts'
import { settled } from './testing/settled.ts'

// The members' page as a member has it: Chromium, on a devnet that `npm start` would have started.

const MINUTES = 180_000

if (CHROMIUM === undefined) console.warn(NO_CHROMIUM)

describe.skipIf(CHROMIUM === undefined)('the members’ page', { timeout: MINUTES }, () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let devnet: RunningDevnet
  let browser: Browser

  beforeAll(async () => {
    directory = await temporaryDirectory()
    ;[devnet, browser] = await Promise.all([startDevnet(directory.path, ['--no-replica', '--window', '2', '--batch-interval', '300']), openBrowser()])
    await furnish(devnet)
  }, MINUTES)

  afterAll(async () => {
    await browser.close()
    await devnet.stop()
    await directory.remove()
  })

  /** A page that counts what it asks of others, and what it complains about. */
  async function visit(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ readonly page: Page; readonly foreign: readonly string[]; readonly complaints: readonly string[] }> {
    const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
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
    for (const [theme, language, width] of [['light', 'en', 1280], ['dark', 'de', 390]] as const) {
      for (const [name, path] of SCREENS) {
        const { page, foreign, complaints } = await visit(path, { colorScheme: theme, locale: language, viewport: { width, height: 844 } })
        const { violations } = await new AxeBuilder({ page }).analyze()
        const where = `${name}, ${theme}, ${language}`
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`), where).toEqual([])
        expect([foreign, complaints], where).toEqual([[], []])
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), `${where}: nothing beside the screen`).toBe(true)
        expect(await page.evaluate('document.documentElement.lang')).toBe(language)
        await page.context().close()
      }
    }
  })
})
