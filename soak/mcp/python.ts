/** Foreign clients from PyPI against the built server: each lists and calls every tool. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../part.ts'
import { mustRun, runProgram } from './program.ts'

/** Packages that live together, and the clients of `clients.py` that they are. The adapter needs the SDK of the first major. */
const ENVIRONMENTS = [
  { packages: ['mcp<2', 'langchain-mcp-adapters'], clients: 'langchain' },
  {
    packages: ['mcp', 'fastmcp', 'pydantic-ai-slim[mcp]', 'google-genai'],
    clients: 'sdk,fastmcp,pydantic-ai,others',
  },
]

/** Lines of `pip freeze` about the clients. */
const OURS = /^(?:mcp|fastmcp|langchain-mcp-adapters|pydantic-ai-slim|google-genai)==/

/**
 * Installs the clients into virtual environments and runs them; needs a python3 with venv, and PyPI.
 *
 * @param calls arguments by tool; `reads` are the tools that must succeed
 */
export async function foreignClients(
  url: string,
  { calls, reads }: { calls: Record<string, unknown>; reads: readonly string[] },
  say: (line: string) => void,
): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-clients-'))
  try {
    const file = join(folder, 'calls.json')
    writeFileSync(file, JSON.stringify(calls))
    const reports: Report[] = []
    for (const [at, { packages, clients }] of ENVIRONMENTS.entries()) {
      const venv = join(folder, `venv-${at}`)
      await mustRun('python3', ['-m', 'venv', venv], folder)
      const python = join(venv, 'bin/python')
      const quiet = ['--quiet', '--disable-pip-version-check']
      await mustRun(python, ['-m', 'pip', 'install', ...quiet, ...packages], folder)
      const versions = await mustRun(python, ['-m', 'pip', 'freeze', '--disable-pip-version-check'], folder)
      say(
        versions
          .split('\n')
          .filter((line) => OURS.test(line))
          .join(', '),
      )
      const args = [join(import.meta.dirname, 'clients.py'), url, file, reads.join(','), clients]
      const { stdout, stderr } = await runProgram(python, args, folder)
      const last = stdout.trimEnd().split('\n').at(-1) ?? ''
      reports.push(
        last.startsWith('{')
          ? (JSON.parse(last) as Report)
          : { cases: 1, broken: [`${clients}: ${stderr.slice(-2_000)}`] },
      )
    }
    return {
      cases: reports.reduce((sum, { cases }) => sum + cases, 0),
      broken: reports.flatMap(({ broken }) => broken),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
