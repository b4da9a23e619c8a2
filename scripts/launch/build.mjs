import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './child.mjs'
import { alone } from './lock.mjs'
import { readIfThere } from './packages.mjs'
import { say, since, UserError } from './say.mjs'

/** All that the built product is made from, and what makes it. */
const SOURCES = [
  'actions',
  'client',
  'connectors',
  'manifests',
  'page',
  'runtime',
  'scripts/build',
  'scripts/build.ts',
  'simulator',
  'integration.yaml',
  'package.json',
  'package-lock.json',
]

/**
 * A hash over the names and contents of files and folders.
 *
 * @param {string} root
 * @param {readonly string[]} paths relative to the root; one that does not exist counts as empty
 */
export function sourcesStamp(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((entry) => filesOf(root, entry)).sort()) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return `${hash.digest('hex')}\n`
}

/**
 * Builds `dist/`, unless it was built from these very sources.
 *
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv, always?: boolean, quiet?: boolean }} options
 *   `always` builds even so; `quiet` says nothing of a build that went well
 * @throws {UserError} with the build's own output, when it fails
 */
export async function ensureBuild({ root, node, env, always = false, quiet = false }) {
  const file = join(root, 'dist', '.stamp')
  const isFresh = () => readIfThere(file) === sourcesStamp(root, SOURCES)
  if (!always && isFresh()) return
  await alone(
    root,
    async () => {
      if (!always && isFresh()) return
      const start = Date.now()
      // Taken before the build: a source that changes meanwhile is built again next time.
      const stamp = sourcesStamp(root, SOURCES)
      const ended = await runChild(node, ['scripts/build.ts'], { cwd: root, env, capture: true })
      if (ended.code !== 0) throw new UserError(`${ended.output.trimEnd()}\nThe build failed.`.trimStart())
      writeFileSync(file, stamp)
      if (!quiet) say('build', `${ended.output.trim()} in ${since(start)}`)
    },
    () => say('build', 'another command is building, waiting'),
  )
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]} the file itself, or all files in the folder, relative to the root with forward slashes
 */
function filesOf(root, path) {
  try {
    const entries = readdirSync(join(root, path), { withFileTypes: true })
    return entries.flatMap((entry) =>
      entry.isDirectory() ? filesOf(root, `${path}/${entry.name}`) : [`${path}/${entry.name}`],
    )
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOTDIR') return [path]
    if (code === 'ENOENT') return []
    throw error
  }
}
