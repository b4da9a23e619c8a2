/** Foreign clients from PyPI against the built server: each lists and calls every tool. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from '../jinja2/install.ts'
import type { Report } from '../part.ts'

/** Packages that live together, and the clients of `clients.py` that they are. The adapter needs the SDK of the first major. */
const ENVIRONMENTS = [
  {
    packages: ['mcp', 'fastmcp', 'pydantic-ai-slim[mcp]', 'google-genai'],
    clients: 'sdk,fastmcp,pydantic-ai',
  },
  { packages: ['mcp<2', 'langchain-mcp-adapters'], clients: 'langchain' },
]

/** Lines of `pip freeze` about the clients. */
const OURS = /^(?:mcp|fastmcp|langchain-mcp-adapters|pydantic-ai-slim|google-genai)==/

/**
 * Installs the clients into virtual environments and runs them; needs a python3 with venv, and PyPI.
 *
 * @param calls arguments by tool; `reads` are the tools that must succeed
 */
export function foreignClients(
  url: string,
  { calls, reads }: { calls: Record<string, unknown>; reads: readonly string[] },
  say: (line: string) => void,
): Report {
  const folder = mkdtempSync(join(tmpdir(), 'soar-clients-'))
  try {
    const file = join(folder, 'calls.json')
    writeFileSync(file, JSON.stringify(calls))
    const reports = ENVIRONMENTS.map(({ packages, clients }, at): Report => {
      const venv = join(folder, `venv-${at}`)
      must('python3', ['-m', 'venv', venv])
      const python = join(venv, 'bin/python')
      must(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages])
      const versions = must(python, ['-m', 'pip', 'freeze', '--disable-pip-version-check'])
      say(
        versions
          .split('\n')
          .filter((line) => OURS.test(line))
          .join(', '),
      )
      const args = [join(import.meta.dirname, 'clients.py'), url, file, reads.join(','), clients]
      const { stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', cwd: folder })
      const last = stdout.trimEnd().split('\n').at(-1) ?? ''
      if (!last.startsWith('{')) return { cases: 1, broken: [`${clients}: ${stderr.slice(-2_000)}`] }
      return JSON.parse(last) as Report
    })
    return {
      cases: reports.reduce((sum, { cases }) => sum + cases, 0),
      broken: reports.flatMap(({ broken }) => broken),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
