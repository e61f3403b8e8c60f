import type { Page } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'

/** Rules of accessibility that the page breaks, of all or of these, each with where. Without a second page beside, which axe needs for frames alone and which takes as long as the look itself. */
export async function violationsOf(page: Page, rules?: string[]): Promise<readonly string[]> {
  const look = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (rules === undefined ? look : look.withRules(rules)).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}
