import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installBinary, packageFor, toolsIn, versionOf } from './binaries.mjs'
import { alone } from './lock.mjs'
import { thisMachine } from './machine.mjs'
import { say, UserError } from './say.mjs'

/** The oldest Node that the product and its tools run on. */
export const NEEDED = '22.20'

/**
 * Whether a version of Node runs the product. 23 is refused whole: it ended early, and its first half cannot run
 * TypeScript.
 *
 * @param {string} version as `process.version` or `process.versions.node` spell it
 */
export function fits(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return (major === 22 && minor >= 20) || major >= 24
}

/**
 * The Node to run with: `SOAR_NODE`, else the running one when it is new enough, else an official binary from npm,
 * kept in `.node/` with a newer npm: the npm of an old Node passes over packages that the new one needs.
 *
 * @param {{ root: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<import('./binaries.mjs').Tools>}
 */
export async function ensureNode({ root, env }) {
  if (env.SOAR_NODE) return { node: chosen(env.SOAR_NODE) }
  if (fits(process.versions.node)) return { node: process.execPath }

  /** @type {import('./binaries.mjs').Lock} */
  const lock = JSON.parse(readFileSync(join(root, 'scripts', 'node', 'package-lock.json'), 'utf8'))
  const binary = packageFor(lock, process.platform, process.arch)
  if (!binary) throw new UserError(noBinary())
  const home = join(root, '.node', `node-v${binary.entry.version}-${process.platform}-${process.arch}`)
  if (!existsSync(home)) {
    if (thisMachine().libc === 'musl') throw new UserError(noBinary())
    await alone(
      root,
      async () => {
        if (existsSync(home)) return
        const reason = `this one is ${process.versions.node}, ${NEEDED} is needed`
        say('node', `fetching Node ${binary.entry.version} into .node (${reason})`)
        await installBinary(home, binary, { lock, env, remedy: tooOld() })
      },
      () => say('node', 'another command is fetching it, waiting'),
    )
  }
  return toolsIn(home)
}

/** @param {string} path */
function chosen(path) {
  const version = versionOf(path)
  if (!version) {
    throw new UserError(`SOAR_NODE is ${path}, which does not run: name a Node binary, or unset SOAR_NODE.`)
  }
  if (!fits(version)) {
    throw new UserError(`SOAR_NODE is Node ${version}, and ${NEEDED} is needed: name a newer one.`)
  }
  return path
}

function noBinary() {
  return `npm has no Node binary for ${process.platform}-${process.arch} as it is here. ${tooOld()}`
}

function tooOld() {
  const ways = 'install Node 24, or set SOAR_NODE to a newer binary'
  return `This is Node ${process.versions.node}, ${NEEDED} is needed: ${ways}.`
}
