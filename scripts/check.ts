/**
 * `npm test` and `npm run check`: run all checks, then all tests.
 *
 * The checks are format and lint, types, manifests, generated files and build. Each step prints one line; a failed step
 * prints all its output, and the others still run, so that one check reports everything. The tests come last and alone, with
 * their own output; arguments narrow them, as vitest's do.
 */
import { resolve } from 'node:path'
import type { Writer } from '../runtime/faces/cli/process/io.ts'
import { ensureBuild } from './launch/build.mjs'
import { endLike, runChild } from './launch/child.mjs'
import { since, UserError } from './launch/say.mjs'

/** What did not change since the last check is not checked again. */
const INCREMENTAL = ['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.tsbuildinfo']

const place = { cwd: resolve(import.meta.dirname, '..'), env: process.env }

/** Runs one step, prints its result, and returns whether it succeeded. */
async function step(name: string, work: () => Promise<string | undefined>): Promise<boolean> {
  const start = Date.now()
  const complaint = await work().catch((error: Error) => error.stack ?? error.message)
  const line = `${complaint === undefined ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${since(start)}\n`
  process.stdout.write(complaint === undefined ? line : `${line}${complaint.trimEnd()}\n`)
  return complaint === undefined
}

/** Runs a script of a package, and returns its output when it failed. */
async function complaintOf(...args: string[]): Promise<string | undefined> {
  const { code, output } = await runChild(process.execPath, args, { ...place, capture: true })
  return code === 0 ? undefined : output
}

/** Runs a command of the product from its sources, in this process, and returns its output when it failed. */
async function complaintOfSoar(...args: string[]): Promise<string | undefined> {
  // Imported here, so that sources that do not load fail only this step.
  const { main } = await import('../runtime/faces/cli/main.ts')
  const { fromFolder } = await import('../runtime/faces/cli/process/open.ts')
  let output = ''
  const writer: Writer = {
    write: (text, done) => {
      output += text
      done?.()
    },
  }
  const isTTY = { stdin: false, stdout: false, stderr: false }
  const io = { stdin: [], stdout: writer, stderr: writer, env: {}, cwd: place.cwd, isTTY }
  const code = await main(args, io, fromFolder(place.cwd))
  return code === 0 ? undefined : output
}

async function build(): Promise<string | undefined> {
  try {
    await ensureBuild({ root: place.cwd, node: process.execPath, env: place.env, quiet: true })
    return undefined
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}

const [built, ...others] = await Promise.all([
  step('build', build),
  step('format and lint', () =>
    complaintOf('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'),
  ),
  step('types', () => complaintOf('node_modules/typescript/bin/tsc', '-p', '.', ...INCREMENTAL)),
  // The page has the browser's names, which the product must not use by mistake.
  step('types of page', () => complaintOf('node_modules/typescript/bin/tsc', '-p', 'page')),
  step('manifests', () => complaintOfSoar('check', '--release')),
  step('generated files', () => complaintOfSoar('gen', '--check')),
])

if (built) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--dir', 'test']
  const reporters = ['--reporter=default', '--reporter=./scripts/totals.ts']
  const tests = await runChild(process.execPath, [...vitest, ...reporters, ...process.argv.slice(2)], place)
  if (others.every(Boolean)) endLike(tests)
  else {
    process.stdout.write('The tests ran; a step before them FAILED, see above.\n')
    process.exitCode = 1
  }
} else {
  process.stdout.write('No tests ran: they need the build.\n')
  process.exitCode = 1
}
