import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from './lock.mjs'
import { suits, thisMachine } from './machine.mjs'
import { findNpm, npmCi } from './npm.mjs'
import { say, since, UserError } from './say.mjs'

/**
 * @typedef {import('./machine.mjs').Limits & { version?: string, integrity?: string, optional?: boolean }} Entry one
 *   package of a lock file
 */

/** How many missing packages an error names. */
const NAMED = 5

/**
 * The packages of package-lock.json that are needed here and not installed, by path; empty when all is well.
 *
 * npm itself lists what it installed in `node_modules/.package-lock.json`, as the last thing it does. So it does not
 * matter whether `npm install`, `npm ci` or the launcher installed, and a list that another lock file, another machine
 * or `--omit` left behind does not count. An optional package is needed where its platform is named.
 *
 * @param {string} root
 * @param {import('./machine.mjs').Machine} [machine]
 */
export function missingPackages(root, machine = thisMachine()) {
  const installed = entriesOf(join(root, 'node_modules', '.package-lock.json'))
  const wanted = Object.entries(entriesOf(join(root, 'package-lock.json')))
  return wanted
    .filter(([path, entry]) => path !== '' && isNeeded(entry, machine))
    .filter(([path, { version, integrity }]) => {
      const found = installed[path]
      const isSame = found?.version === version && found?.integrity === integrity
      return !isSame || !existsSync(join(root, path, 'package.json'))
    })
    .map(([path]) => path)
}

/**
 * Installs the packages of package-lock.json, unless they are there.
 *
 * @param {{ root: string, node: string, npm?: string | undefined, env: NodeJS.ProcessEnv }} options `npm` in place of
 *   the person's own
 * @throws {UserError} when they cannot be installed, or npm leaves some out
 */
export async function ensurePackages({ root, node, npm, env }) {
  if (missingPackages(root).length === 0) return
  await alone(
    root,
    async () => {
      if (missingPackages(root).length === 0) return
      say('packages', 'installing (npm ci)')
      const start = Date.now()
      await npmCi(root, {
        node,
        npm: npm ?? findNpm(env, process.execPath),
        env,
        what: 'The packages of package-lock.json',
        remedy: 'Connect to a network and try again, or see `npm ping` and `npm config list`.',
      })
      const missing = missingPackages(root)
      if (missing.length > 0) throw new UserError(leftOut(missing))
      say('packages', `installed in ${since(start)}`)
    },
    () => say('packages', 'another command is installing them, waiting'),
  )
}

/** @param {readonly string[]} paths */
function leftOut(paths) {
  const names = paths.slice(0, NAMED).map((path) => path.replace('node_modules/', ''))
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : ''
  return (
    `npm ci ended well but left out ${names.join(', ')}${more}. ` +
    'Check the network, and `npm config list` for os, cpu, libc and omit; then try again.'
  )
}

/**
 * @param {Entry} entry
 * @param {import('./machine.mjs').Machine} machine
 */
function isNeeded(entry, machine) {
  if (!entry.optional) return true
  // An optional package without a platform belongs to another optional one, which may suit no machine like this.
  return (entry.os !== undefined || entry.cpu !== undefined) && suits(entry, machine)
}

/**
 * @param {string} file a lock file
 * @returns {Record<string, Entry>} its packages by path; none when it is not there or is not whole
 */
function entriesOf(file) {
  try {
    return JSON.parse(readIfThere(file) ?? '{}').packages ?? {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

/**
 * @param {string} file
 * @returns {string | undefined} its text; undefined when there is no such file
 */
export function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
