/** Opens the page in Chromium, and watches what must never happen. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { lackOf } from '../../../scripts/needs.ts'
import { BROWSER_ARGUMENTS, browserPath } from '../../../scripts/picture/browser.ts'
import { type PageServer, servePage } from './server.ts'

/** An open page and what went wrong in it. */
export interface Shown {
  page: Page
  /** Requests to other machines, refused content, errors of scripts. Closing the page expects none. */
  faults: string[]
  close(): Promise<void>
}

/** A served page and a browser, for all tests of a file. */
export interface Stage {
  server: PageServer
  /** Opens an address of the page. Options are those of a browser context: language, colours, width. */
  open(path: string, options?: BrowserContextOptions): Promise<Shown>
}

/** Starts server and browser before the tests of a file, and stops both behind them. `prepare` fills the server. */
export function stage(prepare?: (server: PageServer) => void): Stage {
  const own: { server?: PageServer; browser?: Browser } = {}
  beforeAll(async () => {
    if (lackOf('chromium') !== undefined) return
    own.server = await servePage()
    prepare?.(own.server)
    own.browser = await chromium.launch({
      executablePath: browserPath() ?? '',
      args: [...BROWSER_ARGUMENTS],
    })
  })
  afterAll(async () => {
    await own.browser?.close()
    await own.server?.close()
  })
  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The stage is not set.')
    return value
  }
  return {
    get server() {
      return started(own.server)
    },
    open: (path, options) => open(started(own.browser), `${started(own.server).url}${path}`, options),
  }
}

async function open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Shown> {
  const context = await browser.newContext({
    locale: 'en',
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  const shown = watch(page)
  await page.goto(url)
  await page.locator('h1').first().waitFor()
  return shown
}

/** Milliseconds for whatever a test waits for in a page: the last resort against a page that hangs. */
const PATIENCE = 120_000

/** Notes what must never happen in a page. */
export function watch(page: Page): Shown {
  page.setDefaultTimeout(PATIENCE)
  const faults: string[] = []
  page.on('request', (request) => {
    if (!/^(?:http:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url()))
      faults.push(`request to ${request.url()}`)
  })
  page.on('pageerror', ({ message }) => faults.push(`error: ${message}`))
  page.on('console', (message) => {
    if (/Content.Security.Policy|Trusted ?Type/i.test(message.text())) faults.push(message.text())
  })
  return {
    page,
    faults,
    close: async () => {
      await page.context().close()
      expect(faults).toEqual([])
    },
  }
}
