/** Opens the page as `soar serve` serves it, signed in, and notes what it asks for. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Route } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { ensureBuild } from '../../../scripts/launch/build.mjs'
import { lackOf } from '../../../scripts/needs.ts'
import { BROWSER_ARGUMENTS, browserPath } from '../../../scripts/picture/browser.ts'
import { type Simulator, startSimulator } from '../../../simulator/index.ts'
import { firstLine, startNode } from '../../../testing/process.ts'
import { repository } from '../../support/sources.ts'
import { type Shown, watch } from './browser.ts'

/** A request that the page sent. */
export interface Sent {
  path: string
  headers: Record<string, string>
  body: { parameters?: object; templates?: object; context?: object; connection?: string; locale?: string }
}

/** An open page, and what it sent. */
export interface ServedPage extends Shown {
  /** POST requests, in order. */
  sent: Sent[]
  /** Handles the next POST to a path that ends like this in another way, once. */
  next(end: string, handle: (route: Route) => Promise<void>): Promise<void>
}

/** The product in front of a simulated tenant, and a browser. */
export interface Served {
  simulator: Simulator
  url: string
  open(path: string, options?: BrowserContextOptions): Promise<ServedPage>
}

interface Running {
  simulator: Simulator
  url: string
  token: string
  browser: Browser
  stop(): Promise<void>
}

/** Starts `soar serve` and a browser before the tests of a file, and stops both behind them. */
export function served(): Served {
  let running: Running | undefined
  beforeAll(async () => {
    if (lackOf('chromium') === undefined) running = await start()
  })
  afterAll(() => running?.stop())
  const now = (): Running => {
    if (!running) throw new Error('The server has not been started.')
    return running
  }
  return {
    get simulator() {
      return now().simulator
    },
    get url() {
      return now().url
    },
    open: (path, options) => open(now(), path, options),
  }
}

async function start(): Promise<Running> {
  await ensureBuild({ root: repository, node: process.execPath, env: process.env, quiet: true })
  const simulator = await startSimulator()
  const { api_root, client_id, client_secret } = simulator.config.api2
  const folder = mkdtempSync(join(tmpdir(), 'soar-page-'))
  const connections = join(folder, 'connections.yaml')
  const config = `api_root: ${api_root}\n  client_id: ${client_id}\n  client_secret: \${SECRET}`
  writeFileSync(
    connections,
    `acme:\n  kind: production\n  label: Example Trading Ltd\n  ${config}\nglobex:\n  kind: test\n  ${config}\n`,
    { mode: 0o600 },
  )
  const child = startNode(
    join(repository, 'dist/soar.js'),
    ['serve', '--listen', '127.0.0.1:0', '--json', '--store', 'memory', '--connections', connections],
    { env: { SECRET: client_secret ?? '', HOME: folder } },
  )
  const { url, token } = JSON.parse(await firstLine(child)) as { url: string; token: string }
  const browser = await chromium.launch({ executablePath: browserPath() ?? '', args: [...BROWSER_ARGUMENTS] })
  return {
    simulator,
    url: url.replace(/\/$/, ''),
    token,
    browser,
    async stop() {
      await browser.close()
      const ended = new Promise((done) => child.once('close', done))
      child.kill()
      await ended
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function open(
  { url, token, browser }: Running,
  path: string,
  options: BrowserContextOptions = {},
): Promise<ServedPage> {
  const context = await browser.newContext({
    locale: 'en',
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  const shown = watch(page)
  const sent: Sent[] = []
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().includes('/v1/')) return
    sent.push({
      path: new URL(request.url()).pathname,
      headers: request.headers(),
      body: request.headers()['content-type'] === 'application/json' ? request.postDataJSON() : {},
    })
  })
  // As a person does who has a token.
  await page.goto(`${url}${path}`)
  await page.locator('#token').fill(token)
  await page.locator('.sign-in [type=submit]').click()
  await page.locator('.side').waitFor()
  await page.locator('h1').first().waitFor()
  sent.length = 0
  const next = async (end: string, handle: (route: Route) => Promise<void>) => {
    await page.route((to) => to.pathname.startsWith('/v1/actions/') && to.pathname.endsWith(end), handle, {
      times: 1,
    })
  }
  return { ...shown, sent, next }
}
