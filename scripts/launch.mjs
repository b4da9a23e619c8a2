/**
 * Runs every npm script: `node scripts/launch.mjs <command> [arguments]`.
 *
 * It makes sure that a new enough Node, the packages and the built product exist, then runs the command. It does not touch
 * what already exists. It uses plain JavaScript and Node's own modules, because it must run on the Node it finds.
 */
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuild } from './launch/build.mjs'
import { endLike, runChild } from './launch/child.mjs'
import { ensureNode } from './launch/node.mjs'
import { withPath } from './launch/npm.mjs'
import { ensurePackages } from './launch/packages.mjs'
import { UserError } from './launch/say.mjs'

/**
 * @typedef {object} Command
 * @property {readonly string[]} [run] what Node runs, before the caller's own arguments; nothing for the build alone
 * @property {'stale' | 'always'} [build] when to build first; never without it
 */

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** @type {Record<string, Command>} */
const COMMANDS = {
  start: { build: 'stale', run: ['scripts/start.ts'] },
  check: { run: ['scripts/check.ts'] },
  build: { build: 'always' },
  gen: { run: ['runtime/faces/bin.ts', 'gen'] },
  fix: { run: ['scripts/fix.ts'] },
  bench: { build: 'stale', run: ['bench/index.ts'] },
  soak: { build: 'stale', run: ['soak/index.ts'] },
  mcpb: { build: 'stale', run: ['scripts/mcpb.ts'] },
  coverage: { build: 'stale', run: ['node_modules/vitest/vitest.mjs', 'run', '--coverage'] },
  soar: { build: 'stale', run: ['dist/soar.js'] },
}

/** @param {string[]} argv */
async function launch([name = '', ...args]) {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) throw new UserError(`There is no command '${name}': try ${Object.keys(COMMANDS).join(', ')}.`)
  const { node, npm } = await ensureNode({ root, env: process.env })
  const env = { ...withPath(process.env, dirname(node)), NODE: node, npm_node_execpath: node }
  await ensurePackages({ root, node, npm, env })
  if (command.build) await ensureBuild({ root, node, env, always: command.build === 'always' })
  if (!command.run) return
  const [script = '', ...first] = command.run
  // The product itself runs in the caller's directory: its arguments may name files.
  const cwd = name === 'soar' ? process.cwd() : root
  endLike(await runChild(node, [join(root, script), ...first, ...args], { cwd, env }))
}

try {
  await launch(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
