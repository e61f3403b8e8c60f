import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const FOLDER = process.env['PAGE_PICTURES']
const DESK = { width: 1280, height: 1000 } as const
const PHONE = { width: 390, height: 844 } as const

/** Pictures of a state that only a test comes to, for who looks at them: `PAGE_PICTURES=folder`. */
export async function takePictures(page: Page, name: string): Promise<void> {
  if (FOLDER === undefined) return
  await mkdir(FOLDER, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      await page.waitForTimeout(300)
      const height = Number(await page.evaluate('document.documentElement.scrollHeight'))
      await page.setViewportSize({ ...viewport, height: Math.max(viewport.height, height) })
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}-${size}.png`) })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(DESK)
}
