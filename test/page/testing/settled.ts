import type { Page } from 'playwright-core'

/** Until a screen stands whole: its heading is there, and nothing of it is being loaded any more. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('main .waits').first().waitFor({ state: 'hidden' })
}

/** To another screen as a link leads there: the page is not loaded anew. */
export async function goOn(page: Page, path: string): Promise<void> {
  await page.evaluate(`new Promise((shown) => { history.pushState(null, '', ${JSON.stringify(path)}); requestAnimationFrame(() => requestAnimationFrame(shown)) })`)
  await settled(page)
}
