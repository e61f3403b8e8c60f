// `npm run screenshots -- [folder] [names, one comma between] [language]`: every screen of the members' page on a devnet of its own, in both themes, as wide as a desk's and as
// a phone's, to be looked at one by one. Screens are those of the navigation; what a screen opens besides stands in STATES.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startDevnet, temporaryDirectory, type DevnetLine } from '../e2e/testing/devnet.ts'
import { CHROMIUM, NO_CHROMIUM, openBrowser } from './testing/chromium.ts'
import { pathOf, SCREENS } from './testing/screens.ts'
import { settled } from './testing/settled.ts'
import { comeBackAs } from './testing/come-back.ts'
import { furnish, type Furnished } from './testing/furnish.ts'

const THEMES = ['light', 'dark'] as const
const SIZES = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const

const VIEWS = THEMES.flatMap((theme) => Object.entries(SIZES).map(([size, viewport]) => [theme, size, viewport] as const))

const [folder = 'screenshots', only = '', locale = 'en'] = process.argv.slice(2)
const shown = SCREENS.filter(({ name }) => only === '' || only.split(',').includes(name))
if (CHROMIUM === undefined) {
  console.log(NO_CHROMIUM)
} else {
  const start = performance.now()
  await mkdir(folder, { recursive: true })
  const directory = await temporaryDirectory()
  const devnet = await startDevnet(directory.path, ['--no-replica', '--window', '30', '--batch-interval', '500'])
  const browser = await openBrowser()
  try {
    const names = await furnish(devnet)
    for (const view of VIEWS) await shootAll(browser, devnet, names, view)
  } finally {
    await browser.close()
    await devnet.stop()
    await directory.remove()
  }
  console.log(`${VIEWS.length * shown.length} screenshots in ${folder}, ${((performance.now() - start) / 1_000).toFixed(1)} s`)
}

async function shootAll(browser: Browser, devnet: DevnetLine, names: Furnished, [theme, size, viewport]: (typeof VIEWS)[number]): Promise<void> {
  const context = await browser.newContext({ viewport, colorScheme: theme, locale, reducedMotion: 'reduce' })
  for (const { name, path, as } of shown) {
    const page = await context.newPage()
    if (as === 'member') await comeBackAs(page, devnet, 1)
    await shoot(page, devnet.l2 + pathOf(path, names), join(folder, `${name}-${theme}-${size}.png`))
  }
  await context.close()
}

async function shoot(page: Page, url: string, path: string): Promise<void> {
  await page.goto(url)
  await settled(page)
  await page.waitForTimeout(300)
  // As tall as the screen is: a bar that is fixed to the bottom then stands there.
  const height = await page.evaluate('document.documentElement.scrollHeight')
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: Number(height) })
  await page.screenshot({ path })
  await page.close()
}
