import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LOCK } from './lock.mjs'
import { findNpm, npmCi } from './npm.mjs'
import { UserError } from './say.mjs'

/**
 * @typedef {object} LockedPackage one entry of a package-lock.json, as far as it is read here
 * @property {string} version
 * @property {string} integrity
 * @property {string | string[]} [os]
 * @property {string | string[]} [cpu]
 * @property {Record<string, string>} [bin]
 */

/** @typedef {{ packages: Record<string, LockedPackage> }} Lock */

/**
 * @typedef {object} Tools
 * @property {string} node path of the binary
 * @property {string} [npm] path of npm-cli.js, when npm came with it
 */

/**
 * @typedef {object} Binary a Node binary's npm package
 * @property {string} name
 * @property {LockedPackage} entry
 */

/**
 * The locked package with the official Node binary of a platform.
 *
 * @param {Lock} lock scripts/node/package-lock.json
 * @param {string} platform as `process.platform` spells it
 * @param {string} arch as `process.arch` spells it
 * @returns {Binary | undefined} undefined when there is none
 */
export function packageFor(lock, platform, arch) {
  for (const [path, entry] of Object.entries(lock.packages)) {
    const suits = [entry.os].flat().includes(platform) && [entry.cpu].flat().includes(arch)
    if (suits) return { name: path.replace('node_modules/', ''), entry }
  }
  return undefined
}

/**
 * Installs a binary and npm, laid out as Node's own downloads are. It is done beside the final place and moved there when
 * all is well, so that what bears the final name is whole.
 *
 * @param {string} home the final place
 * @param {Binary} binary
 * @param {{ lock: Lock, env: NodeJS.ProcessEnv, remedy: string }} options `remedy` for when it cannot be had
 */
export async function installBinary(home, { name, entry }, { lock, env, remedy }) {
  const store = dirname(home)
  removeOthers(store)
  const draft = join(store, `draft-${randomUUID()}`)
  const packages = join(draft, 'packages')
  mkdirSync(packages, { recursive: true })
  for (const [file, content] of Object.entries(installFiles(lock, { name, entry }))) {
    writeFileSync(join(packages, file), JSON.stringify(content))
  }
  await npmCi(packages, {
    node: process.execPath,
    npm: findNpm(env, process.execPath),
    env,
    what: `Node ${entry.version}`,
    remedy: `Connect to a network and try again. ${remedy}`,
  })
  const tools = toolsIn(draft)
  const moves = [
    [join(name, entry.bin?.node ?? 'bin/node'), tools.node],
    ['npm', dirname(dirname(tools.npm))],
  ]
  for (const [from = '', to = ''] of moves) {
    mkdirSync(dirname(to), { recursive: true })
    renameSync(join(packages, 'node_modules', from), to)
  }
  if (versionOf(tools.node) !== `v${entry.version}`) {
    throw new UserError(`The binary in ${name} does not run here. ${remedy}`)
  }
  rmSync(packages, { recursive: true, force: true })
  renameSync(draft, home)
}

/**
 * The npm input for installing one binary and npm: the committed lock file without the other platforms, and the binary as a
 * plain dependency, because npm silently skips an optional one that cannot be fetched.
 *
 * @param {Lock} lock
 * @param {Binary} binary
 */
export function installFiles(lock, { name, entry }) {
  const npm = Object.entries(lock.packages).filter(([path]) => /^node_modules\/npm(\/|$)/.test(path))
  const manifest = {
    name: 'soar-node',
    private: true,
    dependencies: { [name]: entry.version, npm: npm[0]?.[1].version },
  }
  const packages = {
    '': manifest,
    [`node_modules/${name}`]: { ...entry, optional: false },
    ...Object.fromEntries(npm),
  }
  return { 'package.json': manifest, 'package-lock.json': { lockfileVersion: 3, packages } }
}

/**
 * Where an installed binary and its npm are.
 *
 * @param {string} home
 */
export function toolsIn(home) {
  return {
    node: join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    npm: join(home, 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  }
}

/**
 * Removes older binaries and the drafts of interrupted installations. Files that cannot be removed now, because a process
 * still uses them, are left for the next time.
 *
 * @param {string} store
 */
function removeOthers(store) {
  for (const entry of readdirSync(store)) {
    if (entry === LOCK) continue
    try {
      rmSync(join(store, entry), { recursive: true, force: true })
    } catch {}
  }
}

/**
 * What a Node binary says of itself.
 *
 * @param {string} path
 * @returns {string | undefined} such as v24.21.0; undefined when it does not run
 */
export function versionOf(path) {
  const ended = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return ended.status === 0 ? ended.stdout.trim() : undefined
}
