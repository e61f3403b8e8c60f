import type { NodeConfig } from '../config.ts'
import type { Logger } from '../telemetry/logger.ts'
import { createPage, PAGE_DIRECTORY, type Page } from './page.ts'
import { readPageFiles } from './page-files.ts'

/** The members' page as it is set; undefined where it is switched off, or not built, which the log tells. */
export async function openPage({ dashboard, dashboardL1Url }: Pick<NodeConfig, 'dashboard' | 'dashboardL1Url'>, log: Pick<Logger, 'warn'>): Promise<Page | undefined> {
  if (!dashboard) return undefined
  const files = await readPageFiles(PAGE_DIRECTORY)
  if (files === undefined) log.warn({ component: 'page' }, 'the members’ page is not built, and is not served: `npm run build -w dashboard` builds it')
  return files === undefined ? undefined : createPage({ files, l1Url: dashboardL1Url })
}
