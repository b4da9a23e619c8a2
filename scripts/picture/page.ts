/** The picture of the page: an action with its plan, as `soar serve` shows it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startSimulator } from '../../simulator/index.ts'
import { cleanEnvironment } from '../clean-environment.ts'
import { BROWSER_ARGUMENTS, browserPath } from './browser.ts'

/** The same in every picture; the plan shows the simulator's address. */
const PORT = 8025

/** What an analyst looks at: a policy, and the request that would create it. */
const VIEW = '/actions/mimecast/create-block-sender-policy'

/**
 * Draws the picture to a PNG file. Needs a built product and a Chromium on this machine.
 *
 * @param root of the repository
 */
export async function drawPage(root: string, file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-picture-'))
  const simulator = await startSimulator({ port: PORT })
  const { api_root, client_id, client_secret = '' } = simulator.config.api2
  const connections = join(folder, 'connections.yaml')
  const lines = [`api_root: ${api_root}`, `client_id: ${client_id}`, `client_secret: \${SECRET}`]
  const acme = ['acme:', 'kind: production', 'label: Example Trading Ltd', ...lines].join('\n  ')
  writeFileSync(connections, `${acme}\n`, { mode: 0o600 })
  const args = [
    'serve',
    '--listen',
    '127.0.0.1:0',
    '--json',
    '--store',
    'memory',
    '--connections',
    connections,
  ]
  const server = spawn(process.execPath, [join(root, 'dist/soar.js'), ...args], {
    env: { ...cleanEnvironment(), HOME: folder, SECRET: client_secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const browser = await chromium.launch({
    executablePath: browserPath() ?? 'chromium',
    args: [...BROWSER_ARGUMENTS],
  })
  try {
    const { url, token } = await addressOf(server.stdout)
    const size = { width: 1280, height: 800 }
    const context = await browser.newContext({ locale: 'en', viewport: size, deviceScaleFactor: 1.5 })
    await context.request.post(new URL('/v1/session', url).href, { data: { token } })
    const page = await context.newPage()
    await page.goto(new URL(VIEW, url).href)
    await page.getByText('"emailDomain"').waitFor()
    await page.screenshot({ path: file })
  } finally {
    await browser.close()
    server.kill()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The first line that `soar serve --json` prints. */
async function addressOf(output: AsyncIterable<Buffer>): Promise<{ url: string; token: string }> {
  let text = ''
  for await (const chunk of output) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return JSON.parse(text.split('\n')[0] ?? '')
}
