/** The browser of this machine, for tests of the page and for its picture. */
import { existsSync } from 'node:fs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Path of a Chromium that is installed; undefined if there is none. `CHROMIUM` names another one. */
export const browserPath = (): string | undefined =>
  [process.env.CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path))

/** Chromium's sandbox needs rights that a container's root does not have. It shows pages of this machine alone. */
export const BROWSER_ARGUMENTS: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : []
