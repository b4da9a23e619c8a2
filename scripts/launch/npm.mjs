import { existsSync, realpathSync } from 'node:fs'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { runChild } from './child.mjs'
import { UserError } from './say.mjs'

const CLI = join('node_modules', 'npm', 'bin', 'npm-cli.js')
const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|E407|E50[0-9]|[A-Z_]*CERT[A-Z_]*)\b/
/** npm appends its whole manual to some errors. */
const NPM_LINES = 20

/** Shorter waits between retries than npm's own, so that a machine without a network reports it in seconds. */
const PATIENCE = { npm_config_fetch_retry_mintimeout: '2000', npm_config_fetch_retry_maxtimeout: '8000' }

/**
 * `npm ci` in a folder, on the given Node. Nothing of a package runs while it is installed, and packages that suit
 * this platform are taken whatever the person's npm settings leave out.
 *
 * @param {string} folder has the package.json and package-lock.json
 * @param {{ node: string, npm: string, env: NodeJS.ProcessEnv, what: string, remedy: string }} options `npm` as
 *   `findNpm` answers it; for the error, `what` names the packages and `remedy` says what to do without a network
 * @returns {Promise<void>}
 * @throws {UserError} when it fails
 */
export async function npmCi(folder, { node, npm, env, what, remedy }) {
  const [command, ...first] = npm.endsWith('.js') ? [node, npm] : [npm]
  const args = [...first, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error']
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--no-progress']
  // npm passes its own options to the commands it runs: `npm pack --dry-run` must not make a dry run of this installation.
  const plain = ['--no-dry-run', '--no-global', '--no-package-lock-only', '--install-strategy=hoisted']
  const ended = await runChild(command, [...args, ...quiet, ...plain], {
    cwd: folder,
    env: { npm_config_globalconfig: globalConfig(process.execPath), ...PATIENCE, ...env },
    capture: true,
  })
  if (ended.code === 0) return
  const reason = UNREACHABLE.exec(ended.output)?.[0]
  if (reason)
    throw new UserError(
      `${what} could not be fetched: npm does not reach its registry (${reason}). ${remedy}`,
    )
  const said = ended.output.trim().split('\n').slice(0, NPM_LINES).join('\n')
  throw new UserError(
    `${said}\n${what} could not be installed: npm ci ended with ${ended.code ?? ended.signal}, see above.`,
  )
}

/**
 * The npm that the person uses: the one that started us, else the one beside the running Node, else the first in PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} execPath of the running Node
 * @returns {string} npm-cli.js, or a command that starts npm (a version manager's shim)
 */
export function findNpm(env, execPath) {
  const started = env.npm_execpath
  if (started && basename(started) === 'npm-cli.js' && existsSync(started)) return started
  const bin = dirname(execPath)
  const inPath = pathOf(env).flatMap((folder) => [join(folder, CLI), join(folder, 'npm')])
  for (const candidate of [join(bin, '..', 'lib', CLI), join(bin, CLI), ...inPath]) {
    if (existsSync(candidate)) return realpathSync(candidate)
  }
  throw new UserError(
    'npm is needed to install packages and is not in PATH: install it, or start with `npm start`.',
  )
}

/**
 * The file from which npm on this Node reads its machine-wide settings (proxy, certificates). npm looks beside the Node it
 * runs on, so npm on another Node needs this path.
 *
 * @param {string} execPath
 */
function globalConfig(execPath) {
  const bin = dirname(execPath)
  return process.platform === 'win32' ? join(bin, 'etc', 'npmrc') : resolve(bin, '..', 'etc', 'npmrc')
}

/**
 * The environment with one folder put in front of PATH, under whatever name PATH has there (Windows: Path).
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
export function withPath(env, folder) {
  const name = pathName(env)
  return { ...env, [name]: [folder, ...pathOf(env)].join(delimiter) }
}

/** @param {NodeJS.ProcessEnv} env */
function pathOf(env) {
  return (env[pathName(env)] ?? '').split(delimiter).filter((folder) => folder !== '')
}

/** @param {NodeJS.ProcessEnv} env */
function pathName(env) {
  return Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
}
