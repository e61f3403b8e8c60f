import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where a Chromium is; undefined where there is none: the tests of the page are skipped then, and say so. */
export const CHROMIUM: string | undefined = PLACES.find((path) => path !== undefined && existsSync(path))

export const NO_CHROMIUM = 'skipped: no Chromium here (apt-get install chromium, or name one in CHROMIUM)'

/** `--no-sandbox`: CI runs as root, where Chromium's sandbox does not. What it opens is our own page. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'] })
