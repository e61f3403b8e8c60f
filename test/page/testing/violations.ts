import type { Page } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'

/** Rules of accessibility that the page breaks, each with where. Without a second page beside, which axe needs for frames alone and which takes as long as the look itself. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}
