/**
 * Draws the pictures of the README: `node scripts/picture.ts` writes docs/run.svg, `node scripts/picture.ts page` docs/page.png.
 *
 * The picture of the page needs a Chromium. The other one runs the built product in a terminal, against a simulated tenant, and draws what the product prints. Needs the
 * `script` command of util-linux, which provides the terminal. Run it again when the output has changed.
 */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { startSimulator } from '../simulator/index.ts'
import { cleanEnvironment } from './clean-environment.ts'
import { drawPage } from './picture/page.ts'
import { drawTerminal } from './picture/terminal.ts'

const root = resolve(import.meta.dirname, '..')
const COLUMNS = 100

/** What an analyst does: search, a typing mistake, the same without it. */
const COMMANDS = [
  [
    "soar run simple-archive-search --param time_frame='Last 24 Hours' \\",
    '    --param fields_to_return=receiveddate,displayfromaddress,subject --param max_emails_to_return=3',
  ],
  ['soar run block-sender --param sender=mallory@evil.example --param recpient=alice@example.com'],
  ['soar run block-sender --param sender=mallory@evil.example --param recipient=alice@example.com'],
] as const

/** What a command prints on a terminal, by line. */
async function output(command: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const product = `"${process.execPath}" "${resolve(root, 'dist/soar.js')}"`
  const line = command.join('\n').replace(/^soar/, product)
  const child = spawn('script', ['-qec', `stty cols ${COLUMNS}; ${line}`, '/dev/null'], {
    env: { ...env, TERM: 'xterm-256color', SHELL: '/bin/sh' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return (await text(child.stdout)).trimEnd().split(/\r?\n/)
}

if (process.argv[2] === 'page') await drawPage(root, resolve(root, 'docs/page.png'))
else await drawRun()

/** Draws the commands and what they print. */
async function drawRun(): Promise<void> {
  const simulator = await startSimulator()
  try {
    const { api_root, client_id, client_secret } = simulator.config.api2
    const env = {
      ...cleanEnvironment(),
      MIMECAST_API_ROOT: api_root,
      MIMECAST_CLIENT_ID: client_id,
      MIMECAST_CLIENT_SECRET: client_secret,
    }
    const lines: string[] = []
    for (const command of COMMANDS) {
      const [first, ...others] = command
      lines.push(
        `\u001b[32m$\u001b[0m \u001b[1m${first}\u001b[0m`,
        ...others.map((part) => `\u001b[1m${part}\u001b[0m`),
      )
      lines.push(...(await output(command, env)), '')
    }
    const picture = drawTerminal(lines.slice(0, -1), 'soar: search the archive, block a sender', COLUMNS)
    writeFileSync(resolve(root, 'docs/run.svg'), picture)
  } finally {
    await simulator.close()
  }
}
