import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { findNpm, npmCi } from './npm.mjs'
import { say, since } from './say.mjs'

/**
 * What a finished installation is stamped with: it is good as long as the lock file and the platform are the same.
 *
 * @param {string | Uint8Array} lockFile content of package-lock.json
 * @param {string} platform
 * @param {string} arch
 */
export function packagesStamp(lockFile, platform, arch) {
  return `${createHash('sha256').update(lockFile).digest('hex')} ${platform}-${arch}\n`
}

/**
 * Installs the packages of package-lock.json, unless that has been done.
 *
 * @param {{ root: string, node: string, npm?: string | undefined, env: NodeJS.ProcessEnv }} options `npm` in place of
 *   the person's own
 */
export async function ensurePackages({ root, node, npm, env }) {
  // Inside node_modules: whoever removes or reinstalls that folder removes the stamp with it.
  const file = join(root, 'node_modules', '.soar-stamp')
  const stamp = packagesStamp(readFileSync(join(root, 'package-lock.json')), process.platform, process.arch)
  if (readIfThere(file) === stamp) return
  await withLock(
    join(root, '.node', 'lock'),
    async () => {
      if (readIfThere(file) === stamp) return
      say('packages', 'installing (npm ci)')
      const start = Date.now()
      await npmCi(root, {
        node,
        npm: npm ?? findNpm(env, process.execPath),
        env,
        what: 'The packages of package-lock.json',
        remedy: 'Connect to a network and try again, or see `npm ping` and `npm config list`.',
      })
      writeFileSync(file, stamp)
      say('packages', `installed in ${since(start)}`)
    },
    () => say('packages', 'another command is installing them, waiting'),
  )
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
