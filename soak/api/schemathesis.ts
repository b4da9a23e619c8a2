/** schemathesis, from PyPI, against the built server: no 5xx, and nothing that the description does not say. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mustRun, runProgram } from '../mcp/program.ts'
import type { PartOptions, Report } from '../part.ts'
import type { Server } from '../serve/server.ts'

/** Cases per operation that schemathesis draws, unless the caller says. */
const RUNS = 20

/** Installs it, in the versions of `requirements.txt`, and runs it; needs a python3 with venv, and PyPI. */
export async function schemathesis(
  { url, token }: Pick<Server, 'url' | 'token'>,
  { seed, runs = RUNS, say }: PartOptions,
): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-schemathesis-'))
  const here = import.meta.dirname
  try {
    await mustRun('python3', ['-m', 'venv', folder], folder)
    const pinned = ['--require-hashes', '-r', join(here, 'requirements.txt')]
    const quiet = ['--quiet', '--disable-pip-version-check']
    await mustRun(join(folder, 'bin/python'), ['-m', 'pip', 'install', ...quiet, ...pinned], folder)
    const args = [
      ...['--config-file', join(here, 'schemathesis.toml'), 'run', `${url}/openapi.json`],
      ...[
        '--header',
        `Authorization: Bearer ${token}`,
        '--seed',
        String(seed),
        '--max-examples',
        String(runs),
      ],
      ...['--no-color', '--generation-database', 'none'],
    ]
    const env = { SCHEMATHESIS_HOOKS: 'hooks', PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: '1' }
    const { code, stdout, stderr } = await runProgram(join(folder, 'bin/schemathesis'), args, folder, env)
    return reportOf(code, stdout, stderr, say)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function reportOf(code: number | null, stdout: string, stderr: string, say: PartOptions['say']): Report {
  const cases = Number(/(\d+) generated/.exec(stdout)?.[1] ?? 0)
  const operations = /Tested: (\d+)/.exec(stdout)?.[1] ?? '0'
  say(`schemathesis: ${operations} operations, ${cases} cases`)
  if (code === 0) return { cases, broken: [] }
  // One block per operation, with the request that shows it.
  const blocks = stdout.split(/^(?=_{3,} .* _{3,}$)/m).slice(1)
  const broken = blocks.map(
    (block) =>
      block
        .split(/^={3,}/m)[0]
        ?.trim()
        .slice(0, 3_000) ?? '',
  )
  return {
    cases,
    broken:
      broken.length > 0 ? broken : [`schemathesis ended with ${code}: ${stderr}${stdout.slice(-2_000)}`],
  }
}
