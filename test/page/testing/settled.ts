import type { Page } from 'playwright-core'

/** Until a screen stands whole: its heading is there, and nothing of it is being loaded any more. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('main .waits').first().waitFor({ state: 'hidden' })
}
