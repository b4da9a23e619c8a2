/** The MCP Inspector's command line against the built server, over both transports and eras. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { product } from '../../testing/own/repository.ts'
import type { Report } from '../part.ts'
import { mustRun, runProgram } from './program.ts'

const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0'

/** What is asked of the server, and a word of the answer. */
const REQUESTS: readonly (readonly [args: readonly string[], word: string])[] = [
  [['--method', 'tools/list', '--strict'], 'mimecast_ping'],
  [['--method', 'tools/call', '--tool-name', 'mimecast_ping'], 'structuredContent'],
  [['--method', 'resources/list'], 'soar://actions/ping'],
  [['--method', 'resources/templates/list'], 'soar://actions/{id}'],
  [['--method', 'prompts/list'], 'triage-held-message'],
]

/** Installs the Inspector and runs it. Its process must end with 0, and its output have the word. */
export async function inspect(
  url: string,
  env: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-inspector-'))
  try {
    await mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, INSPECTOR], folder)
    const inspector = join(folder, 'node_modules/.bin/mcp-inspector')
    const http = ['--server-url', url, '--transport', 'http', '--protocol-era']
    const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`])
    const ways: [string, string[]][] = [
      ['stdio', [process.execPath, product, 'mcp', ...variables]],
      ['http legacy', [...http, 'legacy']],
      ['http modern', [...http, 'modern']],
    ]
    const broken: string[] = []
    for (const [way, target] of ways) {
      for (const [args, word] of REQUESTS) {
        const ended = await runProgram(inspector, ['--cli', ...target, ...args], folder)
        const { code, stdout, stderr } = ended
        if (args.includes('--strict')) say(`inspector, ${way}: ${stderr.trimEnd().split('\n').at(-1)}`)
        if (code === 0 && stdout.includes(word)) continue
        broken.push(`inspector, ${way}, ${args.join(' ')}: code ${code}, ${stderr.slice(-500)}`)
      }
    }
    return { cases: ways.length * REQUESTS.length, broken }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
