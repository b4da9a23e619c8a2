/** Jinja2, its source archive and pytest, from PyPI into a virtual environment of the soak's own. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const VERSION = '3.1.6'

/** Where things are. */
export interface Installed {
  python: string
  /** Folder of the unpacked source archive, with Jinja2's own tests. */
  sources: string
  folder: string
}

/** Runs a program to its end. Throws an Error with what it said when it fails, unless that is expected. */
export function must(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    ...options,
    env: { ...process.env, ...options.env },
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`)
  return stdout
}

/** Installs; needs a python3 with venv, and PyPI. */
export function install(): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'soar-jinja2-'))
  must('python3', ['-m', 'venv', join(folder, 'venv')])
  const python = join(folder, 'venv/bin/python')
  must(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    `Jinja2==${VERSION}`,
    'pytest',
    'trio',
  ])
  const archive = join(folder, 'archive')
  mkdirSync(archive)
  const download = ['download', '--quiet', '--disable-pip-version-check', '--no-deps', '--no-binary', ':all:']
  must(python, ['-m', 'pip', ...download, '--dest', archive, `Jinja2==${VERSION}`])
  const [packed = ''] = readdirSync(archive)
  must('tar', ['-xzf', join(archive, packed), '-C', archive])
  const sources = join(archive, `jinja2-${VERSION}`)
  if (!existsSync(join(sources, 'tests'))) throw new Error(`${packed} holds no tests`)
  return { python, sources, folder }
}
